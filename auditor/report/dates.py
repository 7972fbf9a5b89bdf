"""Days and times as people write them, in their language and in the time zone of this computer."""

from __future__ import annotations

from datetime import date, datetime

from auditor.i18n import language

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def day(moment: date | str) -> str:
    """`29 November 2026`; a text that is no ISO 8601 day is returned as it is."""
    if isinstance(moment, str):
        try:
            moment = date.fromisoformat(moment)
        except ValueError:
            return str(moment)
    if isinstance(moment, datetime):
        moment = moment.astimezone()
    month = _MONTHS[language()].split()[moment.month - 1]
    number = "1er" if language() == "fr" and moment.day == 1 else str(moment.day)
    return f"{number} {month} {moment.year}"


def clock(moment: datetime) -> str:
    """`14:05:30`."""
    return f"{moment.astimezone():%H:%M:%S}"


def zone(moment: datetime) -> str:
    """`UTC+01:00`, or `UTC` where that is the zone of this computer."""
    offset = f"{moment.astimezone():%z}"
    return "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:5]}"
