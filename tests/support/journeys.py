"""Journeys of one person from the settings' address through LinkedIn's sign-in, made by a seed."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Literal

from here import Here
from server import ORIGIN, Asked, Fault

from auditor.demo.imitation import Answer, Imitation
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import catalog
from auditor.model import Report

WANTED = catalog().settings["ai-training"].path
PICKER = "the account picker, in place"
SUBMIT = "/checkpoint/lg/login-submit"
CONSENT = "/legal/consent-update?midToken=AQE1815"
ENTRIES = (
    "/uas/login?session_redirect=https%3A%2F%2Fwww.linkedin.com%2F",
    "/login?fromSignIn=true",
    "/authwall?trk=gf&sessionRedirect=x",
    "/signup/cold-join?session_redirect=x",
    PICKER,
)
STOPS = (
    "/checkpoint/lg/login",
    "/login/fr?fromSignIn=true",
    "/checkpoint/challenge/AgE1815",
    "/checkpoint/challengesV2/AQH1815",
    "/uas/consumer-email-challenge?x=1",
    "/uas/login?challengeId=AQ1815",
    "https://accounts.google.com/signin/v2",
    "https://client-api.arkoselabs.com/fc/",
)
RESTRICTED = ("/checkpoint/lg/login-restriction", "/login/login-restriction?x=1")
LANDINGS = (ORIGIN + WANTED, "/feed/", CONSENT, "/mypreferences/d/categories/account")
LOOK = "<!doctype html><html lang=en><title>LinkedIn</title><link rel=icon href=data:,><main>"

End = Literal["in", "stays", "restricted", "fault"]


@dataclass(frozen=True)
class Journey:
    """One way through; what happens at `stops[bad]` where it does not end well."""

    seed: int
    ends: End
    stops: tuple[str, ...]
    """Addresses in their order, the first one where the settings' address leads."""
    landing: str
    value: Literal["on", "off"]
    bad: int
    """The stop where it ends; `len(stops)` is the setting's page, after signing in."""
    fault: str
    dead_cookie: bool
    pauses: tuple[float, ...] = field(repr=False)
    """Seconds that the person takes at each stop."""


def journey(seed: int) -> Journey:
    """The journey that `seed` makes."""
    dice = random.Random(f"sign-in {seed}")
    stops = [dice.choice(ENTRIES), *dice.sample(STOPS, dice.randrange(4))]
    ends: End = dice.choices(("in", "stays", "restricted", "fault"), (12, 2, 2, 4))[0]
    bad = dice.randrange(len(stops))
    if ends == "restricted":
        stops.insert(1, dice.choice(RESTRICTED))
        bad = 1
    if ends == "fault" and dice.random() < 0.5:
        bad = len(stops)  # signed in, and the setting's page fails
    pauses = [round(dice.uniform(0, 0.5), 2) for _ in stops]
    if stops[0] == PICKER and [one for one in stops[1:2] if one.startswith("https:")]:
        pauses[0] += 4  # to another site once the picker is recognised
    return Journey(
        seed=seed,
        ends=ends,
        stops=tuple(stops),
        landing=dice.choice(LANDINGS),
        value=dice.choice(("on", "off")),
        bad=bad,
        fault=dice.choice(("reset", "stall", "500", "429", "999")),
        dead_cookie=ends == "in" and dice.random() < 0.3,
        pauses=tuple(pauses),
    )


class Signing:
    """LinkedIn's servers and the person on one journey."""

    def __init__(self, way: Journey) -> None:
        self.way = way
        self.dead = way.dead_cookie
        """Whether the first session that LinkedIn gives is one its servers do not know."""
        self.through = False
        self.consented = False
        self.pages = {self._key(stop): number for number, stop in enumerate(way.stops)}

    def answer(self, asked: Asked) -> Answer | Fault | None:
        """What is answered on the way; the imitation does the rest."""
        key = self._key(("" if asked.host == "www.linkedin.com" else asked.host) + asked.path)
        way = self.way
        if key == SUBMIT:
            return self._let_in()
        if key == self._key(CONSENT):
            self.consented |= asked.method == "POST"
            return self._moved("/feed/") if self.consented else self._page(CONSENT, 1.2, "post")
        if key == WANTED and not self.through:
            if way.stops[0] != PICKER:
                return self._moved(way.stops[0])
            key = PICKER
        elif key == WANTED and way.ends == "fault" and way.bad == len(way.stops):
            return self._fault()
        elif key == WANTED and way.landing == CONSENT and not self.consented:
            return self._moved(CONSENT)
        if key in self.pages:
            return self._stop(self.pages[key])
        if key in ("/feed/", "/mypreferences/d/categories/account"):
            return Answer(f"{LOOK}Welcome")
        return None

    def _stop(self, number: int) -> Answer | Fault:
        way = self.way
        if way.bad == number and way.ends == "fault":
            return self._fault()
        if way.bad == number and way.ends in ("stays", "restricted"):
            return self._page("", None)
        last = number + 1 == len(way.stops)
        target = SUBMIT if last else way.stops[number + 1]
        return self._page(ORIGIN + target if target[0] == "/" else target, way.pauses[number])

    def _let_in(self) -> Answer:
        if self.dead:
            self.dead = False
            return self._moved(self.way.landing, "li_at=dead1815; Path=/; Secure; HttpOnly")
        self.through = self.imitation.signed_in = True
        return self._moved(self.way.landing, "li_at=alive1815; Path=/; Secure; HttpOnly")

    def _fault(self) -> Answer | Fault:
        kind = self.way.fault
        if kind.isdigit():
            return Answer(f"{LOOK}Not now", int(kind))
        # A look that begins just then may wait as long as the browser does, which asks twice.
        return Fault("reset" if kind == "reset" else "stall", seconds=12)

    def _page(self, target: str, pause: float | None, method: str = "get") -> Answer:
        """A page whose script goes on to `target` after `pause`, as a person would."""
        picker = "<div id=rememberme-div>Continue as</div>" if self.way.stops[0] == PICKER else ""
        form = f"<form method={method} action={json.dumps(target)}></form>"
        steps = {
            "get": f"location.href = {json.dumps(target)}",
            "post": "document.forms[0].submit()",
        }
        script = f"setTimeout(() => {{ {steps[method]} }}, {(pause or 0) * 1000})"
        goes_on = f"{form}<script>{script}</script>" if pause is not None else ""
        return Answer(f"{LOOK}{picker}<img src=/dms/late.png>{goes_on}")

    @staticmethod
    def _key(address: str) -> str:
        """An address by which its page is known: without the scheme and our own host."""
        bare = address.removeprefix(ORIGIN).removeprefix("https://")
        return bare if "challengeId" in bare else bare.split("?")[0]

    @staticmethod
    def _moved(location: str, cookie: str | None = None) -> Answer:
        return Answer(status=303, location=location, cookie=cookie)

    def attach(self, imitation: Imitation) -> None:
        """Let `imitation` know who is signed in."""
        self.imitation = imitation


def travel(here: Here, way: Journey) -> Report:
    """The report of an audit on `way`."""
    signing = Signing(way)
    server = here.serve(lambda _, asked: signing.answer(asked), Scene("x", value=way.value))
    signing.attach(server.imitation)
    return here.run("audit", **_patience(way))


def _patience(way: Journey) -> dict[str, float]:
    """Short waits where nothing will come, long ones where something must."""
    if way.ends == "stays":
        return {"login_timeout": 2.0, "timeout": 30.0}
    if way.ends == "fault":
        return {"login_timeout": 6.0, "timeout": 3.0}
    return {"login_timeout": 60.0, "timeout": 30.0}


Ended = tuple[int, str | None, str, str | None]
"""The exit code, the error's code, the state and its reason."""


def right_ends(way: Journey) -> set[Ended]:
    """What `way` may end in: of two answers the one that fits how far the person had come."""
    end = _right_end(way)
    if way.fault == "reset" and way.ends == "fault" and way.stops[0] == PICKER:
        # A script is faster than a person: what the picker asks of another host before the program
        # waits for somebody is refused, and the picker stays.
        return {end, (4, "sign_in_timeout", "unknown", "not_loaded")}
    if way.fault == "stall" and way.ends == "fault":
        # They were so fast that the program waited for the page, or that no page stood there yet.
        in_time = (3, None, "unknown", "not_loaded")
        return {end, in_time, (4, "network", "unknown", "not_loaded")}
    return {end}


def _right_end(way: Journey) -> Ended:
    if way.ends == "in":
        return (1 if way.value == "on" else 0), None, way.value, None
    if way.ends == "stays":
        return 4, "sign_in_timeout", "unknown", "not_loaded"
    if way.ends == "restricted":
        return 4, "account_restricted", "unknown", "not_loaded"
    nobody = (4, "sign_in_timeout", "unknown", "not_loaded")
    at_setting = way.bad == len(way.stops) or (way.bad == 0 and way.stops[0] == PICKER)
    if way.fault == "reset":
        return 4, "network", "unknown", "not_loaded"
    if way.fault == "stall":
        return (3, None, "unknown", "not_loaded") if way.bad == 0 else nobody
    if not at_setting:
        return nobody  # the page is LinkedIn's sign-in page all the same; the person may reload it
    return 3, None, "unknown", "not_loaded" if way.fault == "500" else "throttled"
