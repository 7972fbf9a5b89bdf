"""The scenes of `--demo`, and what the other settings show in them."""

import re

from auditor.demo.scenes import Scene, scenes
from auditor.linkedin.catalog import catalog


def test_every_scene_says_what_it_is():
    """Each scene has a name that can be typed and a sentence about it."""
    for name, known in scenes().items():
        assert re.fullmatch(r"[a-z-]+", name)
        assert known.about.endswith(".")


def test_the_rows_of_the_scenes_name_settings():
    """Each row of `others` is a setting of the catalog and a fate that the imitation knows."""
    fates = {"on", "off", "not-offered", "down", "moved"}
    for id_, fate in Scene("x").others.items():
        assert (True, True) == (id_ in catalog().settings, fate in fates), id_
