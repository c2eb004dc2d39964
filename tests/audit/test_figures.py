"""A small scene whose figures are known, and the scenes that are held to the aims."""

from __future__ import annotations

import pytest

from scenes.stage.core import knobs
from scenes.stage.core.catalogue import Scene, catalogue, scene
from scenes.stage.core.marks import Rect, Role
from scenes.stage.core.stage import Stage
from tests.audit.aims import AIMS, exceptions, problems
from tests.audit.figures import MOMENTS, measured, moments

CAPTION = "One box fills a part of the stage below it."
BY_THE_CLOCK = {aim.name for aim in AIMS if aim.by_the_clock}


@scene(chapter="Seeing with filters", title="Boxes", order=1)
def boxes(stage: Stage, knobs: knobs.Knobs) -> None:
    """Half of the picture is filled, all at once the whole of it; then the box sinks. Captions are all the same."""
    stage.step("Half", CAPTION, 2.0)
    whole = stage.step("Whole", CAPTION, 1.0, cut=True)
    down = stage.step("Down", CAPTION, 2.0)
    stage.poster(down)
    side, top = 1600.0 if whole.begun else 800.0, 124.0 if down.begun else 104.0
    stage.add(Rect(x=0, y=top, width=side, height=680, fill=1.0, role=Role.OUTPUT, name="box"))
    stage.text(56, 400, "a word", size=20 + 10 * whole.motion, name="word")


def test_moments_are_one_in_each_fifth_of_a_second_and_nowhere_regular() -> None:
    found = moments(2.0, 4.0)
    assert [int((t - 2.0) * MOMENTS) for t in found] == list(range(10))
    assert len({round((t * MOMENTS) % 1, 3) for t in found}) == 10
    assert len(moments(0.0, 0.01)) == 1


def test_a_scene_is_measured_step_by_step(qapp: object) -> None:
    half, whole, down = measured(boxes, every_frame=True).steps
    assert (half.title, half.seconds, half.words, half.pace) == ("Half", 2.0, 10, 5.0)
    assert 0.425 < half.use < 0.5  # the box has 17 of 20 rows of blocks; the caption and the dots have some as well
    assert whole.use - half.use == pytest.approx(0.425, abs=1 / 800)
    assert (half.sizes.words, whole.sizes.words) == (20, 30)
    assert (half.still, half.change, half.tiles) == (1.0, None, None)
    assert 0 < whole.still < 1
    assert whole.change == pytest.approx(0.5 * 680 / 900, abs=0.01)
    assert (half.declared, whole.declared, whole.jump) == (False, True, None)
    assert down.still == 1  # its transition apart
    assert down.change == pytest.approx(0, abs=0.01)
    assert down.jump is not None
    assert down.jump.place == pytest.approx(20 * 1.875 / 30, abs=0.01)
    assert 0 < down.jump.opacity < 0.2  # the dot of the present step is another one
    assert [step.poster for step in (half, whole, down)] == [False, False, True]
    assert [step.flashes for step in (half, whole, down)] == [0, 0, 0]
    assert len(half.costs) == 99


def test_a_few_frames_are_enough_where_time_is_short(qapp: object) -> None:
    half, *_ = measured(boxes).steps
    assert half.flashes is None
    assert len(half.costs) == 2 * MOMENTS


HELD = [scene for scene in catalogue().scenes if not exceptions().get(scene.name)]


@pytest.mark.parametrize("lesson", HELD, ids=lambda lesson: lesson.name)
def test_scenes_that_are_let_off_nothing_come_up_to_all_aims(lesson: Scene, qapp: object) -> None:
    found = problems([measured(lesson)], {lesson.name: BY_THE_CLOCK})
    assert not found, "\n".join(found)
