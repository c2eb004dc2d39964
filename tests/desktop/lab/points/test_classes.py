"""Signs and colours of classes: all different, and to be seen on every ground."""

import numpy as np
import pytest

from desktop.lab.points.classes import colours, signs
from engine.contract.spec import DATA
from scenes.stage.output.oklch import from_srgb, light
from scenes.stage.output.shading import rgb
from scenes.stage.output.theme import THEMES, Theme


def luminance(colour: str) -> float:
    return float(light(rgb(colour) / 255) @ np.array([0.2126, 0.7152, 0.0722]))


def test_a_sign_is_a_letter_of_the_name_and_digits_are_their_own() -> None:
    assert signs(DATA["digits"].classes) == DATA["digits"].classes
    assert signs(DATA["animals"].classes) == ("B", "I", "C", "O", "D", "E", "G", "H", "S", "Z")
    assert signs(("cat", "cat 1", "act", "c", "ca")) == ("C", "1", "A", "c", "Ca")


@pytest.mark.parametrize("names", [tuple(f"class {index}" for index in range(30)), ("…", "—"), ("a", "A", "aa")])
def test_all_signs_are_different(names: tuple[str, ...]) -> None:
    found = signs(names)
    assert len(set(found)) == len(names)
    assert all(1 <= len(sign) <= 2 for sign in found)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_colours_are_seen_on_their_ground_and_neighbours_also_without_hues(theme: Theme) -> None:
    found = colours(10, theme)
    assert len(set(found)) == 10
    ground = luminance(theme.surface)
    for colour in found:
        high, low = sorted((luminance(colour), ground), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 3.0
    lightness = from_srgb(np.array([rgb(colour) for colour in found]) / 255)[:, 0]
    assert (np.abs(np.diff(lightness)) > 0.1).all()
