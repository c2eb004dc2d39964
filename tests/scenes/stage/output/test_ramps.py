"""The colours of values to the last digit, and that they can be told apart and read in all themes."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.stage.core.marks import Role
from scenes.stage.output import oklch
from scenes.stage.output.ramps import STEPS, Colours, ramps
from scenes.stage.output.shading import inks, rgb
from scenes.stage.output.theme import PAPER, THEMES, Theme

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
QUARTERS = range(STEPS // 4, STEPS + 1, STEPS // 4)
"""A number is a quarter, a half, three quarters of the scale's limit, or the limit itself."""

ZERO = {"dark": "#20252e", "light": "#ebedf1", "projector": "#e7eaee"}
PLATE = {
    "dark": "#b9691a #d88122 #f09429 #ffa842",
    "light": "#c24a00 #b43d00 #a83200 #9f2900",
    "projector": "#ac3800 #9e2b00 #932100 #8a1800",
}
RING = {
    "dark": "#4c84ce #5b9be7 #66adfa #7cbdff",
    "light": "#4976d2 #3362ca #2251c4 #1442be",
    "projector": "#2950bb #1a3daf #112ca5 #0b1b9d",
}
CORE = {
    "dark": "#26354c #2a3e59 #2e4765 #364f6a",
    "light": "#e4e7ef #e2e5ee #e0e3ed #dfe2ec",
    "projector": "#e3e5ec #e1e4ea #e0e2e9 #dfe2e9",
}
INKS = {"dark": ("#000000", "#ffffff"), "light": ("#ffffff", "#000000"), "projector": ("#ffffff", "#000000")}
PIXEL = {
    "dark": "#20252e #4d525b #7f838b #b4b8bf #edf0f6",
    "light": "#ebedf1 #b3b6bb #7f8388 #4f5258 #23272c",
    "projector": "#e7eaee #acaeb3 #74777b #414348 #14161b",
}
FLAT = {
    "dark": "#3c79f0 #366cd7 #2f5eba #274c94 #20252e #965e17 #c37a1d #e69125 #ffa842",
    "light": "#1442be #2c5bcc #4a77dc #729aee #ebedf1 #df846b #c95c3f #b73c18 #9f2900",
    "projector": "#0b1b9d #1e3eaf #3b5fc3 #6688db #e7eaee #d27b69 #b8513d #a32f18 #8a1800",
}
CONTRASTS = {
    "dark": ("3.7 4.0 3.0 5.1", "5.2 5.3 3.7 7.1", "6.6 6.5 4.1 9.0", "7.9 7.7 4.4 8.5"),
    "light": ("4.2 3.7 4.0 4.9", "5.0 4.8 4.6 5.8", "5.7 5.9 5.2 6.7", "6.4 7.0 5.8 7.5"),
    "projector": ("5.2 5.9 5.0 6.3", "6.2 7.5 5.9 7.5", "7.1 9.0 6.6 8.5", "7.9 10.4 7.3 9.5"),
}
"""Plate against zero, ring against zero, plate against core, and the less readable of both numbers."""


def words(colours: Colours) -> str:
    return " ".join("#" + bytes(colour).hex() for colour in colours)


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """The ratio of WCAG 2.2."""
    darker, lighter = sorted(float(oklch.light(part / 255) @ [0.2126, 0.7152, 0.0722]) + 0.05 for part in (one, other))
    return lighter / darker


@themes
def test_the_tables_to_the_last_digit(theme: Theme) -> None:
    found, at = ramps(theme), list(QUARTERS)
    assert words(found.zero[None]) == ZERO[theme.name]
    assert words(found.plate[at]) == PLATE[theme.name]
    assert words(found.ring[at]) == RING[theme.name]
    assert words(found.core[at]) == CORE[theme.name]
    assert words(found.pixel[[0, *at]]) == PIXEL[theme.name]
    assert words(found.flat[:: STEPS // 4]) == FLAT[theme.name]


@themes
def test_the_contrasts_are_those_that_were_measured(theme: Theme) -> None:
    found = ramps(theme)
    for at, wanted in zip(QUARTERS, CONTRASTS[theme.name], strict=True):
        plate, ring, core = found.plate[at], found.ring[at], found.core[at]
        text = min(contrast(colour, inks(colour[None])[0]) for colour in (plate, core))
        measured = (contrast(plate, found.zero), contrast(ring, found.zero), contrast(plate, core), text)
        assert measured == pytest.approx([float(ratio) for ratio in wanted.split()], abs=0.11)
        assert (words(inks(plate[None])), words(inks(core[None]))) == INKS[theme.name]


@themes
def test_shapes_stand_out_from_a_quarter_of_the_limit_on(theme: Theme) -> None:
    found = ramps(theme)
    for at in range(STEPS // 4, STEPS + 1):
        assert contrast(found.plate[at], found.zero) >= 3.0
        assert contrast(found.ring[at], found.zero) >= 3.0
        assert contrast(found.plate[at], found.core[at]) >= 2.95  # 3.0 as it is written
    assert contrast(rgb(theme.values.edge), rgb(theme.background)) >= 2.95


@themes
def test_numbers_can_be_read_at_every_value(theme: Theme) -> None:
    found = ramps(theme)
    for table in (found.plate, found.core, found.pixel[1:]):
        for colour in table:
            assert contrast(colour, inks(colour[None])[0]) >= 4.5
    assert contrast(rgb(theme.values.nought), found.zero) >= 4.5


@themes
def test_each_table_grows_stronger_away_from_zero(theme: Theme) -> None:
    found = ramps(theme)
    for table in (found.plate, found.ring, found.flat[STEPS:], found.flat[STEPS::-1], found.pixel):
        apart = [contrast(colour, found.zero) for colour in table[::16]]
        assert apart == sorted(apart)


@themes
def test_roles_are_read_on_their_stage_and_keep_clear_of_the_colours_of_values(theme: Theme) -> None:
    roles = (Role.INPUT, Role.KERNEL, Role.PRODUCT, Role.OUTPUT, Role.BIAS, Role.GRADIENT, Role.WARNING)
    for role in roles:
        colour = rgb(theme.colour(role))
        assert contrast(colour, rgb(theme.background)) >= 5.2
        hue = oklch.from_srgb(colour / 255)[2]
        for ramp in (theme.values.plus, theme.values.minus):
            low, high = sorted(end[2] for end in ramp)
            assert not low - 15 < hue < high + 15, role
    assert contrast(rgb(theme.colour(Role.HIGHLIGHT)), rgb(theme.background)) >= 15


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("dark", "#6fd7ea #ffd75e #f79ac0 #57dba9 #cba6f7 #ff7f86 #ffffff"),
        ("light", "#00708a #8a6400 #ab1f66 #00734a #7030a8 #c0203a #111827"),
        ("projector", "#005a70 #6b4c00 #8f1150 #005a37 #591a91 #a01030 #000000"),
    ],
)
def test_the_colours_of_roles(name: str, wanted: str) -> None:
    roles = (Role.INPUT, Role.KERNEL, Role.PRODUCT, Role.OUTPUT, Role.BIAS, Role.GRADIENT, Role.HIGHLIGHT)
    assert " ".join(THEMES[name].colour(role) for role in roles) == wanted


def test_chroma_goes_until_a_screen_can_show_a_colour() -> None:
    grey, too_much = oklch.to_light(np.array([[0.5, 0.0, 120.0], [0.5, 0.4, 120.0]]))
    assert np.ptp(grey) < 1e-3
    assert too_much.min() >= 0.0
    assert too_much.max() <= 1.0
    lightness, chroma, hue = oklch.from_srgb(oklch.srgb(too_much))
    assert (lightness, hue) == pytest.approx((0.5, 120.0), abs=0.5)
    assert 0.1 < chroma < 0.4


def test_there_and_back() -> None:
    colours = np.random.default_rng(0).uniform(size=(50, 3))
    assert np.allclose(oklch.srgb(oklch.to_light(oklch.from_srgb(colours))), colours, atol=2e-3)


def test_on_paper_signs_are_told_without_colours() -> None:
    flat = oklch.from_srgb(ramps(PAPER).flat / 255)[:, 0]
    assert np.all(np.diff(flat) <= 1e-3)  # from the lightest, at the negative end, to the darkest
    minus, zero, plus = flat[0], flat[STEPS], flat[-1]
    assert minus - zero > 0.1
    assert zero - plus > 0.3
    assert rgb(PAPER.background).tolist() == [255, 255, 255]
    for quarter in QUARTERS:
        found = ramps(PAPER)
        assert contrast(found.plate[quarter], found.core[quarter]) >= 3.0
        assert contrast(found.ring[quarter], found.core[quarter]) >= 3.0


def test_no_menu_offers_the_look_of_paper() -> None:
    assert PAPER not in THEMES.values()
