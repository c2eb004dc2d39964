"""The panel of practice: the overview of the course, or the question that is asked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.practice.view.overview_page import OverviewPage
from desktop.practice.view.question_view import QuestionView
from desktop.practice.view.shown import Shown
from desktop.theme.appearance import Appearance

WIDTH = 350
"""How wide it is in pixels, for letters of the usual size."""


class PracticePanel(QWidget):
    """Shows one of both. `looked_at` says that it has come into sight."""

    looked_at = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.overview, self.question = OverviewPage(appearance), QuestionView(appearance)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.overview)
        column.addWidget(self.question)
        self.question.hide()
        appearance.changed.connect(self._dress)
        self._dress()

    def show_question(self, shown: Shown | None) -> None:
        """Show a question; None shows the overview."""
        if shown is not None:
            self.question.show_question(shown)
        self.question.setVisible(shown is not None)
        self.overview.setVisible(shown is None)

    def _dress(self) -> None:
        self.setFixedWidth(self._appearance.room(WIDTH))

    def showEvent(self, event: object) -> None:  # noqa: D102 - Qt's
        self.looked_at.emit()
