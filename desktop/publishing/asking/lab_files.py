"""What the lab shows as files and on the clipboard: each view as a picture, and the run as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.saving import ask_where_to_save
from scenes.stage.data.recording import Recording

if TYPE_CHECKING:
    from desktop.lab.page import LabPage
    from desktop.publishing.pages.lab_pictures import LargeChart

NO_RUN = "There is no run to save yet. Press Space to start one."
SHARP = 2
"""A picture of widgets has so many pixels for each one on the screen."""
LARGEST = 8192
"""No picture of them has more pixels a side than this, unless the view itself has."""


class LabFiles:
    """Saves and copies what a lab shows. `say` tells the user what was done, or why it can't be."""

    def __init__(self, appearance: Appearance, say: Callable[[str], None], window: QWidget) -> None:
        self._appearance, self._say, self._window = appearance, say, window
        self._folder = Path.home()

    def serve(self, lab: LabPage) -> None:
        """Save and copy whenever the lab asks for it."""
        lab.board.save_wanted.connect(lambda: self.ask_to_save(lab))
        lab.board.copy_wanted.connect(lambda: self.copy(lab))

    def ask_to_save(self, lab: LabPage) -> None:
        """Let the user choose where to save the view that is shown, or the whole run as a table."""
        from desktop.runs.labels import file_name, title

        recording = lab.recording
        if recording is None:
            self._say(NO_RUN)
            return
        what = shown(lab)
        kinds = f"PNG, {what} (*.png);;SVG, {what} (*.svg);;CSV, all numbers of the run (*.csv)"
        name = f"{file_name(title(recording.plan))}-{what.replace(' ', '-')}.png"
        path = ask_where_to_save(self._window, "Save what the lab shows", self._folder / name, kinds)
        if path:
            self.save(lab, path)

    def save(self, lab: LabPage, path: Path) -> None:
        """Save the view that is shown, or the run, into a file of the kind that its ending names."""
        from desktop.export.still import ExportError, write
        from desktop.runs.csv_table import TableError
        from desktop.runs.csv_table import write as write_table

        recording = lab.recording
        if recording is None:
            self._say(NO_RUN)
            return
        self._folder = path.parent
        try:
            if path.suffix.lower() == ".csv":
                write_table(path, recording)
            else:
                write(path, self._picture(lab, recording, path))
        except (ExportError, TableError) as error:
            self._say(str(error))
        else:
            self._say(f"{'The table' if path.suffix.lower() == '.csv' else 'The picture'} is saved as {path}.")

    def copy(self, lab: LabPage) -> None:
        """Put the view that is shown on the clipboard."""
        from desktop.export.still import ExportError
        from desktop.publishing.asking.clipboard import copy_image, copy_picture
        from desktop.publishing.pages.lab_pictures import chart_scene
        from scenes.stage.core.catalogue import render

        recording, theme = lab.recording, self._appearance.theme
        if recording is None:
            self._say(NO_RUN)
            return
        chart = drawn(lab)
        try:
            if chart is None:
                self._say(copy_image(photographed(viewed(lab)), shown(lab)))
            else:
                scene = chart_scene(chart, recording, theme)
                frame = render(scene, scene.knobs(), 0.0, _part(lab, recording))
                self._say(copy_picture(frame, scene.title, theme))
        except ExportError as error:
            self._say(str(error))

    def _picture(self, lab: LabPage, recording: Recording, path: Path) -> bytes:
        """The view as the bytes of a file. Raises ExportError."""
        from desktop.export.still import ExportError, Style, encoded, pictures
        from desktop.publishing.pages.lab_pictures import chart_scene

        theme, chart = self._appearance.theme, drawn(lab)
        if path.suffix.lower() not in (".png", ".svg"):
            raise ExportError(f"The lab saves no {path.name!r}: give it a name that ends in .png, .svg or .csv.")
        if chart is not None:
            scene = chart_scene(chart, recording, theme)
            (data,) = pictures(scene, scene.knobs(), path, None, Style(theme), _part(lab, recording)).values()
            return data
        if path.suffix.lower() == ".svg":
            return vectors(viewed(lab), shown(lab))
        return encoded(photographed(viewed(lab)), shown(lab))


def shown(lab: LabPage) -> str:
    """What the view is called that would be saved."""
    from desktop.publishing.pages.lab_pictures import CHARTS

    large = lab.board.room.large
    if not lab.board.isVisible():
        return "networks"
    return "four charts" if large is None else CHARTS[large]


def drawn(lab: LabPage) -> LargeChart | None:
    """The large chart, which is drawn anew for a picture; None where widgets must be taken as they are.

    They are where there are several charts or none, and where other runs lie over a chart.
    """
    from desktop.publishing.pages.lab_pictures import LargeChart

    board = lab.board
    if not board.isVisible() or board.room.large is None or board.has_overlays:
        return None
    return LargeChart(board.room.large, board.kind, board.only)


class View(NamedTuple):
    """What is shown, as it is painted: its size, the ground, and what paints the rest."""

    size: QSize
    ground: QColor
    paint: Callable[[QPainter], None]


def viewed(lab: LabPage) -> View:
    """The view that is shown: the charts as they are, or all of the networks, also what is scrolled away."""
    shown = lab.board if lab.board.isVisible() else lab.probe
    whole = None if lab.board.isVisible() else lab.probe.inside.painting()
    if whole is None:
        return as_shown(shown)
    size, paint = whole
    return View(size.toSize(), QColor(lab.probe.inside.ground), paint)


def as_shown(widget: QWidget) -> View:
    """A widget as it is on the screen."""
    return View(widget.size(), widget.palette().window().color(), lambda painter: widget.render(painter, QPoint()))


def photographed(view: View) -> QImage:
    """A view as an image; one that is too large for sharp pixels has as many as on the screen."""
    sharp = SHARP if max(view.size.width(), view.size.height()) * SHARP <= LARGEST else 1
    image = QImage(view.size * sharp, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(sharp)
    image.fill(view.ground)
    with QPainter(image) as painter:
        view.paint(painter)
    return image


def vectors(view: View, title: str) -> bytes:
    """A view as SVG."""
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(view.size)
    made.setViewBox(QRect(QPoint(), view.size))
    made.setTitle(title)
    with QPainter(made) as painter:
        painter.fillRect(QRect(QPoint(), view.size), view.ground)
        view.paint(painter)
    return bytes(buffer.data().data())


def _part(lab: LabPage, recording: Recording) -> Recording:
    """As much of a run as is looked at."""
    return recording if lab.looking_at is None else recording.upto(lab.looking_at)
