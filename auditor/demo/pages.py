"""The imitation's settings pages: an empty shell, and what fixtures/linkedin.js draws in it."""

import json
from typing import Any

from auditor.demo import fixture, table
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import Setting, catalog


def settings_page(path: str, scene: Scene) -> str:
    """The page of a setting or of a category, as HTML."""
    words = catalog().words.get(scene.language)
    content = {
        **table("pages.toml"),
        "path": path,
        "language": scene.language,
        "stateWords": {"on": words.on[0], "off": words.off[0]} if words else {},
        "settings": [_described(setting, scene) for setting in catalog().settings.values()],
        "isAmbiguous": scene.ambiguous,
        "flips": scene.flips,
    }
    page = fixture("shell.html").read_text("utf-8").replace("{{language}}", scene.language)
    page = page.replace("{{demo}}", table("pages.toml")["words"][scene.language]["demo"])
    return page.replace("{{content}}", json.dumps(content).replace("</", "<\\/"))


def saved_as(setting: Setting) -> str:
    """The last part of the address at which the imitation saves a setting: LinkedIn's key.

    Where the key is not known it is the end of the page's path, invented for the imitation.
    """
    return setting.key or setting.path.rsplit("/", 1)[-1]


def _described(setting: Setting, scene: Scene) -> dict[str, Any]:
    """A setting as fixtures/linkedin.js takes it; words that are not known are empty."""
    labels = setting.labels.get(scene.language)
    return {
        "id": setting.id,
        "path": setting.path,
        "category": setting.category_path,
        "key": saved_as(setting),
        "heading": next(iter(labels.title), "") if labels else "",
        "label": next(iter(labels.toggle), "") if labels else "",
        "row": next(iter(labels.row), "") if labels else "",
        "help": setting.help_url,
        "delayHours": setting.delay_hours,
    }
