"""The imitation's settings pages: an empty shell, and what fixtures/linkedin.js draws in it."""

from __future__ import annotations

import json
from typing import Any

from auditor.demo.fixtures import fixture, table
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import Labels, Setting, catalog


def settings_page(path: str, scene: Scene) -> str:
    """The page of a setting or of a category, as HTML."""
    words = catalog().words.get(scene.language)
    content = {
        **table("pages.toml"),
        "path": path,
        "language": scene.language,
        "stateWords": {"on": words.on[0], "off": words.off[0]} if words else {},
        "settings": [_described(one, scene.language) for one in catalog().settings.values()],
        "isAmbiguous": scene.ambiguous,
        "flips": scene.flips,
    }
    page = fixture("shell.html").read_text("utf-8")
    page = page.replace("{{language}}", scene.language)
    page = page.replace("{{demo}}", table("pages.toml")["words"][scene.language]["demo"])
    return page.replace("{{content}}", json.dumps(content).replace("</", "<\\/"))


def saved_as(setting: Setting) -> str:
    """The last part of the address at which the imitation saves a setting: LinkedIn's key.

    Where the key is not known it is the end of the page's path, invented for the imitation.
    """
    return setting.key or setting.path.rsplit("/", 1)[-1]


def _described(setting: Setting, language: str) -> dict[str, Any]:
    """A setting as fixtures/linkedin.js takes it; words that are not known are empty."""
    labels = setting.labels.get(language, Labels(toggle=(), title=(), row=()))
    return {
        "id": setting.id,
        "path": setting.path,
        "category": setting.category_path,
        "key": saved_as(setting),
        "heading": "".join(labels.title[:1]),
        "label": "".join(labels.toggle[:1]),
        "row": "".join(labels.row[:1]),
        "help": setting.help_url,
        "delayHours": setting.delay_hours,
    }
