"""The scenes of `--demo`, and what each setting shows in them."""

import re

import pytest

from auditor.demo.scenes import Scene, scene, scenes
from auditor.errors import UsageError
from auditor.linkedin.catalog import catalog


def test_every_scene_says_what_it_is():
    """Each scene has a name that can be typed and a sentence about it."""
    for name, known in scenes().items():
        assert re.fullmatch(r"[a-z-]+", name)
        assert known.about.endswith(".")


def test_a_setting_shows_what_the_scene_says():
    """`ai-training` follows the scene's value, another setting its own row or else that value."""
    shown = Scene("x", value="off", others={"research": "down"})
    assert ["off", "down", "off"] == [
        shown.fate(id_) for id_ in ("ai-training", "research", "ads-age")
    ]
    assert "not-offered" == Scene("x", offered=False).fate("ai-training")


def test_the_rows_of_the_scenes_name_settings():
    """Each row of `others` is a setting of the catalog and a fate that the imitation knows."""
    fates = {"on", "off", "not-offered", "down", "moved"}
    for id_, fate in Scene("x").others.items():
        assert (True, True) == (id_ in catalog().settings, fate in fates), id_


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("flip", "Did you mean flips?"),
        ("xyz", "Scenes: on, off, "),
        ("ads-age", "Name the setting before the option: ads-age --demo."),
    ],
)
def test_an_unknown_scene_is_named(name, hint):
    """A scene that does not exist is an error that says what may have been meant."""
    with pytest.raises(UsageError, match=f"There is no demo scene called {name}.") as raised:
        scene(name)
    assert hint in raised.value.hint
