"""The catalogue: scenes are found by themselves, broken ones do no harm, and a picture is a pure function."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scenes
from scenes.stage.core import knobs
from scenes.stage.core.catalogue import CHAPTERS, Catalogue, Confusion, Scene, catalogue, plan, poster, render, scene
from scenes.stage.core.knobs import integer
from scenes.stage.core.marks import Rect, Text
from scenes.stage.core.stage import Stage
from scenes.stage.data.reading import SIDE, Inquiry, Maps, Reading
from scenes.stage.numbers.values import Values


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """How many steps there are."""

    count: int = integer(2, 1, 5, label="Count")


def lesson(**more: Any) -> Scene:
    """A scene of `count` steps of two seconds each, with a box that moves."""

    @scene(**{"chapter": CHAPTERS[0], "title": "Moving", "order": 1, **more})
    def moving(stage: Stage, knobs: Knobs) -> None:
        for index in range(knobs.count):
            span = stage.step(f"Step {index}", "The box moves.", 2.0)
            stage.add(Rect(x=span.t, y=0, width=1, height=1, name=f"box {index}"))
        if stage.recording is not None:
            stage.text(0, 0, f"{stage.recording}", name="recording")

    return moving


def test_a_decorated_function_is_a_scene_with_its_name_and_knobs() -> None:
    found = lesson(subtitle="a box", try_this=("Turn it.",))
    assert (found.name, found.title, found.subtitle, found.knobs) == ("moving", "Moving", "a box", Knobs)
    assert found.try_this == ("Turn it.",)
    assert (found.short, lesson(short="Box").short) == ("Moving", "Box")


def test_a_scene_needs_a_chapter_that_exists() -> None:
    with pytest.raises(ValueError, match=r"no chapter 'Nowhere'.*are 'Seeing with filters', "):
        lesson(chapter="Nowhere")


def test_a_scene_needs_to_say_which_knobs_it_has() -> None:
    with pytest.raises(TypeError, match="annotated with its Knobs class"):

        @scene(chapter=CHAPTERS[0], title="Bare", order=1)
        def bare(stage: Stage) -> None:
            """Nothing."""


def test_a_scene_needs_knobs_that_are_knobs() -> None:
    @dataclass(frozen=True)
    class Typed(knobs.Knobs):
        count: int = 2

    class Bare(knobs.Knobs):
        count: int = integer(2, 1, 5, label="Count")

    def build(stage: Stage, knobs: Knobs) -> None:
        """Nothing."""

    for kind, words in ((Typed, "Typed.count is no knob yet"), (Bare, "Bare needs the line @dataclass")):
        build.__annotations__["knobs"] = kind
        with pytest.raises(TypeError, match=words):
            scene(chapter=CHAPTERS[0], title="Bare", order=1)(build)


def test_a_frame_holds_what_was_drawn_under_the_title() -> None:
    frame = render(lesson(subtitle="a box"), Knobs(), 1.0)
    texts = [mark.text for mark in frame.marks if isinstance(mark, Text)]
    boxes = {mark.name: mark.x for mark in frame.marks if isinstance(mark, Rect)}
    assert texts == ["Moving", frame.steps[0].caption]
    assert boxes == {"box 0": 0.5, "box 1": 0.0}
    assert (frame.t, frame.seconds, frame.step) == (1.0, 4.0, 0)


def test_equal_arguments_give_equal_frames_whatever_came_before() -> None:
    moving = lesson()
    before = render(moving, Knobs(), 1.3)
    for t in (4.0, 0.0, 2.7):
        render(moving, Knobs(5), t, recording="another")
    assert render(moving, Knobs(), 1.3) == before
    assert hash(before) == hash(render(moving, Knobs(), 1.3))


@pytest.mark.parametrize(("asked", "t"), [(-5.0, 0.0), (0.0, 0.0), (4.0, 4.0), (4.1, 4.0), (1e9, 4.0)])
def test_beyond_the_ends_stand_the_first_and_the_last_picture(asked: float, t: float) -> None:
    assert render(lesson(), Knobs(), asked) == render(lesson(), Knobs(), t)
    assert render(lesson(), Knobs(), asked).t == t


@pytest.mark.parametrize("t", [math.nan, math.inf])
def test_a_time_must_be_a_number(t: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        render(lesson(), Knobs(), t)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_plan_depends_on_the_knobs_and_not_on_the_time(count: int) -> None:
    steps = plan(lesson(), Knobs(count))
    assert len(steps) == count
    assert all(render(lesson(), Knobs(count), t).steps == steps for t in (0.0, 1.9, 2.0, 99.0))


def test_a_scene_may_look_at_a_recording() -> None:
    words = [mark.text for mark in render(lesson(), Knobs(), 0.0, "a run").marks if isinstance(mark, Text)]
    assert "a run" in words


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules count as scenes; the catalogue is read anew, before and after."""
    monkeypatch.setattr(scenes, "__path__", [*scenes.__path__, str(tmp_path)])
    catalogue.cache_clear()
    yield tmp_path
    catalogue.cache_clear()


LESSON = """
from dataclasses import dataclass
from scenes.stage.core import knobs
from scenes.stage.core.catalogue import scene
@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    pass
@scene(chapter={chapter!r}, title="Added", order={order})
def {name}(stage, knobs: Knobs):
    stage.step("Only", "One step.")
"""


def test_a_new_file_is_a_new_scene_in_its_place(shelf: Path) -> None:
    (shelf / "added_late.py").write_text(LESSON.format(chapter=CHAPTERS[-1], order=99, name="late"))
    (shelf / "added_first.py").write_text(LESSON.format(chapter=CHAPTERS[0], order=-1, name="first"))
    names = [each.name for each in catalogue().scenes]
    assert (names[0], names[-1]) == ("first", "late")
    assert "convolution" in names
    assert catalogue().find("late").title == "Added"


@pytest.mark.parametrize("content", ["1 / 0", "import nowhere_at_all", "def broken(:"])
def test_a_broken_file_is_named_and_the_others_stay(shelf: Path, content: str) -> None:
    name = f"broken_{abs(hash(content))}"
    (shelf / f"{name}.py").write_text(content)
    assert [module for module, _ in catalogue().broken] == [name]
    assert "Error: " in catalogue().broken[0][1]
    assert catalogue().broken[0][1].endswith(f"(scenes/{name}.py, line 1)")
    with pytest.raises(KeyError, match=rf"scenes/{name} could not be read as a scene: \w*Error"):
        catalogue().find(name)
    assert catalogue().find("convolution").name == "convolution"


def test_the_shipped_scenes_are_all_in_order() -> None:
    assert catalogue().broken == ()
    places = [(CHAPTERS.index(each.chapter), each.order) for each in catalogue().scenes]
    assert places == sorted(places)


def test_a_missing_scene_is_said_with_the_names_there_are() -> None:
    with pytest.raises(KeyError, match=r"no scene named 'nothing'; the scenes are .*convolution"):
        catalogue().find("nothing")


def test_a_scene_is_found_by_its_old_name_unless_another_has_that_now() -> None:
    first, second, *_ = catalogue().scenes
    renamed = replace(first, name="split", was=("whole", second.name))
    both = Catalogue((renamed, second))
    assert both.find("whole") is renamed
    assert both.find(second.name) is second


def test_a_confusion_turns_a_knob_that_there_is() -> None:
    more = Confusion("count", lambda knobs: knobs.count + 1, "One step too many is counted.", "C0/fencepost")
    one = Confusion("count", 1, "Only one step is counted.")
    assert lesson(confusions=(more, one)).confusions == (more, one)
    assert [each.wanted(Knobs(count=3)) for each in (more, one)] == [4, 1]
    with pytest.raises(ValueError, match="There is no knob named 'steps'"):
        lesson(confusions=(Confusion("steps", 1, "No."),))


def asks(brightness: int) -> Inquiry:
    """What the scene below would like to read."""
    return Inquiry("a-network", Maps(Values(np.full((3, SIDE, SIDE), brightness, np.uint8))))


def read(number: float) -> Reading:
    """An answer that holds one number."""
    return Reading(Values(np.full(1000, number, np.float32)))


@scene(chapter=CHAPTERS[0], title="Asking", order=1)
def asking(stage: Stage, knobs: Knobs) -> None:
    """Each step asks for another picture, and writes the number that came."""
    for index in range(knobs.count):
        span = stage.step(f"Step {index}", "A network is asked.", 2.0)
        if span.active:
            found = stage.reading(asks(index))
            stage.text(0, 0, "not yet" if found is None else f"{found.logits.array[0]:g}", name="answer")


def told(frame: Any) -> list[str]:
    """The answers written in a frame."""
    return [mark.text for mark in frame.marks if isinstance(mark, Text) and mark.name == "answer"]


def test_a_scene_is_given_the_readings_at_hand_and_says_which_others_it_wants() -> None:
    bare = render(asking, Knobs(), 1.0)
    assert (told(bare), bare.wanted) == (["not yet"], (asks(0),))
    given = render(asking, Knobs(), 1.0, readings={asks(0).digest: read(7.0)})
    assert (told(given), given.wanted) == (["7"], ())
    assert given.steps == bare.steps
    assert poster(asking, readings={asks(1).digest: read(5.0)}).wanted == ()
    assert told(poster(asking, readings={asks(1).digest: read(5.0)})) == ["5"]


def test_what_has_come_in_part_is_drawn_and_still_wanted() -> None:
    part = Reading(Values(np.full(1000, 7.0, np.float32)), done=0.5)
    half = render(asking, Knobs(), 1.0, readings={asks(0).digest: part})
    assert (told(half), half.wanted) == (["7"], (asks(0),))
    stage = Stage(0.0, readings={asks(0).digest: part})
    assert (stage.come_of(asks(0)), stage.come_of(asks(1)), stage.wanted) == (part, None, {})


def test_between_two_steps_both_are_wanted_and_what_comes_is_drawn() -> None:
    between = render(asking, Knobs(), 2.3)
    assert between.coming is not None
    assert between.wanted == (asks(0), asks(1))
    half = render(asking, Knobs(), 2.3, readings={asks(0).digest: read(7.0)})
    assert half.wanted == (asks(1),)
    both = render(asking, Knobs(), 2.3, readings={asks(index).digest: read(7.0) for index in range(2)})
    assert both.wanted == ()
    assert set(told(both)) == {"7"}


@scene(chapter=CHAPTERS[0], title="Going on", order=1)
def going_on(stage: Stage, knobs: Knobs) -> None:
    """Each step writes the last number as long as its own has not come."""
    for index in range(2):
        span = stage.step(f"Step {index}", "A network is asked.", 2.0)
        if span.active:
            found = stage.reading(asks(knobs.count)) or stage.last_reading(asks(knobs.count))
            stage.text(0, 0, "not yet" if found is None else f"{found.logits.array[0]:g}", name="answer")


def test_what_was_read_last_stands_until_the_answer_comes() -> None:
    kin = asks(0).kin
    assert kin == asks(5).kin
    frame = render(going_on, Knobs(), 1.0, readings={kin: read(4.0)})
    assert (told(frame), frame.wanted) == (["4"], (asks(Knobs().count),))
    came = render(going_on, Knobs(), 1.0, readings={kin: read(4.0), asks(Knobs().count).digest: read(7.0)})
    assert (told(came), came.wanted) == (["7"], ())


def test_between_two_steps_stands_what_was_read_last() -> None:
    kin = asks(0).kin
    for number in (4.0, 5.0):
        assert set(told(render(going_on, Knobs(), 2.3, readings={kin: read(number)}))) == {f"{number:g}"}


def test_looking_closer_does_not_forget_what_is_wanted() -> None:
    frame = render(asking, Knobs(), 1.0)
    assert frame.captioned().wanted == frame.alone().wanted == frame.wanted
