"""From values to tiles: what is positive, negative, zero, beyond the scale, padding or not written, in all themes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.core.marks import Grid, Role
from scenes.stage.numbers.values import Values
from scenes.stage.output import styling as look
from scenes.stage.output.ramps import STEPS, ramps
from scenes.stage.output.shading import OUTLINE, Tiles, hexed, ink, mixed, rgb, takes_black
from scenes.stage.output.theme import DARK, LIGHT, THEMES, Theme

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


def grid(*values: float, side: float = 100.0, **more: object) -> Grid:
    return Grid(values=Values([values]), origin=(0, 0), u=(side, 0), v=(0, side), **more)


def tiles(mark: Grid, theme: Theme = DARK, limit: float = 4.0) -> Tiles:
    return look.tiles(mark, limit, theme)


def fills(mark: Grid, theme: Theme = DARK, limit: float = 4.0) -> list[str]:
    return [hexed(colour) for colour in tiles(mark, theme, limit).fill[0]]


def luminance(colour: np.ndarray) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    share = colour / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@themes
def test_filled_is_positive_a_ring_negative_an_outline_zero(theme: Theme) -> None:
    found, tables = tiles(grid(2, -2, 0), theme), ramps(theme)
    half = STEPS // 2
    assert np.array_equal(found.fill[0], [tables.plate[half], tables.core[half], tables.zero])
    assert np.array_equal(found.ring[0, 1], tables.ring[half])
    assert hexed(found.ring[0, 2]) == theme.values.edge
    assert found.width[0] == pytest.approx([0.0, 0.05 + 0.075 * 0.5**0.5, OUTLINE])
    assert hexed(found.ink[0, 2]) == theme.values.nought
    assert not found.dashed.any()


def test_rings_grow_with_the_number_but_leave_room_for_it() -> None:
    widths = tiles(grid(-1, -2, -3, -4)).width[0]
    assert list(widths) == sorted(widths)
    assert widths[-1] == pytest.approx(0.125)
    narrow = grid(-1.25, side=80.0)
    letters = look.number_size(narrow, DARK) * narrow.label_width / 80.0
    assert 0.02 < tiles(narrow).width[0, 0] <= (1.0 - narrow.gap - letters) / 2 + 1e-9


def test_what_is_written_as_zero_looks_like_it() -> None:
    found = tiles(grid(0.004, -0.004, 0.006, decimals=2))
    assert found.width[0] == pytest.approx([OUTLINE, OUTLINE, 0.0])


def test_what_is_beyond_the_scale_has_the_full_colour_and_a_corner() -> None:
    found = tiles(grid(4, 9, np.inf, -4, -7, -np.inf))
    assert len({hexed(colour) for colour in found.fill[0, :3]}) == 1
    assert len({hexed(colour) for colour in found.ring[0, 3:]}) == 1
    assert found.beyond[0].tolist() == [False, True, True, False, True, True]


def test_an_outlier_recolours_no_other_number() -> None:
    before, after = tiles(grid(1, -2, 0, 3)), tiles(grid(1, -2, 0, 99))
    for part in ("fill", "ring", "ink"):
        assert np.array_equal(getattr(before, part)[0, :3], getattr(after, part)[0, :3])


@themes
def test_pixels_are_grey_and_a_negative_one_is_a_ring(theme: Theme) -> None:
    found, tables = tiles(grid(0, 1, 2, 4, -1, shade="pixel"), theme), ramps(theme)
    assert np.array_equal(found.fill[0, :4], [tables.zero, *tables.pixel[[STEPS // 4, STEPS // 2, STEPS]]])
    assert np.array_equal(found.ring[0, 4], tables.ring[STEPS // 4])
    assert found.width[0, 1:4].max() == 0.0 < found.width[0, 4]


@themes
@pytest.mark.parametrize("small", [{"side": 9.0}, {"numbers": False}])
def test_where_no_number_stands_colours_are_flat(small: dict[str, object], theme: Theme) -> None:
    found = tiles(grid(-4, -1, 0, 1, 4, **small), theme)
    assert found.is_plain
    assert np.array_equal(found.fill[0], ramps(theme).flat[STEPS + STEPS // 4 * np.array([-4, -1, 0, 1, 4])])


def test_cells_of_few_pixels_have_no_rings() -> None:
    assert not look.tiles(grid(-1, 1, side=50.0), 4.0, DARK, scale=0.5).is_plain
    assert look.tiles(grid(-1, 1, side=50.0), 4.0, DARK, scale=0.15).is_plain


def test_photographs_keep_their_own_pixels() -> None:
    assert fills(grid(0, 128, 255, shade="grey")) == ["#000000", "#808080", "#ffffff"]
    assert fills(grid(0, 255, shade="glow", role=Role.RED), LIGHT)[0] == "#000000"


def test_a_tint_goes_from_the_empty_cell_to_the_role() -> None:
    empty, half, full = tiles(grid(0, 0.5, 1, shade="tint", role=Role.KERNEL), LIGHT).fill[0].astype(float)
    assert np.array_equal(empty, rgb(LIGHT.raised))
    target = rgb(LIGHT.colour(Role.KERNEL))
    distances = [np.linalg.norm(target - colour) for colour in (empty, half, full)]
    assert distances == sorted(distances, reverse=True)


@pytest.mark.parametrize("numbers", [True, False])
def test_cells_that_are_not_written_are_a_dashed_outline_whatever_they_hold(numbers: bool) -> None:
    found = tiles(grid(1, -1, 9, shown=1, numbers=numbers))
    assert fills(grid(1, -1, 9, shown=1))[1:] == [DARK.background] * 2
    assert found.dashed[0].tolist() == [False, True, True]
    assert not found.beyond[0, 1:].any()


@themes
def test_padding_is_a_zero_with_a_dashed_outline(theme: Theme) -> None:
    found = tiles(grid(-np.inf, 2, padding=Values([[True, False]])), theme)
    assert np.array_equal(found.fill[0, 0], ramps(theme).zero)
    assert (found.dashed[0].tolist(), found.beyond[0].tolist()) == ([True, False], [False, False])


def test_not_a_number_looks_like_zero_and_spoils_no_other_cell() -> None:
    assert fills(grid(np.nan, 1, -1)) == fills(grid(0, 1, -1))


def test_faded_cells_go_into_the_ground() -> None:
    plain = grid(1, 1)
    faded, kept = tiles(replace(plain, faded=Values([[True, False]]))).fill[0].astype(float)
    assert hexed(kept.astype(np.uint8)) == fills(plain)[0]
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
