"""The form that the engine measures, float32 in PyTorch: what is asked of it, and what its answers come to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.edge.measuring.account import Answers, Floats, Taken, measurement
from desktop.edge.measuring.session import ONE_NUMBER
from desktop.edge.measuring.words import OfFile, OfKit, OfRun, Ready, Source, Told
from engine.contract.edge import JudgeAll, Judged, PassesTimed, TimePasses
from engine.contract.numbers import Array
from engine.contract.questions import Published, Stored, Subject
from engine.contract.spec import about

IN_ONE_QUESTION = 32 * 2**20
"""So many bytes of pictures at most are in one question: a message has a largest size."""


def subject(source: Source) -> Subject | None:
    """Who is asked in the engine; None for what it can't run, or where no weights are kept."""
    match source:
        case OfRun(order):
            if order.kept is None:
                return None
            classes, kept = len(about(order.spec.data).classes), order.kept
            return Stored(order.contestant.network, classes, kept.mean, kept.deviation, kept.weights)
        case OfKit(network, folder, drawn):
            return Published(network, drawn, folder)
        case OfFile():
            return None


class Shown(NamedTuple):
    """The pictures of a network that is ready, uint8 (count, channels, height, width), and their labels (count,)."""

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]


def shown(ready: Ready) -> Shown:
    """Read the pictures of a network that is ready; raises OSError where they are gone."""
    with np.load(Path(ready.pictures), allow_pickle=False) as arrays:
        return Shown(arrays["pictures"], arrays["labels"])


class InTorch:
    """What is to be asked of the engine, a question after the other, and what it says, in the order in which it comes.

    No more pictures than the network answers in other forms are asked about: none where `Ready.count` is 0.
    """

    def __init__(self, ready: Ready, pictures: Shown, threads: int) -> None:
        self._ready, self._pictures, self._threads = ready, pictures, threads
        self._passes: PassesTimed | None = None
        self._logits: list[Floats] = []

    @property
    def questions(self) -> Iterator[TimePasses | JudgeAll]:
        """Nothing else is to be asked while the first one is answered."""
        channels, height, width = self._ready.shape
        yield TimePasses((channels, height, width), self._threads)
        pixels = self._pictures.pixels
        some = max(1, IN_ONE_QUESTION // max(1, pixels[:1].nbytes))
        for first in range(0, len(pixels), some):
            yield JudgeAll(Array.of(pixels[first : first + some]))

    def hear(self, answer: PassesTimed | Judged) -> None:
        """Take in a part of an answer."""
        if isinstance(answer, PassesTimed):
            self._passes = answer
        else:
            self._logits.append(answer.logits.numpy())

    @property
    def answered(self) -> int:
        """How many pictures have been answered."""
        return sum(map(len, self._logits))

    def told(self, network: str) -> Told:
        """What all answers come to, once they are complete."""
        passes = self._passes
        if passes is None:
            raise ValueError("no passes were timed yet")
        taken = Taken(
            "torch", passes.seconds, self._threads, passes.machine, passes.runtime, passes.numbers, passes.memory,
            passes.layers, self._ready.notes,
        )  # fmt: skip
        if not self._logits:
            return Told(measurement(network, taken, None))
        logits = np.concatenate(self._logits)
        if logits.shape[1] == 1:
            note = ONE_NUMBER.format("The network")
            return Told(measurement(network, taken._replace(notes=(*taken.notes, note)), None))
        answers = Answers(logits, self._pictures.labels, self._ready.names)
        return Told(measurement(network, taken, answers), Array.of(logits))
