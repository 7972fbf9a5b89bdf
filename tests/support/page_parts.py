"""Small parts from which page variants are put together: controls, names, containers, shells.

Each part is a function from the state it shows to HTML; nothing here knows a right answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from itertools import count

from auditor.linkedin.catalog import catalog

SETTING = catalog().settings["ai-training"]
KEY = SETTING.key
PATH = SETTING.path
CATEGORY = SETTING.category_path
TITLE = SETTING.title
LABEL = SETTING.labels["en"].toggle[0]
OPPOSITE = "Keep my data out of AI training"

LANGUAGES: dict[str, str] = {
    **{tag: known.toggle[0] for tag, known in SETTING.labels.items() if known.toggle},
    "hu": "Adataim felhasználása tartalomkészítő MI-modellek tanítására",
    "sv": "Använd mina data för att träna AI-modeller som skapar innehåll",
    "tr": "Verilerimi içerik oluşturan yapay zekâ modellerini eğitmek için kullan",
    "ar": "استخدام بياناتي لتدريب نماذج الذكاء الاصطناعي",
    "he": "שימוש בנתונים שלי לאימון מודלים של בינה מלאכותית",
    "": LABEL,
}
"""The switch's label by page language; no tag at all for a page without `lang`."""
UNKNOWN_LANGUAGES = tuple(tag for tag in LANGUAGES if tag and tag not in SETTING.labels)

_HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"
_COVERED = "position:absolute;inset:0;opacity:0;z-index:-1"
_TRACK = '<i style="display:inline-block;width:40px;height:20px;background:#777"></i>'

Row = Callable[[str], str]
"""From the state shown to HTML."""

# --- controls ---------------------------------------------------------------------------------

_NATIVE_MARKS = {
    "on": "checked",
    "off": "",
    "mixed": 'aria-checked="mixed"',
    "empty": 'aria-checked=""',
    "indeterminate": "data-indeterminate",
    "checked, aria false": 'checked aria-checked="false"',
    "unchecked, aria true": 'aria-checked="true"',
}
_ARIA_VALUES = {"on": "true", "off": "false", "mixed": "mixed", "empty": "", "odd": "yes"}
INDETERMINATE = (
    "<script>for (const el of document.querySelectorAll('[data-indeterminate]'))"
    " el.indeterminate = true</script>"
)


def native(style: str = "", role: str = 'role="switch"', disabled: str = "") -> Control:
    """A native checkbox beside the track that a style sheet would draw."""

    def html(state: str, attributes: str) -> str:
        marks = f"{role} {attributes} {_NATIVE_MARKS[state]} {disabled}"
        box = f'<input type="checkbox" {marks} style="{style}">'
        return f'<span style="position:relative">{box}{_TRACK}</span>'

    return Control(html, labelable=True)


def aria(tag: str, role: str, attribute: str = "aria-checked", more: str = "") -> Control:
    """An element of `tag` that says its state in an ARIA attribute."""

    def html(state: str, attributes: str) -> str:
        mark = "" if state == "missing" else f'{attribute}="{_ARIA_VALUES[state]}"'
        marks = " ".join(filter(None, [role and f'role="{role}"', mark, attributes, more]))
        return f'<{tag} tabindex="0" {marks}>{_TRACK}</{tag}>'

    return Control(html, labelable=tag == "button")


def radios(on: str = "On", off: str = "Off", values: bool = True) -> Control:
    """Two radio buttons in a group, one for on and one for off."""

    def side(name: str, mine: str, state: str, text: str) -> str:
        value = f'value="{mine}"' if values else ""
        chosen = "checked" if state == mine else ""
        return f'<label><input type="radio" name="{name}" {value} {chosen}> {text}</label><br>'

    def html(state: str, attributes: str) -> str:
        name = f"choice{next(_numbers)}"
        both = side(name, "on", state, on) + side(name, "off", state, off)
        return f'<div role="radiogroup" {attributes}>{both}</div>'

    return Control(html, labelable=False)


def nested(state: str, attributes: str) -> str:
    """A custom switch with the native checkbox inside it."""
    inner = f'<input type="checkbox" tabindex="-1" {_NATIVE_MARKS[state]} style="{_HIDDEN}">'
    value = _ARIA_VALUES[state]
    return f'<div role="switch" tabindex="0" aria-checked="{value}" {attributes}>{inner}</div>'


@dataclass(frozen=True)
class Control:
    """One way to build a switch."""

    html: Callable[[str, str], str]
    """From the state and further attributes to HTML."""
    labelable: bool
    """Whether a label element can name it."""


CONTROLS: dict[str, Control] = {
    "native": native(),
    "native hidden": native(_HIDDEN),
    "native covered": native(_COVERED),
    "native not drawn": native("display:none"),
    "checkbox": native(role=""),
    "disabled": native(disabled="disabled"),
    "button switch": aria("button", "switch"),
    "div switch": aria("div", "switch"),
    "span checkbox": aria("span", "checkbox"),
    "aria-disabled": aria("div", "switch", more='aria-disabled="true"'),
    "pressed": aria("button", "", "aria-pressed"),
    "pressed div": aria("div", "button", "aria-pressed"),
    "radios": radios(),
    "radios by value": radios("✓", "✗"),
    "nested": Control(nested, labelable=False),
}

# --- names ------------------------------------------------------------------------------------

_numbers = count()


def by_key(control: Control, state: str, label: str) -> str:
    """`aria-labelledby` names the key and no element, as LinkedIn's does."""
    return f"<span>{label}</span>" + control.html(state, f'aria-labelledby="{KEY}"')


def by_key_element(control: Control, state: str, label: str) -> str:
    """`aria-labelledby` names the key, and an element has that id."""
    named = control.html(state, f'aria-labelledby="{KEY}"')
    return f'<span id="{KEY}">{label}</span>{named}'


def by_reference(control: Control, state: str, label: str) -> str:
    """`aria-labelledby` names an element with an id of no meaning."""
    id_ = f"ember{next(_numbers)}"
    named = control.html(state, f'aria-labelledby="{id_}"')
    return f'<span id="{id_}">{label}</span>{named}'


def by_label_for(control: Control, state: str, label: str) -> str:
    """A label element names the control by its id."""
    id_ = f"ember{next(_numbers)}"
    return f'<label for="{id_}">{label}</label>' + control.html(state, f'id="{id_}"')


def by_label_around(control: Control, state: str, label: str) -> str:
    """The control stands inside its label element."""
    return f"<label>{label} {control.html(state, '')}</label>"


def by_aria_label(control: Control, state: str, label: str) -> str:
    """`aria-label` names the control, and no text is shown."""
    return control.html(state, f'aria-label="{escape(label, quote=True)}"')


def by_row(control: Control, state: str, label: str) -> str:
    """The control has no name; its label stands beside it."""
    return f"<div><p>{label}</p></div><div>{control.html(state, '')}</div>"


NAMES = {
    "key": by_key,
    "key element": by_key_element,
    "labelledby": by_reference,
    "label for": by_label_for,
    "label around": by_label_around,
    "aria-label": by_aria_label,
    "row": by_row,
}
NEEDS_LABELABLE = ("label for", "label around")


def row(control: str = "native", name: str = "key", label: str = LABEL, word: str = "") -> Row:
    """A row with one control, its label and, beside it, an on/off word."""

    def html(state: str) -> str:
        shown = f"<span>{word}</span>" if word else ""
        named = NAMES[name](CONTROLS[control], state, label)
        return f'<div class="row">{named}{shown}</div>'

    return html


# --- containers -------------------------------------------------------------------------------


def in_shadow(inner: Row) -> Row:
    """In an open shadow root, inside another one."""
    template = '<div><template shadowrootmode="open">{}</template></div>'
    return lambda state: template.format(template.format(inner(state)))


def in_frame_text(inner: Row) -> Row:
    """In a frame whose document is written in an attribute."""
    return lambda state: f'<iframe srcdoc="{escape(document(inner(state)), quote=True)}"></iframe>'


def in_frame(_inner: Row) -> Row:
    """In a frame of the same origin; its documents are `framed`."""
    return lambda state: f'<iframe src="/psettings/framed/{state}"></iframe>'


CONTAINERS: dict[str, Callable[[Row], Row]] = {
    "main": lambda inner: inner,
    "no main": lambda inner: inner,
    "shadow": in_shadow,
    "frame text": in_frame_text,
    "frame": in_frame,
}

# --- shells -----------------------------------------------------------------------------------


def document(body: str, lang: str = "en", head: str = "") -> str:
    """A whole document around `body`."""
    attributes = (f' lang="{lang}"' if lang else "") + (
        ' dir="rtl"' if lang in ("ar", "he") else ""
    )
    head = f'<meta charset="utf-8"><title>LinkedIn</title><link rel="icon" href="data:,">{head}'
    return f"<!doctype html><html{attributes}><head>{head}</head><body>{body}</body></html>"


def page(inner: str, lang: str = "en", after: str = "", main: bool = True) -> str:
    """A settings page with `inner` under its title, in `main` unless told otherwise."""
    known = SETTING.labels.get(lang)
    title = known.title[0] if known else TITLE if not lang else "…"
    content = f'<h1>{title}</h1><div id="slot">{inner}</div><p><a href="/help">?</a></p>'
    tag = 'main id="workspace"' if main else 'div id="workspace"'
    body = f"<header><b>in</b></header><{tag}>{content}</{tag.split()[0]}>{after}"
    return document(body, lang)


def listing(*paths: str, more: str = "") -> str:
    """The category page with rows that lead to `paths`."""
    rows = "".join(f'<li><a href="{path}">{path.split("/")[-1]}</a></li>' for path in paths)
    return document(f"<main><h1>Data privacy</h1><ul>{rows}</ul>{more}</main>")


OTHER_PATH = "/mypreferences/d/settings/policy-and-academic-research"
OTHERS_LISTED = listing(OTHER_PATH, "/mypreferences/d/settings/ads-by-age")
ALL_LISTED = listing(OTHER_PATH, PATH)
