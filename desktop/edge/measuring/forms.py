"""Measuring a network in ONNX Runtime, one form after the other, each alone."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

import numpy as np

from desktop.edge.measuring import memory
from desktop.edge.measuring.account import Answers, Floats, Taken, first_answers, measurement
from desktop.edge.measuring.layers import by_layer
from desktop.edge.measuring.numbers import USUAL, numbers_of
from desktop.edge.measuring.pictures import Pictures
from desktop.edge.measuring.preparing import Prepared, has_onnx, lacking, read
from desktop.edge.measuring.quantising import QuantisingError, quantised
from desktop.edge.measuring.session import Network, SessionError, version
from desktop.edge.measuring.words import TITLES, Done, InRuntime, Measure, Progress, Told, titled
from desktop.system.extras import missing
from engine.contract.edge.timing import processor
from engine.contract.numbers import Array

NO_GRAPH = "The memory of activations isn’t known: the package onnx, which reads the graph, isn’t installed."
UNKNOWN_SHAPES = "The memory of activations isn’t known: the graph doesn’t tell the shapes of all that it computes."
NO_PICTURES = (
    "For int8 some pictures must tell which range the numbers of the network have, and there is none that it takes. "
    "Give a folder with pictures."
)
SHARED = "Some of the pictures have told the ranges for int8 as well: others may change more answers."
OTHER_NUMBERS = "int8 is made of float32, and the weights of {} are {}. To measure it in int8, export it in float32."
INT8 = "network-int8.onnx"
PAUSE = 0.1
"""Seconds between two words about how far it is."""
Going = Generator[Progress, None, Floats | str | None]


def measure(wish: Measure, network: Prepared) -> Iterator[Progress | Told | Done]:
    """Measure the forms that are wanted; raises SessionError where the network can't be run."""
    if network.file is None:
        yield Done(lacking())
        return
    before, known, left_out = wish.answers, network.pictures, ""
    numbers = numbers_of(read(network.file))
    for form in wish.forms:
        title = titled(form, numbers)
        try:
            file = network.file if form == "onnx" else (yield from _quantised(network, network.file, numbers))
        except QuantisingError as error:
            left_out = str(error)
            continue
        opened = network.network(file, wish.threads)
        yield Progress(f"{title}: how long one picture takes")
        taken = _taken(form, file, opened, network.listed)
        kind = numbers if form == "onnx" else form
        taken = taken._replace(notes=(*network.notes, *taken.notes), numbers=kind, at_once=opened.batch)
        said = yield from _answers(title, opened, known)
        if isinstance(said, str):
            taken = taken._replace(notes=(*taken.notes, said))
        logits = said if isinstance(said, np.ndarray) else None
        if logits is not None and form == "int8" and known.shared:
            taken = taken._replace(notes=(*taken.notes, SHARED))
        answers = Answers(logits, known.labels, known.names, before) if logits is not None else None
        yield Told(measurement(wish.network, taken, answers), Array.of(logits) if logits is not None else None)
        if logits is not None and not before:
            before = first_answers(logits)
    yield Done(left_out)


def _quantised(network: Prepared, file: Path, numbers: str) -> Generator[Progress, None, Path]:
    """The network in int8, in a file of its own; raises QuantisingError."""
    if not has_onnx():
        raise QuantisingError(missing("edge", "A network in int8"))
    if numbers != USUAL:
        raise QuantisingError(OTHER_NUMBERS.format(network.title, numbers))
    yield Progress(f"{TITLES['int8']}: finding the ranges of its numbers")
    into = network.folder / INT8
    if not len(network.pictures.calibrating):
        raise QuantisingError(NO_PICTURES)
    opened = network.network(file, 1)
    quantised(file, opened.seen(network.pictures.calibrating), into, opened.batch, network.title)
    return into


def _taken(form: InRuntime, file: Path, opened: Network, listed: Mapping[str, str]) -> Taken:
    """All but the answers. Nothing else is done meanwhile, or it would be counted too."""
    seconds, nodes, graph = opened.times(), opened.by_node(), read(file)
    most = memory.most_alive(graph, opened.taken, opened.batch) if graph is not None else None
    notes = () if most is not None else (NO_GRAPH if graph is None else UNKNOWN_SHAPES,)
    layers, own = by_layer(nodes, graph, listed)
    return Taken(
        form, seconds, opened.threads, processor(), version(), file.stat().st_size, most, layers, notes, own,
        len(set(listed.values())),
    )  # fmt: skip


def _answers(title: str, opened: Network, pictures: Pictures) -> Going:
    """The logits (count, classes) of all pictures; None where there are none, and a sentence where it can't answer."""
    count, found, told = len(pictures.answered), list[Floats](), time.monotonic()
    try:
        for logits in opened.judge(pictures.answered):
            found.append(logits)
            if time.monotonic() - told >= PAUSE:
                told = time.monotonic()
                yield Progress(f"{title}: what it says of pictures", len(found), count)
    except SessionError as error:
        return str(error)
    return np.stack(found) if found else None
