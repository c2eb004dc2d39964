"""What is behind a network that can be chosen: whom the engine is asked about, and what the process measures."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from desktop.edge.measuring.words import OfFile, OfKit, Source
from desktop.edge.measuring.words import OfRun as RunSource
from desktop.edge.model.networks import LITE, Network, OfRun, Published, has_gates
from desktop.edge.model.subject import Subject
from desktop.lab.take_away.altering import alterings
from desktop.lab.take_away.kept_weights import why_none
from desktop.lab.take_away.taken import Order, kept_in
from desktop.runs.library import Library
from desktop.runs.storage import RecordingError
from desktop.system.extras import missing
from desktop.system.paths import sets_folder
from engine.contract.questions import Published as ByName
from engine.contract.questions import Stored
from engine.contract.questions import Subject as Asked
from engine.contract.spec import about, opened
from engine.contract.spec.built.parts import SqueezeExcite, leaves
from scenes.stage.data import networks

SEED = 1
"""What weights by chance are drawn with."""


class FindingError(Exception):
    """A network can't be had; the text is one sentence for the user."""


@dataclass(frozen=True)
class Found:
    """What is measured. `asked` is None where no framework runs it; `shape` is () where only its file tells."""

    source: Source
    asked: Asked | None
    shape: tuple[int, ...]
    gates: bool | None


def found(network: Network, library: Library) -> Found:
    """What is behind a network; raises FindingError."""
    match network.origin:
        case Published(name, drawn):
            seed = SEED if drawn else None
            described = networks.network(name)
            return Found(OfKit(name, drawn=seed), ByName(name, seed), described.shape, has_gates(described))
        case OfRun() as origin:
            return _of_run(origin, library)
        case Subject() as subject:
            return _of_file(subject)


def _of_file(subject: Subject) -> Found:
    """A network that is opened: by its description where it fits one, else as the file is."""
    if subject.network and (subject.folder is not None or subject.onnx is None):
        described, folder = networks.network(subject.network), str(subject.folder or "")
        seed = SEED if not folder and subject.network != LITE else None
        asked = ByName(subject.network, seed, folder)
        return Found(OfKit(subject.network, folder, seed), asked, described.shape, has_gates(described))
    if subject.onnx is None:
        raise FindingError(f"{subject.title} can’t be run, so it can’t be measured. Open it as an ONNX file.")
    return Found(OfFile(str(subject.onnx)), None, (), None)


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
    data = about(spec.data)
    order = Order("onnx", contestant, spec, "", kept, alterings(recording))
    asked = Stored(contestant.network, len(data.classes), kept.mean, kept.deviation, kept.weights)
    parts = opened(contestant.network, data.shape).parts
    gates = any(isinstance(part, SqueezeExcite) for part in leaves(parts))
    return Found(RunSource(order, str(sets_folder())), asked, data.shape, gates)


def lacking() -> str:
    """The sentence that says how to get what measures in ONNX Runtime; "" where it is there."""
    there = all(find_spec(name) is not None for name in ("onnx", "onnxruntime"))
    return "" if there else missing("edge", "Measuring in ONNX Runtime")
