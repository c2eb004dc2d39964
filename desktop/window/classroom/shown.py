"""What was shown, for the window around it: logs of classes and copied moments, with their keys and offers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject

from desktop.window.actions import Actions
from desktop.window.classroom.moments import Moments
from desktop.window.classroom.open_lesson import OpenLesson
from desktop.window.classroom.over_the_stage import OverTheStage
from desktop.window.classroom.record import ClassRecords
from desktop.window.classroom.teaching import Classroom
from desktop.window.overlays.panels import Panels
from desktop.window.overlays.side_tabs import SideTabs
from desktop.window.places import Places
from desktop.window.presenting.presenting import Presenting

CLASSES = "Classes"
"""What the page of past classes is called."""


class Shown(QObject):
    """Makes both for one window."""

    def __init__(
        self,
        presenting: Presenting,
        classroom: Classroom,
        over_the_stage: OverTheStage,
        open_lesson: OpenLesson,
        places: Places,
    ) -> None:
        around = presenting.around
        super().__init__(around.content)
        self.records = ClassRecords(around, classroom, over_the_stage, presenting, open_lesson, places.show_scene)
        self.panel = self.records.make_panel()
        self._places = places
        self._show_panel: Callable[[], None] = lambda: None
        self.moments = Moments(around, places.show_scene, lambda: places.at_scene)
        self._offers = self.records.offer, self.moments.offer
        for offer in self._offers:
            offer.stand_on(places, lambda: places.at_home)

    def live_in(self, pages: SideTabs, panels: Panels) -> None:
        """Have the list of classes among the pages at the left."""

        def show() -> None:
            self._places.show_scene()
            pages.show_page(CLASSES)
            panels.show("left")

        self._show_panel = show

    @property
    def actions(self) -> Actions:
        """What keys and the menu do."""
        return {
            "rehearse": self.records.rehearse,
            "classes": lambda: self._show_panel(),
            "copy-moment": self.moments.copy,
            "paste": self.moments.paste,
        }

    def place(self) -> None:
        """Have what is offered where it belongs in a window of any size."""
        for offer in self._offers:
            offer.place()

    def dismiss(self) -> bool:
        """Take back what is offered; tells whether anything was."""
        return any(offer.dismiss() for offer in self._offers)

    def takes(self, data: QMimeData) -> bool:
        """Whether something that is dropped is a moment."""
        return self.moments.takes(data)

    def take(self, data: QMimeData) -> None:
        """Offer to open the moment that is dropped."""
        self.moments.take(data.text())
