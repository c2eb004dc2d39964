"""The contestants' colours: apart for all eyes, and dark or light enough for letters."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from desktop.theme.contestants import contestant_colour
from engine.contract.spec import MAX_CONTESTANTS
from scenes.stage.output.theme import THEMES, Theme

EYES = {
    "all cones": np.eye(3),
    "no red cones": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "no green cones": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ],
    "no blue cones": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ],
}  # fmt: skip
"""What these eyes see of linear red, green and blue (Machado, Oliveira, Fernandes 2009)."""
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
LAB = np.array([[0, 116, 0], [500, -500, 0], [0, 200, -200]])


def linear(colour: str) -> np.ndarray:
    share = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(colour: str, eyes: str) -> np.ndarray:
    xyz = XYZ @ np.clip(np.array(EYES[eyes]) @ linear(colour), 0, 1) / XYZ.sum(axis=1)
    return LAB @ np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)


def closest(count: int, theme: Theme, eyes: str) -> float:
    seen = [lab(contestant_colour(index, theme), eyes) for index in range(count)]
    return min(float(np.linalg.norm(one - two)) for one, two in combinations(seen, 2))


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("theme", THEMES.values(), ids=str)
def test_all_eyes_tell_the_contestants_apart(theme: Theme, eyes: str) -> None:
    """In CIELAB, where 2 can just be seen; those with all cones see far larger differences."""
    assert closest(MAX_CONTESTANTS, theme, eyes) > (30 if eyes == "all cones" else 10)


@pytest.mark.parametrize("theme", THEMES.values(), ids=str)
def test_names_can_be_read_in_the_contestants_colours(theme: Theme) -> None:
    light = XYZ[1]
    for index in range(MAX_CONTESTANTS):
        one, two = (float(light @ linear(c)) + 0.05 for c in (contestant_colour(index, theme), theme.surface))
        assert max(one, two) / min(one, two) > 4
