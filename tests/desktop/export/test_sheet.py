"""Contact sheets: every step of a scene in one picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from desktop.export.sheet import GAP, export_sheet
from desktop.export.still import ExportError, Style
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import scene
from scenes.stage.core.marks import Rect, Role
from scenes.stage.core.stage import Stage
from scenes.stage.output.theme import LIGHT
from tests.desktop.painted import pixels

LONG = "The filter slides on over the input, one step at a time, and writes one number of the map at every place. " * 3


@dataclass(frozen=True)
class Knobs(kit.Knobs):
    steps: int = kit.integer(5, 1, 9, label="Steps")


@scene(chapter="Seeing with filters", title="Growing", order=1)
def growing(stage: Stage, knobs: Knobs) -> None:
    """Fill the stage by another part with every step."""
    for number in range(knobs.steps):
        span = stage.step(f"Part {number}", "One more part of it.", 1.0, more=4 * LONG if number == 1 else "Little.")
        width = 1600 / knobs.steps
        stage.add(Rect(x=number * width, y=200, width=width, height=500, fill=span.t, role=Role.INPUT))


@pytest.mark.parametrize(("steps", "columns", "rows"), [(1, 1, 1), (5, 3, 2), (9, 3, 3)])
def test_each_step_has_its_place(qapp: object, tmp_path: Path, steps: int, columns: int, rows: int) -> None:
    path = export_sheet(growing, Knobs(steps), tmp_path / "s.png", Style(LIGHT, (160, 90)))
    picture = QImage(str(path))
    assert picture.width() == GAP + columns * (160 + GAP)
    assert picture.height() > GAP + rows * (90 + GAP)
    seen = pixels(picture)[..., :3].astype(int)
    middle = GAP + 45
    for column in range(columns):
        first = GAP + column * (160 + GAP)
        line = seen[middle, first + 2 : first + 158]
        background = seen[GAP + 1, first + 1]
        filled = (np.abs(line - background).sum(axis=1) > 20).mean()
        assert filled == pytest.approx((column + 1) / steps, abs=0.03)


def test_longer_words_make_their_row_higher(qapp: object, tmp_path: Path) -> None:
    heights = []
    for steps in (4, 1):
        path = export_sheet(growing, Knobs(steps), tmp_path / "s.png", Style(LIGHT, (160, 90)))
        heights.append(QImage(str(path)).height() - GAP)
    assert heights[0] > 2 * heights[1]


def test_a_sheet_is_a_png(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"ends in \.png"):
        export_sheet(growing, Knobs(), tmp_path / "s.svg", Style())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [(0, 90), (20000, 90)])
def test_absurd_sizes_are_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(ExportError, match="1 to 16384 pixels"):
        export_sheet(growing, Knobs(), tmp_path / "s.png", Style(size=size))
