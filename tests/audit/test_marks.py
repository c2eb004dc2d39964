"""What frames say of their type and of what jumps, on frames whose answer is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scenes.stage.core.grips import EditCell
from scenes.stage.core.marks import AnyMark, Formula, Grid, Group, Rect, Role, lettering
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.values import Values
from scenes.stage.output import styling as look
from scenes.stage.output.theme import DARK, PROJECTOR
from tests.audit.marks import LEGEND, Jump, TypeSizes, largest_jump, type_sizes, words_in
from tests.desktop.painted import frame_of

BOX = Rect(x=100, y=100, width=40, height=40, fill=1.0)
WORDS = lettering(100, 300, "words", size=32)
CELLS = Grid(values=Values([[1.0, 2.0]]), origin=(0, 0), u=(100, 0), v=(0, 50))
NUMBERS = round(look.number_size(CELLS, DARK), 1)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("", 0),
        ("The sum becomes one cell.", 5),
        ("3 × 3 = 9", 3),
        ("A well-known net’s — or a – 2.5 %", 6),
        ("+ − …", 0),
    ],
)
def test_words_have_letters_or_figures(sentence: str, words: int) -> None:
    assert words_in(sentence) == words


def sizes(*marks: AnyMark) -> TypeSizes:
    return type_sizes([frame_of(*marks)], DARK)


def test_the_smallest_type_of_each_kind_counts() -> None:
    assert sizes() == sizes(BOX) == TypeSizes()
    assert sizes(WORDS, lettering(0, 0, "small", size=21)) == TypeSizes(words=21)
    assert sizes(Formula(tex="x", plain="x", x=0, y=0, size=30)) == TypeSizes(words=30)
    assert sizes(WORDS, CELLS) == TypeSizes(words=32, numbers=NUMBERS)
    assert sizes(WORDS, replace(CELLS, numbers=False)) == TypeSizes(words=32)


def test_the_type_of_a_legend_may_be_small() -> None:
    small = (CELLS, lettering(0, 0, "weights", size=21))
    assert sizes(WORDS, Group(marks=small, name=f"{LEGEND} of weights")) == TypeSizes(words=32)
    assert sizes(WORDS, Group(marks=small, name="weights")) == TypeSizes(words=21, numbers=NUMBERS)


def test_type_is_as_large_as_the_theme_makes_it() -> None:
    assert type_sizes([frame_of(WORDS)], PROJECTOR).words == pytest.approx(32 * PROJECTOR.letters, abs=0.05)


def test_what_nobody_sees_has_no_size() -> None:
    assert sizes(lettering(0, 0, "small", size=21, opacity=0.04)) == TypeSizes()


def test_type_counts_where_it_stands_and_not_on_its_way() -> None:
    large, small, moved = (lettering(x, 0, "words", size=size) for x, size in ((0, 40), (0, 20), (9, 20)))
    frames = {mark: frame_of(mark) for mark in (large, small, moved)}
    assert type_sizes([frames[small], frames[moved], frames[large]], DARK).words == 40
    assert type_sizes([frames[small], frames[small], frames[large]], DARK).words == 20
    assert type_sizes([frames[large], frames[small]], DARK).words == 20


def jumps(*frames: tuple[AnyMark, ...]) -> Jump:
    return largest_jump([Frame(marks, (), 0.0) for marks in frames])


def test_nothing_jumps_where_nothing_changes() -> None:
    assert jumps((BOX, WORDS), (BOX, WORDS), (WORDS, BOX)) == Jump(0, 0)
    assert jumps((BOX,)) == jumps() == Jump(0, 0)


def test_what_appears_or_vanishes_jumps_by_its_opacity() -> None:
    faint = replace(BOX, opacity=0.3)
    assert jumps((), (faint,)) == jumps((faint,), ()) == Jump(0.3, 0)
    assert jumps((BOX,), (BOX, BOX)) == Jump(1, 0)


def test_the_largest_change_between_two_frames_counts() -> None:
    frames = [
        (replace(BOX, name="box", x=x, opacity=seen),) for x, seen in ((0, 0.5), (10, 0.6), (35, 0.65), (36, 0.9))
    ]
    found = jumps(*frames)
    assert found.place == 25
    assert found.opacity == pytest.approx(0.25)


def test_a_named_mark_stays_itself_wherever_it_goes() -> None:
    here, there = replace(BOX, name="box"), replace(BOX, name="box", x=900, width=80, role=Role.OUTPUT)
    assert jumps((here,), (there,)) == Jump(0, 820)
    assert jumps((here,), (replace(there, name="other"),)) == Jump(1, 0)


def test_what_turns_into_something_else_is_told_from_what_it_turns_into() -> None:
    old = replace(CELLS, name="map", grip=EditCell("map"))
    new = replace(old, values=Values([[3.0, 4.0]]))
    going = (replace(old, opacity=0.1, grip=None), replace(new, grip=None))
    assert jumps(going, (new,)) == Jump(0.1, 0)
    assert jumps((old,), (replace(new, origin=(0, 9)),)) == Jump(0, 9)


def test_groups_move_and_fade_what_is_in_them() -> None:
    inside = (replace(BOX, name="box"),)
    before, after = Group(marks=inside), Group(marks=inside, dx=30, dy=40, opacity=0.9)
    found = jumps((before,), (after,))
    assert found.place == 50
    assert found.opacity == pytest.approx(0.1)


def test_marks_without_a_name_are_the_same_where_they_are_near() -> None:
    near, far = replace(BOX, x=150), replace(BOX, x=170)
    assert jumps((BOX,), (near,)) == Jump(0, 50)
    assert jumps((BOX,), (far,)) == Jump(1, 0)
    assert jumps((BOX, far), (near, replace(far, x=172))) == Jump(0, 50)
    assert jumps((BOX,), (replace(BOX, role=Role.OUTPUT),)) == Jump(1, 0)


def test_lines_are_known_by_their_words_and_then_by_their_place() -> None:
    line, other, count = (lettering(0, y, text, size=40) for y, text in ((0, "a"), (30, "b"), (60, "9")))
    swapped = (replace(line, y=30.0), replace(other, y=0.0), lettering(0, 60, "10", size=40))
    assert jumps((line, other, count), swapped) == Jump(0, 30)
