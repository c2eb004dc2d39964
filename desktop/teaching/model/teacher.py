"""What was learned of a collection: asked for a while after it has changed, as soon as all means are there."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.sets import splitting
from desktop.sets.collection import Collection
from desktop.sets.splitting import UNSPLIT
from desktop.teaching.model.asks import FROZEN
from desktop.teaching.model.head import Floats, Head
from desktop.teaching.model.means import Means
from desktop.training.questions import Asks
from engine.contract.numbers import Array
from engine.contract.questions import NoReply, Reply
from engine.contract.spec import CLASSES
from engine.contract.teaching import Headed, HeadTaught, TeachHead
from scenes.stage.numbers.confusion import Counts

LEAST = 2
"""So many pictures each class needs: one to learn from, and one that judges."""
WAIT_MS = 1000
"""So long after the last change it is taught by itself."""


class Pupils(NamedTuple):
    """What is learned from: pixels, labels and who is held back, of the classes that have enough pictures."""

    classes: tuple[str, ...]
    pixels: tuple[bytes, ...]
    labels: NDArray[np.int64]
    held: NDArray[np.bool_]


class Taught(NamedTuple):
    """What was learned, and of which collection.

    `losses` are those of each step. `counts` has the pictures held back, (classes, classes): what they are by what was
    said of them.
    """

    collection: Collection
    headed: Headed
    head: Head
    losses: Floats
    counts: Counts
    learned: int

    @property
    def right(self) -> int:
        """How many of the pictures held back are right."""
        return int(np.trace(self.counts))

    @property
    def held(self) -> int:
        """How many are held back."""
        return int(self.counts.sum())


class Teacher(QObject):
    """Teaches the collection that it follows. `changed` says that something else was learned, or is said."""

    changed = Signal()

    def __init__(self, questions: Asks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self.means = Means(questions, self)
        self.means.changed.connect(self._go_on)
        self.collection = Collection("")
        self.taught: Taught | None = None
        self._sides: dict[bytes, int] = {}
        """On which side of the split each picture was put: it stays there."""
        self._asked: Collection | None = None
        self._token = -1
        self._due = False
        self._failed = ""
        self._late = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._late.timeout.connect(self.teach)

    def follow(self, collection: Collection) -> None:
        """Teach a collection soon."""
        if not _same(collection, self.collection):
            self._failed = ""
            self._late.start()
        self.collection = collection
        self.means.want([each.pixels for pile in collection.piles for each in pile.samples], collection.shape)
        self.changed.emit()

    def begin(self, collection: Collection) -> None:
        """Follow another collection, of which nothing was learned."""
        self.taught = None
        self._sides.clear()
        self._drop()
        self.follow(collection)

    def teach(self) -> None:
        """Teach it now, or as soon as all is there that it takes."""
        self._late.stop()
        self._due, self._failed = True, ""
        self.means.want([each.pixels for pile in self.collection.piles for each in pile.samples], self.collection.shape)
        self._go_on()

    def close(self) -> None:
        """End what goes on."""
        self._late.stop()
        self._drop()
        self.means.close()

    @property
    def stale(self) -> bool:
        """Whether what was learned is of other pictures than there are now, or nothing was."""
        return self.taught is None or not _same(self.taught.collection, self.collection)

    @property
    def busy(self) -> bool:
        """Whether something is on its way."""
        return self._asked is not None or (self.means.missing > 0 and not self.means.said)

    @property
    def shortage(self) -> str:
        """Why nothing can be taught yet, and what to do, in one sentence; empty if it can."""
        piles = self.collection.piles
        if len(piles) < CLASSES[0]:
            return "Two classes are needed at least. Add one."
        lacking = [pile for pile in piles if len(pile.samples) < LEAST]
        if len(piles) - len(lacking) < CLASSES[0]:
            return f"Each class needs {LEAST} pictures at least, and {lacking[0].name} has too few."
        return ""

    @property
    def said(self) -> str:
        """Why it does not go on, where that is to be said."""
        return self._failed or self.means.said

    @property
    def left_out(self) -> tuple[str, ...]:
        """The classes that have too few pictures to be taught."""
        return tuple(pile.name for pile in self.collection.piles if len(pile.samples) < LEAST)

    def _go_on(self) -> None:
        """Teach, where that is due and possible."""
        if self._due and not self.means.missing and not self.shortage and self._asked is None:
            self._ask()
        self.changed.emit()

    def _ask(self) -> None:
        self._due = False
        asked = self._asked = self.collection
        pupils = self.pupils()
        means = Array.of(self.means.of(pupils.pixels))
        labels, held = map(tuple, (pupils.labels.tolist(), pupils.held.tolist()))
        question = TeachHead(pupils.classes, means, labels, held)
        token = self._questions.ask(FROZEN, question, partial(self._take, asked, pupils))
        if self._asked is not None:
            self._token = token

    def pupils(self) -> Pupils:
        """What is learned from. Pictures that are almost alike are on the same side, and stay on it."""
        piles = [pile for pile in self.collection.piles if len(pile.samples) >= LEAST]
        samples = [each for pile in piles for each in pile.samples]
        y = np.repeat(np.arange(len(piles), dtype=np.uint8), [len(pile.samples) for pile in piles])
        x = np.frombuffer(b"".join(each.pixels for each in samples), np.uint8).reshape(-1, *self.collection.shape)
        known = [each.side if each.side != UNSPLIT else self._sides.get(each.pixels, UNSPLIT) for each in samples]
        split = splitting.split(y, splitting.alike(x, y), np.array(known, np.uint8))
        pixels = tuple(each.pixels for each in samples)
        self._sides = dict(zip(pixels, split.tolist(), strict=True))
        return Pupils(tuple(pile.name for pile in piles), pixels, y.astype(np.int64), split == 1)

    def _take(self, asked: Collection, pupils: Pupils, reply: Reply | NoReply) -> None:
        if asked is not self._asked:
            return
        self._asked = None
        if isinstance(reply, NoReply):
            self._failed = reply.message
        elif isinstance(reply.answer, HeadTaught):
            self.taught = _taught(asked, reply.answer, int(np.sum(~pupils.held)))
        self._go_on()

    def _drop(self) -> None:
        self._due = False
        if self._asked is not None:
            self._asked = None
            self._questions.stop(self._token)


def head_of(headed: Headed) -> Head:
    """The head that came from the engine, to reckon with."""
    arrays = (headed.weights, headed.bias, headed.mean, headed.spread)
    return Head(headed.classes, *(each.numpy() for each in arrays))


def _taught(collection: Collection, answer: HeadTaught, learned: int) -> Taught:
    counts = np.array(answer.confusion, np.int64)
    return Taught(collection, answer.head, head_of(answer.head), np.array(answer.losses, np.float32), counts, learned)


def _same(one: Collection, other: Collection) -> bool:
    """Whether two collections have the same pictures in the same classes."""
    return one.piles == other.piles and one.shape == other.shape
