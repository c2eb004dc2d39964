"""Where things stand in the softmax scene: logits, stretched bars and the bar of shares, from left to right."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from scenes.reference import Floats
from scenes.stage.charts.curves import spread

TOP, BOTTOM = 234.0, 672.0
HEIGHT = BOTTOM - TOP
"""The height of the bar of all shares: 1, or S."""
HEADINGS = 180.0
PLATES, NAMES = 700.0, 768.0
LOGITS = (60.0, 460.0)
ASIDE = 640.0
STRETCHED = (600.0, 1000.0)
STACK = (1086.0, 1190.0)
LABELS = 1230.0
CURVE = (1110.0, 1540.0)
LOGIT_HEIGHT = 420.0
"""How high the bars of logits may reach, from the lowest to the highest end."""
OPTIONS = 730.0
APART = 42.0
"""The least distance of the labels of two shares."""
UNITS = (140.0, 70.0, 28.0, 14.0)
"""How high a logit of 1 may be drawn: a bar follows the hand that drags it in steps of 0.1, 0.2, 0.5 or 1."""


def column(zone: tuple[float, float], index: int, count: int) -> tuple[float, float]:
    """The left side and the width of bar `index` of `count` in a zone."""
    pitch = (zone[1] - zone[0]) / count
    width = min(0.72 * pitch, 96.0)
    return zone[0] + (index + 0.5) * pitch - width / 2, width


def unit_of(z: Floats) -> float:
    """The height of 1 for logits (K,): the largest at which all fit, zero among them."""
    reach = _reach(z)
    return next((unit for unit in UNITS if unit * reach <= LOGIT_HEIGHT), UNITS[-1])


def fitted_unit(z: Floats, largest: float) -> float:
    """The same, for logits on their way: as large as fits."""
    return float(min(largest, LOGIT_HEIGHT / max(_reach(z), 1e-9)))


def zero_line(z: Floats, unit: float) -> float:
    """The height on the stage of a logit of 0: bars below zero hang down from it."""
    return float(BOTTOM + min(z.min(), 0.0) * unit)


def _reach(z: Floats) -> float:
    return float(max(z.max(), 0.0) - min(z.min(), 0.0))


def stacked(p: Floats) -> tuple[tuple[float, float], ...]:
    """Top and bottom of every share in the bar of shares, the first class on top."""
    ends = TOP + np.concatenate(([0.0], np.cumsum(p))) * HEIGHT
    return tuple((float(top), float(bottom)) for top, bottom in pairwise(ends))


def label_places(p: Floats) -> list[float]:
    """The heights of the labels of shares (K,): beside the middles, but `APART` from each other."""
    return spread([(top + bottom) / 2 for top, bottom in stacked(p)], APART, TOP - 7, BOTTOM + 13)
