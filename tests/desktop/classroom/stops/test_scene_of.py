from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.stops.foreign import Foreign
from desktop.classroom.stops.scene_of import StopError, end_scene, scene_of, steps_of
from desktop.pictures.answers import PictureError
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.marks import Text
from scenes.stage.data.pictures import SLIDE_SIDE


def stop(**fields: Any) -> Stop:
    return Stop(id="here", **fields)


def words(of: Stop, folder: Path, **more: Any) -> list[str]:
    found = scene_of(of, folder, **more)
    frame = render(found.scene, found.knobs, 1e3)
    return [each.mark.text for each in frame.placed() if isinstance(each.mark, Text)]


def test_a_scene_of_the_course_is_itself_with_the_knobs_of_the_stop(tmp_path: Path) -> None:
    found = scene_of(stop(scene="convolution", knobs={"bias": 2.0}), tmp_path)
    assert found.scene is catalogue().find("convolution") or found.scene == catalogue().find("convolution")
    assert found.knobs.bias == 2.0  # type: ignore[attr-defined]
    assert steps_of(stop(scene="convolution"), tmp_path) == plan(found.scene, found.scene.knobs())


def test_a_stop_may_have_a_title_of_its_own(tmp_path: Path) -> None:
    assert scene_of(stop(scene="convolution", title="By hand"), tmp_path).scene.title == "By hand"
    assert scene_of(stop(lab="race", title="The race"), tmp_path).scene.title == "The race"


def test_knobs_look_at_pictures_beside_the_lesson(tmp_path: Path) -> None:
    Image.new("L", (9, 8), 7).save(tmp_path / "cat.png")
    found = scene_of(stop(scene="convolution", knobs={"picture": "file:cat.png"}), tmp_path)
    assert (found.knobs.picture.name, found.knobs.picture.shape) == ("cat", (1, 8, 9))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"scene": "convolutoin"}, 'There is no scene "convolutoin"; did you mean "convolution"?'),
        ({"lab": "rase"}, 'There is no run of the lab "rase"; did you mean "race"?'),
        ({"scene": "convolution", "knobs": {"stride": 99}}, "stride goes from"),
        ({"scene": "convolution", "knobs": {"strid": 1}}, "There is no knob named 'strid'"),
        ({"scene": "convolution", "knobs": {"picture": "file:none.png"}}, "There is no file none.png."),
        ({"scene": "convolution", "knobs": {"picture": "file:../no.png"}}, "must lie beside the lesson"),
        ({"card": "words", "knobs": {"stride": 1}}, "There is no knob named 'stride'; the knobs are none."),
    ],
)
def test_what_can_not_be_shown_is_said_in_one_sentence(tmp_path: Path, fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(StopError) as refused:
        scene_of(stop(**fields), tmp_path)
    assert sentence in str(refused.value)


def test_a_slide_that_can_not_be_read_says_so_and_the_class_goes_on(tmp_path: Path) -> None:
    assert words(stop(picture="none.png"), tmp_path) == ["There is no file none.png."]
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    assert "broken.png" in " ".join(words(stop(picture="broken.png", title="Mine"), tmp_path))
    assert "beside the lesson" in " ".join(words(stop(picture="../secret.png"), tmp_path))


def test_a_slide_that_is_ready_is_not_read_again(tmp_path: Path) -> None:
    problem = PictureError("It was broken.")
    ready = {Foreign(tmp_path / "slide.png", SLIDE_SIDE): problem}
    assert words(stop(picture="slide.png"), tmp_path, ready=ready) == ["It was broken."]


def test_the_same_stop_gives_the_same_scene(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20), "red").save(tmp_path / "slide.png")
    for fields in ({"card": "# A\n\n- b"}, {"picture": "slide.png"}, {"lab": "race"}, {"scene": "gap"}):
        assert scene_of(stop(**fields), tmp_path) == scene_of(stop(**fields), tmp_path)


def test_a_lesson_ends_with_a_card() -> None:
    scene = end_scene(Lesson(convoscope=1, id="a", title="CNNs in 60 minutes", stop=(stop(card="a"),)))
    frame = render(scene, scene.knobs(), 0.0)
    assert [each.mark.text for each in frame.placed() if isinstance(each.mark, Text)] == [
        "CNNs in 60 minutes", "End", "Page Up goes back",
    ]  # fmt: skip
