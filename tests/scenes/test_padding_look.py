"""How the padding scene looks, moves and speaks: sizes, the window on its track, numbers on their way."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings

from scenes.padding import padding
from scenes.padding.computed import layer
from scenes.padding.knobs import Knobs
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import Rect, Text
from scenes.stage.core.stage import CAPTION_LETTERS, TITLE_Y
from scenes.stage.core.timeline import boundaries
from tests.audit.aims import MEAN_USE, OPACITY, PLACE
from tests.audit.figures import FRAME, measured
from tests.audit.marks import largest_jump
from tests.scenes.seen import at_step, moments, turned
from tests.scenes.test_convolution_words import equations
from tests.scenes.test_padding import possible

WORDS, NUMBERS, NOTES, SPOKEN, ON_A_STAGE = 32.0, 26.0, 24.0, 14, 40
COUNTED = ("Padding with zeros", "Room to move", "Steps of", "The next", "And the first", "The formula")
MANY = [
    Knobs(),
    turned(Knobs(), n=7, padding=0, stride=3),
    turned(Knobs(), n=6),
    turned(Knobs(), n=9, dilation=2, stride=1),
    turned(Knobs(), n=8, k=5, padding=2, stride=4),
    turned(Knobs(), n=3, padding=0),
    turned(Knobs(), n=3, k=5),
]
steadily = settings(derandomize=True, deadline=None, max_examples=60)


@pytest.fixture(autouse=True)
def _typeface(request: pytest.FixtureRequest) -> None:
    """Have the bundled typeface at hand."""
    request.getfixturevalue("qapp")


def test_all_of_it_can_be_read_in_the_back_row() -> None:
    for seen in moments(padding, Knobs(), 0.0, 0.3, 0.7, 1.0):
        for each in seen.placed:
            if isinstance(each.mark, Text):
                is_legend = each.pinned and each.mark.y < TITLE_Y
                assert each.mark.size >= (NOTES if is_legend else WORDS), each.mark.text
        for grid in (each.mark for each in seen.placed if type(each.mark).__name__ == "Grid"):
            assert grid.number_size >= NUMBERS, (seen.title, grid.name)  # type: ignore[union-attr]


def test_there_are_few_words_on_a_stage() -> None:
    for seen in moments(padding, Knobs(), 1.0):
        words = [word for text in seen.texts for word in re.findall(r"[A-Za-z]{2,}", text)]
        assert len(words) <= ON_A_STAGE, seen.title


def test_the_steps_fill_the_stage_on_average() -> None:
    used = [step.use for step in measured(padding).steps]
    assert sum(used) / len(used) >= MEAN_USE


@pytest.mark.parametrize("knobs", MANY)
def test_every_step_turns_gently_into_the_next(knobs: Knobs) -> None:
    steps = plan(padding, knobs)
    for step, end in zip(steps[1:], boundaries(steps), strict=False):
        frames = [render(padding, knobs, end + index * FRAME) for index in range(math.ceil(step.lead / FRAME) + 1)]
        found = largest_jump(frames)
        assert found.opacity <= OPACITY, step.title
        assert found.place <= PLACE, step.title


@pytest.mark.parametrize("knobs", MANY)
def test_something_moves_in_every_step(knobs: Knobs) -> None:
    shares = [share / 12 for share in range(13)]
    frames: dict[str, set[object]] = {}
    for seen in moments(padding, knobs, *shares):
        frames.setdefault(seen.title, set()).add(tuple(seen.frame.placed()))
    assert {title for title, found in frames.items() if len(found) < 3} == set()


def test_a_number_goes_on_to_the_step_that_counts_with_it() -> None:
    """The same thing moves from the end of an account to the beginning of the next: it has one name."""
    for before, after in pairwise(COUNTED[:5]):
        names = [
            [name for name in at_step(padding, Knobs(), step, share).named if name.startswith("number: ")]
            for step, share in ((before, 1.0), (after, 0.0))
        ]
        assert names[0][-1] == names[1][0]


@pytest.mark.parametrize("knobs", MANY)
@pytest.mark.parametrize("step", ["Steps of", "And the first"])
def test_the_right_edge_of_the_window_stands_at_a_post(knobs: Knobs, step: str) -> None:
    end = at_step(padding, knobs, step)
    frame, last = end.named["window"], end.named[f"position {layer(knobs).out - 1}"]
    assert isinstance(frame, Rect)
    assert isinstance(last, Rect)
    assert frame.x + frame.width == pytest.approx(last.x + last.width / 2)


@pytest.mark.parametrize("knobs", MANY)
def test_the_post_that_does_not_fit_stands_beyond_the_edge(knobs: Knobs) -> None:
    end = at_step(padding, knobs, "The next")
    frame, beyond, picture = end.named["window"], end.named["no position"], end.grid("picture")
    assert isinstance(beyond, Rect)
    assert isinstance(frame, Rect)
    cell = picture.u[0]
    edge = picture.origin[0] + (knobs.n + knobs.padding) * cell
    assert beyond.x + beyond.width / 2 == pytest.approx(edge + layer(knobs).too_far * cell)
    assert beyond.x + beyond.width / 2 == pytest.approx(frame.x + frame.width)


@pytest.mark.parametrize("knobs", MANY)
def test_a_number_comes_to_its_cell_before_it_is_written(knobs: Knobs) -> None:
    made = layer(knobs)
    for index in range(101):
        seen = at_step(padding, knobs, "Every position", index / 100)
        flying, shown = seen.named.get("number on its way"), seen.grid("feature map").shown
        if flying is not None:
            assert shown is not None
            assert seen.grid("number on its way").values.array[0, 0] == made.y.ravel()[shown]


@steadily
@given(possible())
def test_captions_are_one_short_sentence(knobs: Knobs) -> None:
    for step in plan(padding, knobs):
        assert len(step.caption.split()) <= SPOKEN, step.caption
        assert len(step.caption) <= CAPTION_LETTERS, step.caption
        assert re.fullmatch(r"[A-Z0-9][^:;.]*[.?]", step.caption), step.caption
        assert not re.search(r"\d{4}|\d,\d", step.caption), step.caption


@steadily
@given(possible())
def test_what_more_there_is_to_say_are_whole_sentences(knobs: Knobs) -> None:
    for step in plan(padding, knobs):
        assert step.more.endswith("."), step.more
        assert "  " not in step.more
        assert not re.search(r"\.[A-Z]", step.more), step.more
        assert len(step.more) < 600, step.more
        assert 0 < len(step.knobs) <= 4


@steadily
@given(possible())
def test_the_equations_beside_the_captions_are_true(knobs: Knobs) -> None:
    found = [sides for step in plan(padding, knobs) for sides in equations(step.more.replace("d·(k − 1) + 1 = ", ""))]
    assert len(found) >= 4
    for sides in found:
        assert sides == pytest.approx([sides[-1]] * len(sides), rel=1e-3), sides
