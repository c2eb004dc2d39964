"""Three ways to learn the same classes, over the number of pictures: measured here, or recorded of a ready set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop.sets import splitting
from desktop.sets.collection import Shape
from desktop.teaching.model.asks import FROZEN
from desktop.teaching.model.head import Floats
from desktop.teaching.model.teacher import Pupils
from desktop.training.questions import Asks
from engine.contract.numbers import Array
from engine.contract.questions import NoReply, Reply
from engine.contract.teaching import CompareTeaching, TeachingCompared, TeachingRecord

WAYS = ("frozen", "scratch", "raw")
NAMES: Mapping[str, str] = {
    "frozen": "frozen network, new layer",
    "scratch": "small CNN from scratch",
    "raw": "one layer on the pixels",
}
COUNTS = (1, 2, 5, 10, 20, 50)
"""So many pictures of each class are learned from, as far as there are so many."""
DRAWS = 5
HELD = 3
"""One in so many pictures is held back."""
SEED = 1


class Band(NamedTuple):
    """What came out of all draws with so many `pictures` a class: the accuracies, 0..1."""

    pictures: int
    least: float
    mean: float
    most: float


class Comparing(QObject):
    """Holds what came out. `changed` says that it is more, or other, or that something is said."""

    changed = Signal()

    def __init__(self, questions: Asks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._found: dict[tuple[str, int], dict[int, float]] = {}
        self._token: int | None = None
        self.record: TeachingRecord | None = None
        """The comparison that was recorded, where that is shown or has been."""
        self.measured = False
        """Whether it is of a comparison here, and not recorded."""
        self.pictures = 0
        """How many pictures a class were compared on, learned from or held back."""
        self.progress: tuple[int, int] | None = None
        """How many of how many measurements are there, while it goes on."""
        self.said = ""

    @property
    def going(self) -> bool:
        """Whether it goes on."""
        return self.progress is not None

    def bands(self, way: str) -> tuple[Band, ...]:
        """What came out for a way, by the number of pictures."""
        found = ((count, list(draws.values())) for (each, count), draws in self._found.items() if each == way)
        return tuple(Band(count, min(of), float(np.mean(of)), max(of)) for count, of in sorted(found))

    def show(self, record: TeachingRecord | None) -> None:
        """Show what was recorded, or nothing."""
        self.stop()
        ways = record.accuracies if record is not None else {}
        self._found = {(way, of): dict(enumerate(draws)) for way, found in ways.items() for of, draws in found.items()}
        self.record, self.measured, self.said = record, False, ""
        self.changed.emit()

    @property
    def words(self) -> str:
        """What is shown is of, in a sentence; empty for nothing."""
        if self.said:
            return self.said
        if self.progress is not None:
            return f"{self.progress[0]} of {self.progress[1]} measurements are there."
        if self.measured:
            return f"Measured here with {self.pictures} pictures a class, a third held back, in {DRAWS} draws."
        if self.record is not None:
            draws = max(len(each) for each in self._found.values())
            return f"It was recorded, in {draws} draws, judged by {self.record.pictures:,} other pictures."
        return ""

    def start(self, pupils: Pupils, means: Floats, shape: Shape) -> None:
        """Measure it with pictures of one's own: of those that are almost alike with one only."""
        self.stop()
        pixels = np.frombuffer(b"".join(pupils.pixels), np.uint8).reshape(-1, *shape)
        chosen = distinct(pixels, pupils.labels.astype(np.uint8))
        fewest = int(np.bincount(pupils.labels[chosen], minlength=len(pupils.classes)).min())
        counts = counts_for(fewest)
        if not counts:
            self.said = (
                f"Each class needs {HELD} pictures that differ from each other, and one has {fewest}. Add others."
            )
            self.changed.emit()
            return
        labels = tuple(int(each) for each in pupils.labels[chosen])
        question = CompareTeaching(Array.of(pixels[chosen]), Array.of(means[chosen]), labels, counts, DRAWS, SEED)
        self._found, self.measured, self.said, self.pictures = {}, True, "", fewest
        self.progress = 0, len(WAYS) * len(counts) * DRAWS
        token = self._questions.ask(FROZEN, question, self._take, self._wait)
        self._token = token if self.going else None
        self.changed.emit()

    def stop(self) -> None:
        """Measure no further; what is there stays."""
        token, self._token, self.progress = self._token, None, None
        if token is not None:
            self._questions.stop(token)
            self.said = "Stopped."
            self.changed.emit()

    def _take(self, reply: Reply | NoReply) -> None:
        if self.progress is None:
            return
        if isinstance(reply, NoReply):
            self._token, self.progress, self.said = None, None, reply.message
        elif isinstance(reply.answer, TeachingCompared):
            answer, (done, of) = reply.answer, self.progress
            self._found.setdefault((answer.way, answer.count), {})[answer.draw] = answer.accuracy
            self.progress, self.said = (done + 1, of), ""
            if reply.part + 1 >= reply.parts:
                self._token = self.progress = None
        self.changed.emit()

    def _wait(self, sentence: str) -> None:
        self.said = sentence
        self.changed.emit()


def counts_for(fewest: int) -> tuple[int, ...]:
    """How many pictures of each class can be learned from where the smallest class has so many."""
    most = fewest - -(-fewest // HELD)
    if fewest < HELD or most < 1:
        return ()
    return tuple(sorted({*(each for each in COUNTS if each <= most), most}))


def distinct(pixels: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The places of pictures that are not almost like another of their class, and of the first of each that are."""
    return np.unique(splitting.alike(pixels, labels), return_index=True)[1]
