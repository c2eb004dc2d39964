"""Orders to the process that holds an opened file: one at a time, and of a kind that waits the newest counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from desktop.model_files.words import Look, Looked, Order, Prepare, Prepared, Ran, Refused
from engine.contract.numbers import Array

Answer = Looked | Prepared | Ran | Refused
Answered = Callable[[Answer], None]


class Opens(Protocol):
    """What `desktop.model_files.opener` does: it reads one file, and then carries out orders about it."""

    @property
    def opened(self) -> SignalInstance:
        """The file is read; carries its `Contents`."""

    @property
    def failed(self) -> SignalInstance:
        """It can't be read, or no longer; carries a sentence."""

    @property
    def looked(self) -> SignalInstance:
        """Carries a `Looked`."""

    @property
    def prepared(self) -> SignalInstance:
        """Carries a `Prepared`."""

    @property
    def ran(self) -> SignalInstance:
        """Carries a `Ran`."""

    @property
    def refused(self) -> SignalInstance:
        """An order can't be carried out; carries a sentence."""

    def open(self, path: Path) -> None:
        """Begin to read a file."""

    def look(self, tensor: str) -> None:
        """Ask for one array."""

    def prepare(self, folder: Path, labels: Sequence[str] = ()) -> None:
        """Have the weights laid out in a folder."""

    def run(self, picture: Array, layers: Sequence[str], mean: Sequence[float], deviation: Sequence[float]) -> None:
        """Send a picture through the network."""

    def close(self) -> None:
        """End it; nobody hears of it any more."""


class Orders(QObject):
    """Sends orders, and hands each answer to whoever asked for it."""

    def __init__(self, opener: Opens, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opener = opener
        self._going: Answered | None = None
        self._waiting: dict[type, tuple[Order, Answered]] = {}
        for answered in (opener.looked, opener.prepared, opener.ran):
            answered.connect(self._take)
        opener.refused.connect(lambda sentence: self._take(Refused(sentence)))

    def ask(self, order: Order, answered: Answered) -> None:
        """Have an order carried out. One of the same kind that has not been sent yet is forgotten."""
        self._waiting[type(order)] = (order, answered)
        self._send()

    def close(self) -> None:
        """Ask nothing more, and end what carries orders out."""
        self._going, self._waiting = None, {}
        self._opener.close()

    def _send(self) -> None:
        if self._going is not None or not self._waiting:
            return
        order, self._going = self._waiting.pop(next(iter(self._waiting)))
        match order:
            case Look(tensor):
                self._opener.look(tensor)
            case Prepare(folder, labels):
                self._opener.prepare(Path(folder), labels)
            case _:
                self._opener.run(order.picture, order.layers, order.mean, order.deviation)

    def _take(self, answer: Answer) -> None:
        answered, self._going = self._going, None
        self._send()
        if answered is not None:
            answered(answer)
