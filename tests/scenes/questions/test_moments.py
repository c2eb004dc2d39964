"""Moments as pictures, and what can be read at a target."""

from __future__ import annotations

import pytest

from scenes.questions.moments import Moment, Target
from scenes.stage.core.knobs import KnobError
from scenes.stage.core.marks import Grid, Mark, Rect, lettering
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.values import Values


def _frame(*marks: Mark) -> Frame:
    return Frame(marks, (), 0.0)  # type: ignore[arg-type]


def _grid(name: str = "map", shown: int | None = None, opacity: float = 1.0) -> Grid:
    values = Values([[1.0, 2.5, -3.0], [4.0, 5.0, 6.0]])
    return Grid(values=values, origin=(0, 0), u=(90, 0), v=(0, 90), name=name, shown=shown, opacity=opacity)


def _plate(value: float | None) -> Rect:
    return Rect(x=0, y=0, width=90, height=90, name="plate", value=value)


def test_a_moment_is_the_picture_at_the_end_of_its_step() -> None:
    moment = Moment("padding", {"n": 7, "k": 3, "padding": 0, "stride": 2}, "Every position")
    assert Target("feature map", read="rows").found(moment.frame()) == 3
    assert Target("feature map", (0, 0)).found(moment.frame()) is not None


def test_a_moment_that_there_is_not_is_refused_in_a_sentence() -> None:
    with pytest.raises(KeyError, match="no step titled 'Every positions' here; the nearest title is 'Every position'"):
        Moment("padding", at="Every positions").frame()
    with pytest.raises(KeyError):
        Moment("paddings").frame()
    with pytest.raises(KnobError, match="n goes from 3 to 12, not 99"):
        Moment("padding", {"n": 99}, "The picture").frame()


@pytest.mark.parametrize(
    ("target", "found"),
    [
        (Target("map", (0, 1)), 2.5),
        (Target("map"), None),
        (Target("map", read="rows"), 2.0),
        (Target("map", read="columns"), 3.0),
        (Target("map", read="cells"), "1.00 2.50 −3.00 / 4.00 5.00 6.00"),
        (Target("map", read="text"), None),
        (Target("maps", (0, 1)), None),
    ],
)
def test_a_grid_is_read(target: Target, found: float | str | None) -> None:
    assert target.found(_frame(_grid())) == found


def test_cells_that_are_not_written_yet_cannot_be_read() -> None:
    frame = _frame(_grid(shown=3))
    assert Target("map", (0, 2)).found(frame) == -3
    assert Target("map", (1, 0)).found(frame) is None
    assert Target("map", read="cells").found(frame) is None


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("34,944", 34944),
        ("r = 10", 10),
        ("5·100 + 1 = 501", 501),
        ("dense layers  96.2 %", 96.2),
        ("−0.35", -0.35),
        ("8 → 6", 6),
        ("sees 18 × 18 pixels", 18),
        ("1,2", 2),
        ("cat", None),
    ],
)
def test_the_last_number_in_words_is_read(words: str, number: float | None) -> None:
    frame = _frame(lettering(0, 0, words, name="words"))
    assert Target("words", read="number").found(frame) == number
    assert Target("words", read="text").found(frame) == words
    assert Target("words").found(frame) is None


def test_a_plate_is_read() -> None:
    assert Target("plate").found(_frame(_plate(3.5))) == 3.5
    assert Target("plate").found(_frame(_plate(None))) is None
    assert Target("plate", read="number").found(_frame(_plate(3.5))) is None


def test_what_lies_on_top_is_read_if_it_can_be_seen() -> None:
    assert Target("plate").found(_frame(_plate(1), _plate(2))) == 2
    assert Target("plate").found(_frame(_plate(1), _plate(None))) == 1
    assert Target("map", (0, 0)).found(_frame(_grid(opacity=0.4))) is None
