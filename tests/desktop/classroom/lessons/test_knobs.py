from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desktop.classroom.lessons.knobs import blank, is_beside, picture_files, turned
from desktop.classroom.lessons.model import Stop
from desktop.classroom.lessons.reading import read
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import KnobError
from scenes.stage.data.pictures import from_array
from scenes.stage.data.published import LITE


def test_knobs_of_a_stop_have_the_pictures_beside_the_lesson() -> None:
    scene = catalogue().find("convolution")
    stop = Stop(id="a", scene="convolution", knobs={"picture": "file:cat.jpg", "stride": 2})
    cat = from_array("cat", np.ones((3, 20, 20), np.uint8))
    assert picture_files(stop) == ("cat.jpg",)
    knobs = turned(scene, stop, {"cat.jpg": cat})
    assert (getattr(knobs, "picture"), getattr(knobs, "stride")) == (cat, 2)  # noqa: B009
    assert getattr(turned(scene, stop), "picture") == blank()  # noqa: B009
    with pytest.raises(KnobError, match="stride goes from 1 to 3, not 9"):
        turned(scene, Stop(id="a", scene="convolution", knobs={"stride": 9}))
    assert picture_files(Stop(id="a", picture="file:me.png")) == ("me.png",)


@pytest.mark.parametrize("name", ["cat.jpg", "pictures/cat.jpg", "a..b.png", "ein Bild.png"])
def test_a_file_beside_the_lesson(name: str) -> None:
    assert is_beside(name)


@pytest.mark.parametrize(
    "name", ["", " ", "/cat.jpg", "../cat.jpg", "a/../../b", "C:\\cat.jpg", "C:cat.jpg", "..\\c", "\\\\a\\b\\c"]
)
def test_a_file_elsewhere(name: str) -> None:
    assert not is_beside(name)


def test_a_stop_about_a_network_that_is_gone_shows_the_one_that_ships(tmp_path: Path) -> None:
    gone = (tmp_path / "gone").as_posix()
    stop = f"""
[[stop]]
id = "opened"
scene = "real_network"
knobs = {{ of = {{ network = "resnet-18", folder = "{gone}" }}, block = 8, layer = "conv1", map = 0, blur = 3 }}
"""
    found = read(f'convoscope = 1\nid = "a"\ntitle = "A"\n{stop}')
    assert found.faults == ()
    assert found.lesson is not None
    assert found.lesson.stop[0].knobs["block"] == 8
    shown = turned(catalogue().find("real_network"), found.lesson.stop[0])
    assert (getattr(shown, "of"), getattr(shown, "block"), getattr(shown, "blur")) == (LITE, 5, 3)  # noqa: B009
    wrong = stop.replace("blur = 3", "blur = 30")
    assert read(f'convoscope = 1\nid = "a"\ntitle = "A"\n{wrong}').faults
