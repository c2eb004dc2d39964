"""A picture in words: what it says, in which order, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop.classroom.lessons.model import Stop
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.overlays.layers import Ink, over
from desktop.classroom.stops.scene_of import scene_of
from desktop.export.alt_text import LONGEST, alt_text
from desktop.runs.storage import bundled
from scenes.stage.core.catalogue import Scene, catalogue, plan, render
from scenes.stage.core.marks import AnyMark, Formula, Grid, Image, Rect, Text, lettering
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import Step, boundaries
from scenes.stage.numbers.values import Values

STEP = Step("A step", "What it is about.", 2.0)


def frame(*marks: AnyMark, whole: bool = False) -> Frame:
    return Frame(marks, (STEP,), 2.0, whole=whole)


def grid(values: object, name: str, x: float = 100.0, y: float = 200.0, **fields: object) -> Grid:
    return Grid(values=Values(values), origin=(x, y), u=(80.0, 0.0), v=(0.0, 80.0), name=name, **fields)


def frames(scene: Scene) -> Iterator[tuple[str, Frame]]:
    knobs = scene.knobs()
    recording = bundled(scene.preset(knobs)) if scene.preset else None
    for t in boundaries(plan(scene, knobs, recording)):
        found = render(scene, knobs, t, recording)
        yield f"{scene.title}: {found.steps[found.step].title}", found


def test_a_convolution_is_told_with_its_numbers() -> None:
    told = dict(frames(catalogue().find("convolution")))
    words = alt_text("Convolution: Add", told["Convolution: Add"])
    assert words.startswith("Convolution: Add. All products are added up to one number. Under the window, ")
    assert "Kernel, a grid of 3 × 3: +1 0 −1 / +1 0 −1 / +1 0 −1." in words
    assert "Feature map 1, a grid of 3 × 3, still empty." in words
    assert words.endswith("Values: sum = −1.")


@pytest.mark.parametrize("scene", catalogue().scenes, ids=lambda scene: scene.name)
def test_every_picture_of_the_course_is_told(scene: Scene) -> None:
    for title, found in frames(scene):
        words = alt_text(title, found)
        assert len(words) <= LONGEST
        assert words.startswith(title)
        assert found.steps[found.step].caption in words
        assert words.endswith((".", "!", "?"))


def test_what_is_told_stands_in_reading_order() -> None:
    right, left = grid(np.eye(2), "right", x=900.0), grid(np.eye(2), "left", y=210.0)
    below = grid(np.eye(2), "below", x=50.0, y=500.0)
    words = alt_text("Order", frame(below, right, left))
    assert words.index("Left,") < words.index("Right,") < words.index("Below,")


def test_large_grids_are_told_by_their_size_and_counted_ones_together() -> None:
    maps = [grid(np.zeros((3, 3)), f"map {n}", x=300.0 * n - 200.0) for n in (1, 2, 3)]
    words = alt_text("Maps", frame(grid(np.zeros((8, 8)), "input"), *maps))
    assert "Input, a grid of 8 × 8." in words
    assert "Map 1 to map 3, a grid of 3 × 3 each." in words


def test_a_grid_of_which_only_some_cells_are_written_says_so() -> None:
    words = alt_text("Some", frame(grid([[1, 2], [3, 4]], "map", shown=3)))
    assert "Map, a grid of 2 × 2 so far: +1 +2 / +3." in words


def test_numbers_that_are_none_are_read_out() -> None:
    box = Rect(x=10, y=10, width=50, height=50, name="loss", value=float("inf"))
    words = alt_text("None", frame(grid([[float("nan"), -1.0]], "x"), box))
    assert words == "None. What it is about. x, a grid of 1 × 2: NaN −1. Values: loss = ∞."


def test_pictures_formulas_and_important_words_are_told_and_notes_are_not() -> None:
    photo = Image(pixels=Values(np.zeros((2, 2, 3), np.uint8)), origin=(0, 300), u=(9, 0), v=(0, 9), name="photo")
    formula = Formula(tex="x^2", plain="x squared", x=100, y=700)
    source = lettering(100, 750, "source: nobody", size=24, note=True)
    axis, hero = lettering(500, 750, "10", size=32), lettering(700, 400, "42", size=96)
    words = alt_text("All", frame(photo, formula, source, axis, hero, lettering(100, 600, "stride", size=40)))
    assert words == "All. What it is about. Pictures: photo. Formula: x squared. Words: 42; stride."


def test_what_cannot_be_seen_is_not_told() -> None:
    hidden = replace(grid(np.eye(2), "hidden"), opacity=0.1)
    words = alt_text("Seen", frame(hidden, grid(np.eye(2), "outside", x=5000.0)))
    assert words == "Seen. What it is about."


def test_a_card_is_told_by_its_words(tmp_path: Path) -> None:
    stop = Stop(id="c", card="# Before we begin\n\n- Phones away\n- $x^2$ is known")
    found = scene_of(stop, tmp_path)
    end = boundaries(plan(found.scene, found.knobs))[-1]
    words = alt_text("Before we begin", render(found.scene, found.knobs, end))
    assert words.startswith("Before we begin. Phones away.")
    assert "x² is known." in words


def test_odd_letters_of_a_title_do_no_harm_and_a_long_one_is_cut() -> None:
    assert alt_text("A\x00\ud800 <b>\n\ttitle", frame()) == "A <b> title. What it is about."
    long = alt_text("word " * 300, frame())
    assert len(long) == LONGEST
    assert long.endswith("…")


def test_it_ends_with_a_whole_sentence() -> None:
    texts = [Text(x=100, y=110 + 20 * n, runs=(), size=40, name="") for n in range(3)]
    grids = [grid(np.arange(25).reshape(5, 5) + n, f"{'abcdefghij'[n]} numbers", y=150.0 + n) for n in range(10)]
    words = alt_text("Much", frame(*texts, *grids))
    assert 400 < len(words) <= LONGEST
    assert words.endswith(".")
    assert "a grid of 5 × 5:" in words


def test_ink_is_told_of() -> None:
    told = frame(grid(np.eye(2), "input"))
    assert "by hand" not in alt_text("Seen", told)
    assert "Lines are drawn over it by hand." in alt_text(
        "Seen", over(told, [Ink((Stroke(((1.0, 2.0), (3.0, 4.0))),))])
    )
