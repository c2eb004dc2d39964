"""What goes on while nobody looks: an engine loads torch, and a thread imports the lab's charts."""

from __future__ import annotations

import contextlib
import importlib
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.lab.client import EngineClient
from engine.events import Event

if TYPE_CHECKING:
    from desktop.lab.page import LabPage
    from desktop.style import Appearance


class Backstage(QObject):
    """Gets the lab ready before anybody asks for it; one that isn't `eager` does so only then.

    `imported` says that the lab can be made without a wait.
    """

    imported = Signal()

    def __init__(self, parent: QObject, eager: bool = True) -> None:
        super().__init__(parent)
        self._eager = eager
        self._heard: list[Event] = []
        self._thread: threading.Thread | None = None
        self._client = EngineClient(parent=self)
        self._client.received.connect(self._hear)
        if eager:
            self._client.start()

    def import_lab(self) -> None:
        """Import what the lab needs, in a thread: it would stop the window for a third of a second."""
        if self._eager:
            self._thread = threading.Thread(target=self._import, name="lab", daemon=True)
            self._thread.start()

    def lab(self, appearance: Appearance) -> LabPage:
        """Make the lab's page, and tell it what the engine has said while there was nobody to listen."""
        from desktop.lab.page import LabPage

        page = LabPage(appearance, client=self._client)
        page.start_engine()
        self._client.received.disconnect(self._hear)
        if self._heard:
            self._client.received.emit(self._heard)
        return page

    def close(self) -> None:
        """End the engine, and wait for the import: a thread that imports must not outlive the program around it."""
        self._client.shutdown()
        if self._thread is not None:
            self._thread.join()

    def _hear(self, events: list[Event]) -> None:
        self._heard += events

    def _import(self) -> None:
        importlib.import_module("desktop.lab.page")
        with contextlib.suppress(RuntimeError):  # the window may be gone meanwhile
            self.imported.emit()
