"""From what was taken of a network in one form to what is told of it: the same for torch and for ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.edge.measuring.words import Form, Measurement
from engine.contract.edge import Layers
from engine.contract.edge.timing import summed_up

Floats = NDArray[np.float32]
DISTURBED = 2
"""Where the 95th of 100 passes takes more than so many times the median, other work disturbs."""
BUSY = (
    "Other work disturbed this: one pass of 20 took more than twice as long as usual. Close other programs, and "
    "measure again."
)


class Taken(NamedTuple):
    """What was taken of a network in one form; the fields are those of `Measurement`."""

    form: Form
    seconds: Sequence[float]
    threads: int
    processor: str
    runtime: str
    file: int
    memory: int | None
    layers: Layers
    notes: tuple[str, ...] = ()
    own: Layers = ()
    depth: int = 0
    numbers: str = "float32"
    at_once: int = 1


class Answers(NamedTuple):
    """What a form says of all pictures: `logits` (count, classes).

    The pictures have `labels`, -1 where one isn't known, and `names`. `before` are the first answers of another form,
    () where this is the first.
    """

    logits: Floats
    labels: NDArray[np.int64]
    names: Sequence[str]
    before: Sequence[int] = ()


def first_answers(logits: Floats) -> tuple[int, ...]:
    """The class that each of some pictures most likely is."""
    return tuple(logits.argmax(1).tolist())


def right(answers: Answers) -> int | None:
    """How many of the pictures whose class is known have the right first answer; None where no class is known."""
    known = answers.labels >= 0
    return int((answers.logits.argmax(1) == answers.labels)[known].sum()) if known.any() else None


def compared(logits: Floats, before: Sequence[int]) -> tuple[int, ...]:
    """The numbers of the pictures whose first answer is another than before."""
    return tuple(np.flatnonzero(logits.argmax(1) != np.asarray(before)).tolist())


def tied(logits: Floats, before: Sequence[int], changed: Sequence[int]) -> tuple[int, ...]:
    """Those of the changed answers in which the one before has the same logit as the new one: nothing tells them apart.

    Int8 has few different logits. Of the largest ones the first in the list of classes counts as the answer.
    """
    return tuple(place for place in changed if logits[place, before[place]] == logits[place].max())


def measurement(network: str, taken: Taken, answers: Answers | None) -> Measurement:
    """What is told of a form; without `answers` nothing of what it says of pictures."""
    median, p95 = summed_up(taken.seconds)
    labels = answers.labels if answers is not None else np.zeros(0, np.int64)
    changed = compared(answers.logits, answers.before) if answers is not None and len(answers.before) else None
    return Measurement(
        network=network,
        form=taken.form,
        median=median,
        p95=p95,
        runs=len(taken.seconds),
        threads=taken.threads,
        processor=taken.processor,
        file=taken.file,
        memory=taken.memory,
        right=right(answers) if answers is not None else None,
        judged=int((labels >= 0).sum()),
        changed=changed,
        answered=len(labels),
        changed_names=tuple(answers.names[place] for place in changed) if answers is not None and changed else (),
        layers=taken.layers,
        runtime=taken.runtime,
        notes=(*taken.notes, BUSY) if p95 > DISTURBED * median else taken.notes,
        tied=tied(answers.logits, answers.before, changed) if answers is not None and changed else (),
        own=taken.own,
        depth=taken.depth,
        numbers=taken.numbers,
        at_once=taken.at_once,
    )
