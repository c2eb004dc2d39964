"""Degradation, in the numbers of the paper: top-1 errors of plain and residual networks of 18 and 34 layers."""

from __future__ import annotations

from scenes.stage.charts.slopes import Slope, SlopeChart
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.paper_results import DEPTH_CONDITIONS, DEPTH_ERRORS, DEPTHS
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.kinds import PLAIN, RESIDUAL

CHART = SlopeChart((160.0, 240.0, 740.0, 450.0), (25.0, 29.0), (f"{DEPTHS[0]} layers", f"{DEPTHS[1]} layers"))
WORDS = 1010.0


def draw_depth(stage: Stage, share: float, opacity: float) -> None:
    """Draw both pairs of errors; the lines to 34 layers grow with the share."""
    if opacity <= 0:
        return
    slopes = (
        Slope("plain", DEPTH_ERRORS["plain"], PLAIN),
        Slope("residual", DEPTH_ERRORS["residual"], RESIDUAL),
    )
    marks: list[AnyMark] = [
        heading(160, 168, "top-1 error in %", "ImageNet validation", Role.TEXT),
        *CHART.draw(slopes, ease(share * 1.25)),
        *_words(),
    ]
    stage.add(*marks, opacity=opacity)


def _words() -> list[AnyMark]:
    """What it means, and where it is from."""
    lines = (
        ("Deeper and plain: worse,", PLAIN, 28.0),
        ("on the training data as well.", PLAIN, 28.0),
        ("Deeper with shortcuts: better.", RESIDUAL, 28.0),
        ("", Role.TEXT, 28.0),
        ("Both networks of a depth have", Role.TEXT, 28.0),
        ("equally many parameters (option A).", Role.TEXT, 28.0),
        ("", Role.TEXT, 28.0),
        *((words, Role.MUTED, 24.0) for words in DEPTH_CONDITIONS),
    )
    return [
        lettering(WORDS, 270 + index * 44, text, role, size=size)
        for index, (text, role, size) in enumerate(lines)
        if text
    ]
