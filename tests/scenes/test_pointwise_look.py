"""How the 1×1 convolution looks and moves: large letters, numbers that travel as their tiles, one thing at a time."""

from __future__ import annotations

import math

import pytest

from desktop.runs.storage import bundled
from scenes.pointwise import pointwise
from scenes.pointwise.knobs import Knobs
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import Grid, Text
from scenes.stage.core.stage import CAPTION_LETTERS
from scenes.stage.core.timeline import boundaries, within
from scenes.stage.data.pictures import Picture
from tests.audit.aims import MEAN_USE, OPACITY, PLACE
from tests.audit.figures import FRAME, measured
from tests.audit.marks import largest_jump
from tests.scenes.seen import Seen, at_step, turned

MANY = [
    Knobs(),
    turned(Knobs(), outputs=4, relu=False),
    turned(Knobs(), picture=Picture("digit"), outputs=1),
    turned(Knobs(), picture=Picture("coffee"), outputs=3),
    turned(Knobs(), channels_in=20, reduced=19, kernel="3×3", mix=(((0, 1), 5.0),)),
]


@pytest.fixture(autouse=True)
def _typeface(request: pytest.FixtureRequest) -> None:
    """Have the bundled typeface at hand."""
    request.getfixturevalue("qapp")


def frames_of(knobs: Knobs, step: int) -> list[Seen]:
    steps, run = plan(pointwise, knobs), bundled("yellow")
    shares = (each / 12 for each in range(13))
    return [Seen(pointwise, knobs, render(pointwise, knobs, within(steps, step, share), run)) for share in shares]


@pytest.mark.parametrize("knobs", MANY)
def test_all_of_it_can_be_read_in_the_back_row(knobs: Knobs) -> None:
    for index in range(len(plan(pointwise, knobs))):
        end = frames_of(knobs, index)[-1]
        words = [each.mark for each in end.placed if isinstance(each.mark, Text) and not each.pinned]
        assert all(word.size >= (24 if word.note else 32) for word in words), end.title
        said = " ".join([*(word.text for word in words if not word.note), end.caption])
        assert len([word for word in said.split() if any(letter.isalpha() for letter in word)]) <= 40, end.title


@pytest.mark.parametrize("knobs", MANY)
def test_captions_are_one_short_sentence(knobs: Knobs) -> None:
    for step in plan(pointwise, knobs):
        assert len(step.caption) <= CAPTION_LETTERS
        assert len(step.caption.split()) <= 14
        assert step.caption.count(".") == 1
        assert not set(step.caption) & set(":;")
        assert len(step.more) > len(step.caption)
        assert len(step.knobs) <= 4


@pytest.mark.parametrize("knobs", MANY)
def test_something_moves_in_every_step(knobs: Knobs) -> None:
    for index in range(len(plan(pointwise, knobs))):
        assert len({seen.placed for seen in frames_of(knobs, index)}) >= 5


@pytest.mark.parametrize("knobs", MANY)
def test_every_step_turns_gently_into_the_next(knobs: Knobs) -> None:
    steps, run = plan(pointwise, knobs), bundled("yellow")
    for step, end in zip(steps[1:], boundaries(steps), strict=False):
        times = [end + index * FRAME for index in range(math.ceil(step.lead / FRAME) + 1)]
        found = largest_jump([render(pointwise, knobs, t, run) for t in times])
        assert found.opacity <= OPACITY, step.title
        assert found.place <= PLACE, step.title


def test_the_steps_fill_the_stage_on_average() -> None:
    used = [step.use for step in measured(pointwise).steps]
    assert sum(used) / len(used) >= MEAN_USE - 0.005


def test_the_numbers_leave_their_sheets_at_the_needle_one_after_the_other() -> None:
    counts = []
    for index in range(101):
        seen = at_step(pointwise, Knobs(), "A needle", index / 100)
        counts.append(sum(name.startswith("column, channel") for name in seen.named))
        for name, mark in seen.named.items():
            if name.startswith("column, channel") and isinstance(mark, Grid) and mark.u[0] < 70:
                cell = seen.grid(f"input channel {name[-1]}").lattice.center(1, 1)
                assert math.dist(mark.lattice.center(0, 0), cell) < 60
    assert set(counts) == {0, 1, 2, 3}
    assert counts == sorted(counts)


@pytest.mark.parametrize(("title", "names"), [("Multiply", "product on its way"), ("A row", "product, channel"),
                                              ("Two columns", "product on its way")])  # fmt: skip
def test_products_travel_as_the_tiles_that_they_are(title: str, names: str) -> None:
    """They move a little from each moment to the next, and their numbers stay."""
    before: dict[str, Grid] = {}
    met = 0
    for index in range(401):
        seen = at_step(pointwise, Knobs(), title, index / 400)
        now = {name: mark for name, mark in seen.named.items() if name.startswith(names) and isinstance(mark, Grid)}
        for name in now.keys() & before.keys():
            if now[name].values == before[name].values:
                met += 1
                assert math.dist(now[name].origin, before[name].origin) < 90, name
        before = now
    assert met > 50


def test_the_weights_stand_still_while_the_needle_goes_through_every_pixel() -> None:
    places, weights = set(), set()
    for index in range(101):
        seen = at_step(pointwise, Knobs(), "The same weights", index / 100)
        places.add(seen.grid("input channel 1").highlighted)
        weights |= {seen.grid("weights of output 1"), seen.grid("weights of output 2")}
        written = seen.grid("output channel 1").shown
        assert written == seen.grid("output channel 2").shown
    assert len(places) == 16
    assert len(weights) == 2
    assert written == 16
