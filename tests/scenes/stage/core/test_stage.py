"""Steps, spans and frames: where in a scene a moment lies, and how far its step has come."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.core.marks import Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import CAPTION_Y, LEFT, TITLE_Y, Frame, Stage
from scenes.stage.core.timeline import COUNTING, REST, Span, Step, boundaries, ease, latest, step_at
from scenes.stage.draw.blocks import plus_sign

steadily = settings(derandomize=True, deadline=None, max_examples=60)
lengths = st.lists(st.floats(0.05, 20), min_size=1, max_size=6)
shares = st.floats(0, 1)


def spans(seconds: Sequence[float], t: float) -> list[Span]:
    stage = Stage(t)
    return [stage.step(f"Step {index}", "Something happens.", each) for index, each in enumerate(seconds)]


def steps(seconds: Sequence[float]) -> tuple[Step, ...]:
    return tuple(Step(f"Step {index}", "Something happens.", each) for index, each in enumerate(seconds))


@steadily
@given(lengths, shares)
def test_steps_follow_one_another_without_a_gap(seconds: list[float], share: float) -> None:
    t = share * sum(seconds)
    found = spans(seconds, t)
    ends = boundaries(steps(seconds))
    assert [span.start - span.lead for span in found] == pytest.approx([0.0, *ends[:-1]])
    assert [span.start + span.seconds for span in found] == pytest.approx(ends)
    for earlier, later in pairwise(found):
        assert earlier.done or not later.begun
        assert earlier.t >= later.t


@steadily
@given(lengths, shares)
def test_the_active_step_is_the_frames_step(seconds: list[float], share: float) -> None:
    t = share * boundaries(steps(seconds))[-1]
    active = [index for index, span in enumerate(spans(seconds, t)) if span.active]
    assert active[0] == step_at(steps(seconds), t) == Frame((), steps(seconds), t).step


@pytest.mark.parametrize(
    ("t", "step"), [(0.0, 0), (2.0, 0), (2.001, 1), (5.0, 1), (5.0 + 1e-10, 1), (5.001, 2), (99.0, 2)]
)
def test_a_boundary_belongs_to_the_step_that_ends_there(t: float, step: int) -> None:
    plan = steps([2.0, 3.0, 1.0])
    assert step_at(plan, t) == step
    if t <= 6:
        assert [index for index, span in enumerate(spans([2.0, 3.0, 1.0], t)) if span.active] == [step]


@pytest.mark.parametrize(
    ("now", "begun", "done", "active"),
    [(0.0, False, False, False), (4.0, False, False, False), (4.5, True, False, True), (6.0, True, True, True),
     (6.5, True, True, False)],
)  # fmt: skip
def test_a_step_begins_is_told_and_is_done(now: float, begun: bool, done: bool, active: bool) -> None:
    span = Span(4.0, 2.0, now)
    assert (span.begun, span.done, span.active) == (begun, done, active)


def test_the_first_step_has_begun_at_time_zero() -> None:
    assert Span(0.0, 2.0, 0.0).active


@steadily
@given(st.floats(-2, 3), st.floats(-2, 3))
def test_easing_never_goes_back_and_stays_within_its_ends(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= ease(low) <= ease(high) <= 1
    assert (ease(0), ease(0.5), ease(1)) == (0, 0.5, 1)


@steadily
@given(shares)
def test_motion_rests_before_the_step_ends(share: float) -> None:
    span = Span(3.0, 10.0, 3.0 + 10.0 * share)
    assert span.t == pytest.approx(share)
    assert (span.motion == 1.0) == (share >= REST or ease(share / REST) == 1.0)
    parts = [span.part(index, 4) for index in range(4)]
    assert parts == sorted(parts, reverse=True)
    assert sum(0 < part < 1 for part in parts) <= 1


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_a_step_must_last(seconds: float) -> None:
    with pytest.raises(ValueError, match="longer than 0"):
        Stage(0.0).step("Now", "It is over at once.", seconds)


def test_a_stage_keeps_what_is_drawn_in_order() -> None:
    stage = Stage(0.0)
    stage.step("Slide", "The window moves on.", 1.0)
    stage.step("Sum", "The products are added.", 1.0)
    stage.text(1, 2, [TextRun("a", Role.INPUT), TextRun("b")], size=30, anchor="end", name="sum")
    stage.tell("Convolution")
    text, title, caption, dots = stage.marks
    assert [each.text for each in (text, title, caption) if isinstance(each, Text)] == [
        "ab", "Convolution", "The window moves on.",
    ]  # fmt: skip
    assert (title.pinned, caption.pinned, dots.pinned) == (True, True, True)
    assert isinstance(dots, Group)
    assert len(dots.marks) == 2


def test_a_single_step_has_no_dot() -> None:
    stage = Stage(0.0)
    stage.step("Slide", "The window moves on.", 1.0)
    stage.tell("Convolution")
    assert not [mark for mark in stage.marks if isinstance(mark, Group)]


def test_a_picture_alone_has_lost_what_was_told_and_nothing_else() -> None:
    stage = Stage(0.0)
    stage.step("Slide", "The window moves on.", 1.0)
    stage.tell("Convolution")
    kept = (
        lettering(LEFT, TITLE_Y + 10, "a note of the scene's own", pinned=True),
        lettering(LEFT, CAPTION_Y, "what the camera moves"),
        Group(marks=(Rect(x=0, y=0, width=9, height=9),), pinned=True),
        Group(marks=(), pinned=True),
    )
    stage.add(*kept)
    frame = Frame(tuple(stage.marks), tuple(stage.steps), 0.0)
    assert frame.alone().marks == kept
    assert frame.alone().told


def test_a_frame_knows_its_length() -> None:
    assert Frame((), steps([1.0, 2.5]), 0.0).seconds == 3.5


@steadily
@given(lengths, shares)
def test_the_present_step_is_the_frames_step_and_the_latest_that_has_begun(seconds: list[float], share: float) -> None:
    t = share * boundaries(steps(seconds))[-1]
    found = spans(seconds, t)
    step = step_at(steps(seconds), t)
    assert latest(found) == step


def test_before_the_first_step_begins_it_is_the_latest() -> None:
    early = Span(start=3.0, seconds=1.0, now=1.0)
    assert latest([early, early]) == 0


def test_things_are_counted_evenly_and_then_there_is_a_rest() -> None:
    span = [Span(0.0, 10.0, now).even for now in (0.0, 2.0, 4.0, 10 * COUNTING, 9.0, 10.0)]
    assert span == pytest.approx([0.0, 0.25, 0.5, 1.0, 1.0, 1.0])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "not None: stage.text draws by itself"),
        (plus_sign((100.0, 50.0)), r"not a tuple of them: write a \* before"),
        ("words", "not 'words'"),
    ],
)
def test_only_marks_can_be_added(given: object, said: str) -> None:
    stage = Stage(0.0)
    with pytest.raises(TypeError, match=said):
        stage.add(given)  # type: ignore[arg-type]
    assert stage.marks == []


def test_marks_added_with_an_opacity_come_and_go_together() -> None:
    stage = Stage(0.0)
    marks = plus_sign((100.0, 50.0))
    stage.add(*marks, opacity=0.5)
    assert stage.marks == [Group(marks=marks, opacity=0.5)]
    with pytest.raises(TypeError, match="a tuple of them"):
        stage.add(marks, opacity=0.5)  # type: ignore[arg-type]
