from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.painter import lettering
from desktop.painter.room import GAP, with_room
from desktop.painter.typesetter import Typesetter
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.marks import CAPITALS, WIDTH, AnyMark, Formula, Grid, Rect, Role, Text
from scenes.stage.core.marks import lettering as line
from scenes.stage.core.placing import Placed
from scenes.stage.core.timeline import boundaries
from scenes.stage.numbers.values import Values
from scenes.stage.output import styling as look
from scenes.stage.output.theme import DARK, PROJECTOR, THEMES, Theme, enlarged

LARGER = 1.5


@pytest.fixture
def plain(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Typesetter:
    """A typesetter that leaves all formulas plain."""
    typesetter = Typesetter()
    typesetter.close()
    return typesetter


def placed(*marks: AnyMark) -> list[Placed]:
    return [Placed(mark, 0.0, 0.0, 1.0) for mark in marks]


def box(mark: Text, theme: Theme) -> tuple[float, float, float, float]:
    """What the painter covers with a line."""
    size = look.text_size(mark, theme)
    width = lettering.width(mark.runs, size)
    left = mark.x + look.SHIFT[mark.anchor] * width
    return left, mark.y - CAPITALS * size / 2, left + width, mark.y + CAPITALS * size / 2


def cross(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def sizes(marks: list[AnyMark], theme: Theme, typesetter: Typesetter) -> list[float]:
    found = with_room(placed(*marks), theme, typesetter)
    return [look.text_size(each.mark, theme) for each in found if isinstance(each.mark, Text | Formula)]


@pytest.mark.parametrize("theme", THEMES.values(), ids=str)
def test_a_line_with_room_grows_as_much_as_is_asked(theme: Theme, plain: Typesetter) -> None:
    alone = line(800, 450, "input", size=30)
    assert sizes([alone], enlarged(theme, LARGER), plain) == [pytest.approx(30 * theme.letters * LARGER)]
    assert sizes([alone], theme, plain) == [30 * theme.letters]


@given(gap=st.floats(6, 300), below=st.floats(-60, 60), anchor=st.sampled_from(["start", "middle", "end"]))
def test_lines_grow_together_and_never_meet(gap: float, below: float, anchor: str) -> None:
    theme, typesetter = enlarged(DARK, LARGER), Typesetter()
    width = lettering.width(line(0, 0, "feature map").runs, 32)
    left = line(500, 400, "feature map", size=32, anchor="end")
    right = line(500 + gap + (0 if anchor == "start" else width), 400 + below, "feature map", size=32, anchor=anchor)
    found = [each.mark for each in with_room(placed(left, right), theme, typesetter)]
    usual = [box(each, DARK) for each in (left, right)]
    grown = [box(each, theme) for each in found]
    assert cross(*usual) or not cross(*grown)
    assert all(look.text_size(each, theme) >= 32 * (1 - 1e-9) for each in found)


def test_a_line_stays_on_its_plate_and_on_the_stage(plain: Typesetter) -> None:
    theme = enlarged(DARK, LARGER)
    label = line(300, 300, "conv 3×3", size=30, anchor="middle")
    plate = Rect(x=300 - 75, y=270, width=150, height=60, fill=1)
    (_, on_plate), (at_edge,) = (
        with_room(placed(plate, label), theme, plain),
        with_room(placed(line(1590, 800, "from the paper", size=24, anchor="end")), theme, plain),
    )
    x0, _, x1, _ = box(on_plate.mark, theme)
    assert 225 <= x0 < x1 <= 375
    assert box(at_edge.mark, theme)[2] <= WIDTH
    assert at_edge.mark.size * theme.letters == pytest.approx(36)


def test_a_heading_does_not_grow_into_its_grid(plain: Typesetter) -> None:
    theme = enlarged(DARK, LARGER)
    heading = line(100, 180, "input", size=40)
    grid = Grid(values=Values(np.ones((2, 2))), origin=(100, 210), u=(90, 0), v=(0, 90))
    _, found = with_room(placed(grid, heading), theme, plain)
    assert box(found.mark, theme)[3] <= 210 - GAP
    assert look.text_size(found.mark, theme) > 40


def test_a_formula_grows_too(plain: Typesetter) -> None:
    formula = Formula(tex="a", plain="a", x=100, y=400, size=30)
    assert sizes([formula], enlarged(DARK, LARGER), plain) == [pytest.approx(45)]


@pytest.mark.parametrize("name", ["padding", "depthwise", "softmax"])
def test_no_scene_gets_lines_that_cross_or_leave_the_stage(name: str, plain: Typesetter) -> None:
    """With the largest letters in the theme that has large ones of its own; and most lines do grow."""
    theme, scene = enlarged(PROJECTOR, LARGER), catalogue().find(name)
    knobs = scene.knobs()
    growth = []
    for t in boundaries(plan(scene, knobs)):
        frame = list(render(scene, knobs, t).placed())
        usual = [each for each in frame if isinstance(each.mark, Text)]
        found = [each for each in with_room(frame, theme, plain) if isinstance(each.mark, Text)]
        before, after = [_moved(each, PROJECTOR) for each in usual], [_moved(each, theme) for each in found]
        for a, b in combinations(range(len(usual)), 2):
            crossing = found[a].mark.text, found[b].mark.text
            assert cross(before[a], before[b]) or not cross(after[a], after[b]), crossing
        growth += [theme.larger * new.mark.size / old.mark.size for old, new in zip(usual, found, strict=True)]
    assert np.mean(growth) > 1.25


def _moved(each: Placed, theme: Theme) -> tuple[float, float, float, float]:
    assert isinstance(each.mark, Text)
    left, top, right, bottom = box(each.mark, theme)
    return left + each.dx, top + each.dy, right + each.dx, bottom + each.dy


def test_what_a_plate_over_the_stage_hides_holds_no_line_up_on_it(plain: Typesetter) -> None:
    hidden = Rect(x=100, y=395, width=300, height=200, fill=0.5)
    plate = Rect(x=0, y=300, width=1600, height=300, fill=1.0, role=Role.SURFACE)
    asked = line(100, 380, "Which number comes here?", size=40)
    over = [Placed(mark, 0.0, 0.0, 1.0, pinned=True) for mark in (plate, asked)]
    theme = enlarged(DARK, LARGER)
    found = [each.mark for each in with_room([*placed(hidden), *over], theme, plain)]
    assert found == [hidden, plate, asked], "as large as the theme wants it"
    (_, smaller) = with_room(placed(hidden, asked), theme, plain)
    assert isinstance(smaller.mark, Text)
    assert smaller.mark.size < 40


def test_words_beside_each_other_keep_a_space_that_tells_them_apart(plain: Typesetter) -> None:
    theme = enlarged(DARK, LARGER)
    first = line(100, 400, "pixel × weight = product", size=32)
    left = 100 + lettering.width(first.runs, 32) * 1.1 + 40
    found = [each.mark for each in with_room(placed(first, line(left, 400, "feature map", size=32)), theme, plain)]
    before, behind = (box(each, theme) for each in found if isinstance(each, Text))
    assert before[2] - before[0] > lettering.width(first.runs, 32), "they grow"
    assert behind[0] - before[2] >= behind[3] - behind[1]
