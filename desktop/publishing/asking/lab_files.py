"""What the lab shows as files and on the clipboard: each view as a picture, and the run as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.saving import ask_where_to_save
from scenes.stage.data.recording import Recording

if TYPE_CHECKING:
    from desktop.export.views import View
    from desktop.lab.page import LabPage
    from desktop.publishing.pages.lab_pictures import LargeChart
    from scenes.stage.core.catalogue import Scene
    from scenes.stage.output.theme import Theme

NO_RUN = "There is no run to save yet. Press Space to start one."


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
        table = _tabled(lab)
        kinds = f"PNG, {what} (*.png);;SVG, {what} (*.svg);;CSV, {table} (*.csv)"
        name = f"{file_name(title(recording.plan))}-{what.replace(' ', '-')}.png"
        path = ask_where_to_save(self._window, "Save what the lab shows", self._folder / name, kinds)
        if path:
            self.save(lab, path)

    def save(self, lab: LabPage, path: Path) -> None:
        """Save the view that is shown, or the run, into a file of the kind that its ending names."""
        from desktop.export.still import ExportError, write
        from desktop.runs.csv_table import TableError

        recording = lab.recording
        if recording is None:
            self._say(NO_RUN)
            return
        self._folder = path.parent
        try:
            if path.suffix.lower() == ".csv":
                _write_table(lab, recording, path)
            else:
                write(path, self._picture(lab, recording, path))
        except (ExportError, TableError) as error:
            self._say(str(error))
        else:
            self._say(f"{'The table' if path.suffix.lower() == '.csv' else 'The picture'} is saved as {path}.")

    def copy(self, lab: LabPage) -> None:
        """Put the view that is shown on the clipboard."""
        from desktop.export.clipboard import copy_image
        from desktop.export.still import ExportError
        from desktop.export.views import photographed
        from desktop.publishing.asking.clipboard import copy_picture
        from scenes.stage.core.catalogue import render

        recording, theme = lab.recording, self._appearance.theme
        if recording is None:
            self._say(NO_RUN)
            return
        scene = _scene(lab, recording, theme)
        try:
            if scene is None:
                self._say(copy_image(photographed(viewed(lab, self._appearance)), shown(lab)))
            else:
                frame = render(scene, scene.knobs(), 0.0, _part(lab, recording))
                self._say(copy_picture(frame, scene.title, theme))
        except ExportError as error:
            self._say(str(error))

    def _picture(self, lab: LabPage, recording: Recording, path: Path) -> bytes:
        """The view as the bytes of a file. Raises ExportError."""
        from desktop.export.still import ExportError, Style, encoded, pictures
        from desktop.export.views import photographed, vectors

        theme = self._appearance.theme
        if path.suffix.lower() not in (".png", ".svg"):
            raise ExportError(f"The lab saves no {path.name!r}: give it a name that ends in .png, .svg or .csv.")
        scene = _scene(lab, recording, theme)
        if scene is not None:
            (data,) = pictures(scene, scene.knobs(), path, None, Style(theme), _part(lab, recording)).values()
            return data
        if path.suffix.lower() == ".svg":
            return vectors(viewed(lab, self._appearance), shown(lab))
        return encoded(photographed(viewed(lab, self._appearance)), shown(lab))


def shown(lab: LabPage) -> str:
    """What the view is called that would be saved."""
    from desktop.publishing.pages.lab_pictures import CHARTS

    large = lab.board.room.large
    for view, words in ((lab.mistakes, "mistakes"), (lab.points, "points")):
        if view.isVisible():
            return words
    if not lab.board.isVisible():
        return "where the networks look" if lab.probe.looking.sheet.isVisible() else "networks"
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


def _scene(lab: LabPage, recording: Recording, theme: Theme) -> Scene | None:
    """The view as a scene that is drawn anew for a picture; None where its widget must be taken as it is."""
    from desktop.publishing.pages.lab_pictures import chart_scene
    from desktop.publishing.pages.mistakes_picture import mistakes_scene

    chart, mistakes = drawn(lab), lab.mistakes
    if chart is not None:
        return chart_scene(chart, recording, theme)
    return mistakes_scene(mistakes.shown, theme) if mistakes.isVisible() and mistakes.shown is not None else None


def _tabled(lab: LabPage) -> str:
    """What is written where the numbers are to be saved."""
    if lab.points.isVisible():
        return "where every picture lies"
    return "what was said of every picture" if lab.mistakes.isVisible() else "all numbers of the run"


def _write_table(lab: LabPage, recording: Recording, path: Path) -> None:
    """Write what was said of every picture, or where it lies, where that is shown, else all numbers of the run.

    Raises ExportError or TableError.
    """
    from desktop.export.still import write
    from desktop.export.views import table
    from desktop.lab.points.shown import table as points_table
    from desktop.runs import csv_table

    mistakes = lab.mistakes
    if mistakes.isVisible() and mistakes.shown is not None:
        csv_table.write_predictions(path, mistakes.shown.judged)
    elif lab.points.shown is not None:
        write(path, table(points_table(lab.points.shown)))
    else:
        csv_table.write(path, recording)


def viewed(lab: LabPage, looks: Appearance) -> View:
    """The view that is shown: as it is, the charts without their buttons, of the points the maps.

    Of the networks it is all, also what is scrolled away.
    """
    from desktop.export.views import View, as_shown
    from desktop.publishing.pages.charts_picture import charts_view

    if lab.board.isVisible() and lab.recording is not None:
        return charts_view(lab.board, lab.recording, looks)
    if lab.points.shown is not None:
        maps = lab.points.chart
        return View(maps.size(), maps.ground, maps.paint_as_it_is)
    views = (lab.mistakes, lab.points, lab.probe.looking.sheet)
    shown: QWidget = next((view for view in views if view.isVisible()), lab.probe)
    whole = lab.probe.inside.painting() if shown is lab.probe else None
    if whole is None:
        return as_shown(shown)
    size, paint = whole
    return View(size.toSize(), QColor(lab.probe.inside.ground), paint)


def _part(lab: LabPage, recording: Recording) -> Recording:
    """As much of a run as is looked at."""
    return recording if lab.looking_at is None else recording.upto(lab.looking_at)
