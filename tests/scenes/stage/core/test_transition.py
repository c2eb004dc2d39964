"""One step's picture turns into the next one's: what is the same thing moves, the rest goes and comes."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise

import numpy as np
import pytest

from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Rect, Role, Text, lettering
from scenes.stage.core.placing import Box, Placed
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import TRANSITION
from scenes.stage.core.transition import FARTHEST, between
from scenes.stage.numbers.values import Values

FRAMES_PER_SECOND = 50


def frame(*marks: AnyMark, view: Box | None = None) -> Frame:
    return Frame(marks, (), 0.0) if view is None else Frame(marks, (), 0.0, view)


def box(x: float, y: float = 0.0, **fields: object) -> Rect:
    return replace(Rect(x=x, y=y, width=10.0, height=20.0, name="box"), **fields)  # type: ignore[arg-type]


def grid(*numbers: float, x: float = 0.0, side: float = 50.0) -> Grid:
    values = Values(np.array([numbers]))
    return Grid(values=values, origin=(x, 0.0), u=(side, 0.0), v=(0.0, side), name="grid")


def half(before: Frame, after: Frame) -> list[Placed]:
    return list(between(before, after, 0.5).placed())


def test_what_has_the_same_name_is_half_way_at_half_time() -> None:
    [found] = half(frame(box(0.0)), frame(box(100.0, 40.0, width=30.0, opacity=0.5)))
    assert isinstance(found.mark, Rect)
    assert (found.mark.x, found.mark.y, found.mark.width, found.mark.height) == (50.0, 20.0, 20.0, 20.0)
    assert found.opacity == 0.75


def test_groups_and_the_view_are_part_of_where_a_thing_stands() -> None:
    before = frame(Group(marks=(box(10.0),), dx=90.0, scale=2.0))
    [found] = half(before, frame(box(0.0), view=Box(0.0, 0.0, 800.0)))
    assert isinstance(found.mark, Rect)
    assert (found.mark.x, found.mark.width) == ((90.0 + 20.0 + 0.0) / 2, 20.0)


def test_words_without_a_name_are_the_same_where_they_are_equal() -> None:
    [found] = half(frame(lettering(0.0, 0.0, "input", size=20.0)), frame(lettering(60.0, 0.0, "input", size=40.0)))
    assert isinstance(found.mark, Text)
    assert (found.mark.x, found.mark.size, found.opacity) == (30.0, 30.0, 1.0)


def test_of_two_with_a_name_the_second_is_the_second() -> None:
    places = [each.mark.x for each in half(frame(box(0.0), box(100.0)), frame(box(10.0), box(110.0)))]  # type: ignore[union-attr]
    assert places == [5.0, 105.0]


def test_what_goes_is_gone_at_half_time_and_what_comes_is_not_there_before() -> None:
    before, after = frame(box(0.0, name="goes")), frame(box(0.0, name="comes"))
    seen = {share: [each.mark.name for each in between(before, after, share).placed()] for share in (0.1, 0.5, 0.9)}
    assert seen == {0.1: ["goes"], 0.5: [], 0.9: ["comes"]}


def test_what_goes_lies_over_what_it_lay_over() -> None:
    before = frame(grid(1.0), box(0.0, name="frame"), box(50.0, name="other"))
    after = frame(box(50.0, name="new"), grid(1.0), box(50.0, name="other"))
    names = [each.mark.name for each in between(before, after, 0.25).placed()]
    assert names == ["grid", "frame", "other"]


def test_other_numbers_in_the_same_cells_cover_the_old_ones_before_those_go() -> None:
    before, after = frame(grid(1.0, 2.0)), frame(grid(1.0, 3.0, x=100.0, side=100.0))
    for share in np.linspace(0.02, 0.98, 49):
        seen = list(between(before, after, float(share)).placed())
        assert max(each.opacity for each in seen) > 0.99, share
        assert len({(each.mark.origin, each.mark.u) for each in seen if isinstance(each.mark, Grid)}) == 1


def test_other_words_wait_until_the_old_ones_are_gone() -> None:
    before, after = (frame(lettering(0.0, 0.0, words, name="sum")) for words in ("3", "5"))
    seen = {share: [e.mark.text for e in between(before, after, share).placed()] for share in (0.2, 0.8)}  # type: ignore[union-attr]
    assert seen == {0.2: ["3"], 0.8: ["5"]}


def test_another_form_and_a_jump_across_the_stage_fade() -> None:
    line = Path(points=((0.0, 0.0), (10.0, 0.0)), name="line")
    assert half(frame(line), frame(replace(line, points=(*line.points, (20.0, 0.0))))) == []
    assert half(frame(grid(1.0)), frame(grid(1.0, 2.0))) == []
    assert half(frame(box(0.0)), frame(box(FARTHEST + 1.0))) == []


def test_hands_meet_the_picture_that_comes() -> None:
    after = frame(box(100.0, role=Role.INPUT))
    turning = between(frame(box(0.0)), after, 0.25)
    assert [each.mark for each in turning.touched()] == [after.marks[0]]
    assert turning.steps == after.steps


def test_at_both_ends_it_is_the_frame_itself() -> None:
    before, after = frame(box(0.0), grid(1.0)), frame(grid(2.0))
    assert between(before, after, 0.0) is before
    assert between(before, after, 1.0) is after


@pytest.mark.parametrize("name", [each.name for each in catalogue().scenes])
def test_steps_of_every_scene_turn_into_one_another(name: str) -> None:
    """At its ends a transition is the two steps' own pictures; within it nothing jumps."""
    scene = catalogue().find(name)
    knobs = scene.knobs()
    steps = plan(scene, knobs)
    ends = [*accumulate(step.seconds for step in steps)]
    for end, step in zip(ends[:-1], steps[1:], strict=True):
        assert step.lead == (0.0 if step.cut else TRANSITION)
        if step.cut:
            continue
        before, after = render(scene, knobs, end), render(scene, knobs, end + step.lead)
        assert before.coming is None
        assert after.coming is None
        assert render(scene, knobs, end + 1e-12).marks == before.marks
        pictures = [render(scene, knobs, end + n / FRAMES_PER_SECOND) for n in range(1, 30)]
        assert all(each.coming is not None and each.coming.marks == after.marks for each in pictures)
        for earlier, later in pairwise(pictures):
            _moves_gently(_named(earlier), _named(later))


def _named(seen: Frame) -> dict[tuple[str, str], list[Placed]]:
    found: dict[tuple[str, str], list[Placed]] = {}
    for each in seen.placed():
        if each.mark.name:
            found.setdefault((type(each.mark).__name__, each.mark.name), []).append(each)
    return found


def _moves_gently(earlier: dict[tuple[str, str], list[Placed]], later: dict[tuple[str, str], list[Placed]]) -> None:
    for key, was in earlier.items():
        now = later.get(key, [])
        if len(was) == len(now):
            for old, new in zip(was, now, strict=True):
                assert abs(old.opacity - new.opacity) <= 0.2, key
                if isinstance(old.mark, Rect | Text) and isinstance(new.mark, Rect | Text):
                    assert abs(old.mark.x - new.mark.x) + abs(old.mark.y - new.mark.y) <= 60, key
