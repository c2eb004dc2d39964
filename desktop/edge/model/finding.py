"""What is behind a network that can be chosen, as whoever measures it takes it."""

from __future__ import annotations

from typing import NamedTuple

from desktop.edge.measuring.words import OfFile, OfKit, Source
from desktop.edge.measuring.words import OfRun as RunSource
from desktop.edge.model.networks import LITE, Network, OfRun, Published, has_gates
from desktop.edge.model.subject import Subject
from desktop.lab.take_away.altering import alterings
from desktop.lab.take_away.kept_weights import why_none
from desktop.lab.take_away.taken import Order, kept_in
from desktop.runs.library import Library
from desktop.runs.storage import RecordingError
from desktop.system.paths import sets_folder
from engine.contract.spec import about, opened
from engine.contract.spec.built.parts import SqueezeExcite, leaves
from scenes.stage.data import networks

SEED = 1
"""What weights by chance are drawn with."""


class FindingError(Exception):
    """A network can't be had; the text is one sentence for the user."""


class Found(NamedTuple):
    """What is measured, and whether it has gates, None where that isn't known."""

    source: Source
    gates: bool | None


def found(network: Network, library: Library) -> Found:
    """What is behind a network; raises FindingError."""
    match network.origin:
        case Published(name, drawn):
            return Found(OfKit(name, drawn=SEED if drawn else None), has_gates(networks.network(name)))
        case OfRun() as origin:
            return _of_run(origin, library)
        case Subject() as subject:
            return _of_file(subject)


def _of_file(subject: Subject) -> Found:
    """A network that is opened: by its description where it fits one, else as the file is."""
    if subject.as_file:
        return Found(OfFile(str(subject.onnx)), None)
    if subject.network:
        folder = str(subject.folder or "")
        seed = SEED if not folder and subject.network != LITE else None
        return Found(OfKit(subject.network, folder, seed), has_gates(networks.network(subject.network)))
    raise FindingError(f"{subject.title} can’t be run, so it can’t be measured. Open it as an ONNX file.")


def _of_run(origin: OfRun, library: Library) -> Found:
    """A contestant of a kept run, with the weights that were kept last by the step."""
    if library.find(origin.key) is None:
        raise FindingError("This run is not there any more. Choose another network.")
    try:
        recording = library.recording(origin.key)
    except RecordingError as error:
        raise FindingError(str(error)) from error
    checkpoint = recording.checkpoint_by(recording.step if origin.step is None else origin.step)
    if checkpoint is None:
        raise FindingError(why_none(recording))
    contestant, spec, kept = kept_in(recording, checkpoint, origin.contestant)
    if kept is None:
        raise FindingError(f"{contestant.name} had left its run by then, so no weights of it are kept.")
    order = Order("onnx", contestant, spec, "", kept, alterings(recording))
    parts = opened(contestant.network, about(spec.data).shape).parts
    gates = any(isinstance(part, SqueezeExcite) for part in leaves(parts))
    return Found(RunSource(order, str(sets_folder())), gates)
