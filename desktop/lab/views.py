"""The views of a run, of which one or two are seen at a time: charts, networks, their mistakes, and point maps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter

from desktop.lab.charts.board import ChartBoard
from desktop.lab.mistakes.view import MistakesView
from desktop.lab.networks.probe import ProbePanel
from desktop.lab.points.view import PointsView
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Segments

VIEWS = ("Both", "Charts", "Networks", "Mistakes", "Points")
BOTH, CHARTS, NETWORKS, MISTAKES, POINTS = range(len(VIEWS))
ROOM_FOR_BOTH = 640
"""Charts and networks stand side by side where there is so much room, in pixels for letters of the usual size."""
TOO_NARROW = "There is no room for both: make the window larger or the letters smaller."
BESIDE = "There is no room for both beside what stands out: close that, or make the window larger."


class Views(QSplitter):
    """Gives the wanted view its room; `chooser` shows which it is, and `told` carries why one can't be had.

    What is to be saved or copied of the mistakes and points takes the way of the charts.
    """

    told = Signal(str)

    def __init__(
        self, appearance: Appearance, board: ChartBoard, probe: ProbePanel, mistakes: MistakesView, points: PointsView
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._appearance = appearance
        self._board, self._probe, self._mistakes, self._points = board, probe, mistakes, points
        self.chooser = Segments("Show", VIEWS)
        self.wanted = BOTH
        self._narrow = ""
        """Why both can't be had."""
        self.chooser.picked.connect(self._say_why_not)
        for widget, share in ((board, 3), (probe, 2), (mistakes, 5), (points, 5)):
            self.addWidget(widget)
            self.setStretchFactor(self.count() - 1, share)
        self.setChildrenCollapsible(False)
        self.setSizes([600, 400, 1000, 1000])
        for view in (mistakes, points):
            view.save_wanted.connect(board.save_wanted)
            view.copy_wanted.connect(board.copy_wanted)

    def arrange(self, room: int, taken: int, alone: bool) -> None:
        """Share so many pixels but those `taken` by what stands beside the views.

        Where they are too few for both charts and networks, or one view is alone, that is charts.
        """
        least = self._appearance.px(ROOM_FOR_BOTH)
        self._narrow = TOO_NARROW if room < least else BESIDE if room - taken < least else ""
        shown = CHARTS if (self._narrow or alone) and self.wanted == BOTH else self.wanted
        self.chooser.show_index(shown, [self._narrow or None, *[None] * (len(VIEWS) - 1)])
        self._board.setVisible(shown in (BOTH, CHARTS))
        self._probe.setVisible(shown in (BOTH, NETWORKS))
        self._mistakes.setVisible(shown == MISTAKES)
        self._points.setVisible(shown == POINTS)

    def bring_charts(self) -> None:
        """Have the charts seen, where they are not."""
        if self._board.isHidden():
            self.chooser.picked.emit(CHARTS)

    def _say_why_not(self, index: int) -> None:
        if index == BOTH and self._narrow:
            self.told.emit(self._narrow)
