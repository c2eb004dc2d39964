"""All steps of a scene in one picture: what each looks like at its end, with its words under it."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter

from desktop.export.still import ExportError, Style, encoded, need_application, require_sizes, to_image, write
from scenes.stage.core.catalogue import Draw, Scene, plan, render
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recording

STEP_SIZE = (800, 450)
"""Pixels of each step's picture, unless somebody asks for others."""
GAP = 12
"""Pixels between pictures."""


def export_sheet(
    scene: Scene, knobs: Knobs, path: Path, style: Style, recording: Recording | None = None, draw: Draw = render
) -> Path:
    """Write the ends of all steps as one PNG, each of `style.size` pixels with what more there is to say under it.

    `draw` is what draws. Raises ExportError.
    """
    if path.suffix.lower() != ".png":
        raise ExportError(f"A contact sheet is a PNG: give {path.name!r} a name that ends in .png.")
    require_sizes(style)
    need_application()
    with_more = replace(style, more=True)
    ends = boundaries(plan(scene, knobs, recording))
    steps = [to_image(draw(scene, knobs, t, recording), with_more) for t in ends]
    write(path, encoded(tiled(steps, style.theme.surface), scene.title))
    return path


def tiled(pictures: list[QImage], ground: str) -> QImage:
    """Lay pictures of one width out in rows of about as many as there are rows, each row as high as it needs."""
    columns = math.ceil(math.sqrt(len(pictures)))
    rows = [pictures[first : first + columns] for first in range(0, len(pictures), columns)]
    heights = [max(picture.height() for picture in row) for row in rows]
    width = pictures[0].width()
    sheet = QImage(
        GAP + columns * (width + GAP), GAP + sum(height + GAP for height in heights), QImage.Format.Format_RGB32
    )
    if sheet.isNull():
        raise ExportError(f"There is not enough memory for a sheet of {len(pictures)} steps; make them smaller.")
    sheet.fill(QColor(ground))
    with QPainter(sheet) as painter:
        y = GAP
        for row, height in zip(rows, heights, strict=True):
            for column, picture in enumerate(row):
                painter.drawImage(GAP + column * (width + GAP), y, picture)
            y += height + GAP
    return sheet
