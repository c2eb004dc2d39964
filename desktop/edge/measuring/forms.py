"""Measuring a network in ONNX Runtime, one form after the other, each alone."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np

from desktop.edge.measuring import memory
from desktop.edge.measuring.account import Answers, Floats, Taken, first_answers, measurement
from desktop.edge.measuring.layers import by_layer
from desktop.edge.measuring.pictures import Pictures
from desktop.edge.measuring.preparing import Prepared, read
from desktop.edge.measuring.session import Network, version
from desktop.edge.measuring.words import TITLES, Form, Measure, Progress, Told
from engine.contract.numbers import Array
from engine.contract.timing import processor

NO_GRAPH = "The memory of activations isn’t known: the package onnx, which reads the graph, isn’t installed."
UNKNOWN_SHAPES = "The memory of activations isn’t known: the graph doesn’t tell the shapes of all that it computes."
PAUSE = 0.1
"""Seconds between two words about how far it is."""
Going = Generator[Progress, None, Floats | None]


def measure(wish: Measure, network: Prepared) -> Iterator[Progress | Told]:
    """Measure the forms that are wanted; raises SessionError where that can't be done."""
    before = wish.answers
    for form in wish.forms:
        file = network.file
        opened = network.network(file, wish.threads)
        yield Progress(f"{TITLES[form]}: how long one picture takes")
        taken = _taken(form, file, opened)
        logits = yield from _answers(form, opened, network.pictures)
        known = network.pictures
        answers = Answers(logits, known.labels, known.names, before) if logits is not None else None
        yield Told(measurement(wish.network, taken, answers), Array.of(logits) if logits is not None else None)
        if logits is not None and not before:
            before = first_answers(logits)


def _taken(form: Form, file: Path, opened: Network) -> Taken:
    """All but the answers. Nothing else is done meanwhile, or it would be counted too."""
    seconds, nodes, graph = opened.times(), opened.by_node(), read(file)
    most = memory.most_alive(graph, opened.shape) if graph is not None else None
    notes = () if most is not None else (NO_GRAPH,) if graph is None else (UNKNOWN_SHAPES,)
    size = file.stat().st_size
    return Taken(form, seconds, opened.threads, processor(), version(), size, most, by_layer(nodes, graph), notes)


def _answers(form: Form, opened: Network, pictures: Pictures) -> Going:
    """The logits (count, classes) of all pictures; None where there are none."""
    count, found, told = len(pictures.answered), list[Floats](), time.monotonic()
    for logits in opened.judge(pictures.answered):
        found.append(logits)
        if time.monotonic() - told >= PAUSE:
            told = time.monotonic()
            yield Progress(f"{TITLES[form]}: what it says of pictures", len(found), count)
    return np.stack(found) if found else None
