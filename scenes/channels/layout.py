"""Where things stand in the channels scene: areas of the stage, laid out afresh for each step."""

from __future__ import annotations

from scenes.stage.draw.areas import Area

CHANNEL_SHARE = 0.64
"""How much of the area for a channel and its kernel the channel takes."""
ABOVE = 40.0
"""How far above its cells the heading of a sheet stands."""

OPENING = Area(66.0, 176.0, 1468.0, 600.0)
"""The channels side by side."""

LABELS_X = 84.0
INPUT_ROW, FILTER_ROW = Area(236.0, 178.0, 1284.0, 330.0), Area(236.0, 564.0, 1284.0, 206.0)
FILTER_FRAME = Area(56.0, 544.0, 1488.0, 246.0)
"""The channels, and the kernels of one filter under them."""

SLIDE_ROW, PARTIAL_ROW = Area(66.0, 170.0, 1468.0, 300.0), Area(66.0, 542.0, 1468.0, 240.0)
"""Channels with their kernels, and the partial maps under them."""

EQUATION = Area(66.0, 150.0, 1468.0, 490.0)
ACCOUNT_Y = 716.0
"""The partial maps and their sum in a row, and one cell of it in numbers."""

SUM, MAP = Area(66.0, 172.0, 480.0, 480.0), Area(1054.0, 172.0, 480.0, 480.0)
BIAS = Area(690.0, 332.0, 220.0, 150.0)
FORMULA_Y = 742.0
"""The sum, the bias between, the map; and what all of it is as a formula."""

HEADINGS_Y = 132.0
INPUT_STACK, INPUT_STEP = Area(66.0, 180.0, 330.0, 520.0), (42.0, -34.0)
FILTERS = Area(480.0, 166.0, 600.0, 540.0)
FILTER_BIAS_X, FILTER_BIAS = 1124.0, 130.0
OWN_MAPS = Area(1310.0, 166.0, 224.0, 540.0)
COUNTS_Y = 760.0
"""Of all filters: the input, a row for each of them with its bias and its map, and what they count up to."""

VOLUME_STEP = (62.0, -46.0)
VOLUME_IN, VOLUME_OUT = Area(66.0, 176.0, 520.0, 504.0), Area(1014.0, 176.0, 520.0, 504.0)
SHAPES_Y = 736.0
"""The input and the output as volumes, and their shapes below."""


def beside(area: Area, gap: float) -> tuple[Area, Area]:
    """The areas of a channel and, narrower, of its kernel."""
    width = (area.width - gap) * CHANNEL_SHARE
    return area._replace(width=width), area._replace(x=area.x + width + gap, width=area.width - gap - width)
