"""From values to colours: the tables are Crameri's, zero is the middle, and numbers can be read on them."""

from __future__ import annotations

from dataclasses import replace

import cmap
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import assets
from scenes.stage.core.marks import Grid, Role
from scenes.stage.numbers.values import Values
from scenes.stage.output.shading import cell_colours, ink, mixed, rgb, takes_black
from scenes.stage.output.theme import DARK, LIGHT, THEMES, Theme

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


def grid(*values: float, **more: object) -> Grid:
    return Grid(values=Values([values]), origin=(0, 0), u=(50, 0), v=(0, 50), **more)


def colours(mark: Grid, theme: Theme) -> list[tuple[int, ...]]:
    return [tuple(int(part) for part in colour) for colour in cell_colours(mark, theme)[0]]


def luminance(colour: np.ndarray) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    share = colour / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("name", ["vik", "berlin"])
def test_tables_are_the_published_ones(name: str) -> None:
    published = np.rint(np.array(cmap.Colormap(f"crameri:{name}")(np.linspace(0, 1, 256)))[:, :3] * 255)
    with np.load(assets.path("colormaps.npz"), allow_pickle=False) as stored:
        assert np.array_equal(stored[name], published)


@themes
def test_zero_is_the_middle_and_signs_are_ends(theme: Theme) -> None:
    with np.load(assets.path("colormaps.npz"), allow_pickle=False) as stored:
        table = [tuple(int(part) for part in colour) for colour in stored[theme.diverging]]
    least, zero, most = colours(grid(-2, 0, 2), theme)
    assert (least, most) == (table[0], table[-1])
    assert zero in table[127:129]
    assert luminance(np.array(zero)) < 0.05 if theme.dark else luminance(np.array(zero)) > 0.7


@themes
def test_equal_magnitudes_stand_out_equally(theme: Theme) -> None:
    ground = luminance(np.array(colours(grid(0, 1), theme)[0]))
    for value in (0.25, 0.5, 1.0):
        below, above = colours(grid(-value, value, limit=1.0), theme)
        apart = [abs(luminance(np.array(colour)) - ground) for colour in (below, above)]
        assert apart[0] == pytest.approx(apart[1], abs=0.12)


def test_the_limit_gets_the_full_colour_and_all_beyond_too() -> None:
    for shade in ("signed", "unsigned", "grey"):
        at_limit, beyond, infinite = colours(grid(4, 9, np.inf, limit=4.0, shade=shade, role=Role.KERNEL), LIGHT)
        assert at_limit == beyond == infinite


def test_without_a_limit_the_largest_magnitude_gets_it() -> None:
    assert colours(grid(-8, 1), DARK)[0] == colours(grid(-1, 1), DARK)[0]
    assert colours(grid(0, 0), DARK)[0] == colours(grid(0, 1), DARK)[0]


def test_ramps_go_from_the_empty_cell_to_the_role() -> None:
    empty, half, full = colours(grid(0, 0.5, 1, shade="unsigned", role=Role.KERNEL), LIGHT)
    assert empty == tuple(rgb(LIGHT.raised))
    target = rgb(LIGHT.colour(Role.KERNEL))
    distances = [np.linalg.norm(target - np.array(colour)) for colour in (empty, half, full)]
    assert distances == sorted(distances, reverse=True)


def test_grey_is_the_value_itself() -> None:
    assert colours(grid(0, 0.5, 1, shade="grey"), DARK) == [(0, 0, 0), (128, 128, 128), (255, 255, 255)]


def test_cells_that_are_not_written_are_empty_whatever_they_hold() -> None:
    found = colours(grid(1, -1, 1, shown=1), DARK)
    assert found[1:] == [tuple(rgb(DARK.raised))] * 2
    assert found[0] == colours(grid(1, -1, 1), DARK)[0]


def test_not_a_number_has_the_colour_of_zero_and_spoils_no_other_cell() -> None:
    assert colours(grid(np.nan, 1, -1), DARK) == colours(grid(0, 1, -1), DARK)


def test_faded_cells_go_into_the_ground() -> None:
    plain = grid(1, 1)
    faded, kept = colours(replace(plain, faded=Values([[True, False]])), DARK)
    assert kept == colours(plain, DARK)[0]
    ground = rgb(DARK.background)
    assert np.linalg.norm(faded - ground) < 0.5 * np.linalg.norm(kept - ground)


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_ink_reads_on_every_colour(colour: tuple[int, int, int]) -> None:
    ground, letters = luminance(np.array(colour)), luminance(rgb(ink(np.array(colour, float))))
    contrast = (max(ground, letters) + 0.05) / (min(ground, letters) + 0.05)
    assert contrast >= 4.5


def test_ink_of_many_cells_is_that_of_each() -> None:
    many = np.random.default_rng(0).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    each = [[ink(colour.astype(float)) == "#000000" for colour in row] for row in many]
    assert np.array_equal(takes_black(many), each)


@pytest.mark.parametrize(("strength", "wanted"), [(0, "#000000"), (1, "#ff8000"), (0.5, "#804000"), (7, "#ff8000")])
def test_mixing(strength: float, wanted: str) -> None:
    assert mixed("#ff8000", "#000000", strength) == wanted
