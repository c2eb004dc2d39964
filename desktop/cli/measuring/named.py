"""What a word names that is to be measured: a network of the course, one in a file, or those of a kept run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from desktop.cli.words import UsageError
from desktop.edge.measuring.words import OfFile, OfKit, OfRun, Source
from desktop.pictures.answers import called
from scenes.stage.data import networks
from scenes.stage.numbers.reading import echoed

WHOLE = {"PySide6": "PySide6", "torch": "PyTorch"}
"""What the whole program has, and an ONNX file needs nothing of."""


class Wanted(NamedTuple):
    """A network to be measured: what it is called, and where it comes from."""

    name: str
    source: Source


def require_whole(name: str) -> None:
    """Raise UsageError for what is no ONNX file where the whole program isn't there."""
    gone = [title for module, title in WHOLE.items() if find_spec(module) is None]
    if "PySide6" in gone:  # without PyTorch alone the engine says what is wrong, and other forms are measured
        raise UsageError(
            f"{echoed(name)} is no ONNX file: named networks, weights and kept runs need the whole program, and "
            f"{' and '.join(gone)} {'is' if len(gone) == 1 else 'are'} not installed here. ONNX files need neither."
        )


def found(name: str, stack: ExitStack) -> list[Wanted]:
    """The networks that a word names: one of the course, one in a file, or those of a kept run."""
    path = Path(name)
    if not _is_onnx(path, name):
        require_whole(name)
    if name in networks.names():
        return [Wanted(name, OfKit(name, drawn=None if _ships(name) else 0))]
    if path.is_file() and not path.name.endswith(_tape_ending()):
        return [_in_file(path, stack)]
    runs = list(_runs(name, path))
    if not runs and path.is_dir():
        ending = _tape_ending()
        raise UsageError(f"The folder {echoed(name)} holds no kept run: give one with files that end in {ending}.")
    if not runs:
        raise UsageError(
            f"There is no network, file or kept run named {echoed(name)!r}; `convoscope networks` lists the networks."
        )
    return [each for run in runs for each in _of_run(run, several=len(runs) > 1)]


def _is_onnx(path: Path, name: str) -> bool:
    """Whether a word names a file that may be measured without Qt and torch, or that is refused as it is."""
    from desktop.model_files.errors import FileError
    from desktop.model_files.kinds import format_of

    if name in networks.names() or not path.is_file() or path.name.endswith(_tape_ending()):
        return False
    try:
        return format_of(path) == "onnx"
    except FileError:
        return True


def _ships(network: str) -> bool:
    """Whether a network comes with weights."""
    from scenes.stage.data.published import LITE

    return network == LITE


def _tape_ending() -> str:
    from engine.contract.tape import SUFFIX

    return SUFFIX


def _in_file(path: Path, stack: ExitStack) -> Wanted:
    """The network in a file: ONNX as it is, and weights that fit a network of the course, until the stack ends."""
    from desktop.model_files.errors import FileError
    from desktop.model_files.kinds import format_of

    try:
        if format_of(path) == "onnx":
            return Wanted(path.name, OfFile(str(path.absolute())))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="convoscope-"))
        return Wanted(path.name, _kit(path, Path(folder)))
    except FileError as error:
        raise UsageError(str(error)) from error


def _kit(path: Path, folder: Path) -> OfKit:
    """The weights of a file, written as the engine and the scenes read them; raises FileError."""
    from desktop.model_files import words
    from desktop.model_files.blocking import opened
    from desktop.model_files.errors import FileError

    with opened(path) as file:
        if file.contents.runs != "engine":
            raise FileError(_about(path, file.contents.why))
        answer = file.ask(words.Prepare(str(folder)))
        if not isinstance(answer, words.Prepared):
            why = answer.sentence if isinstance(answer, words.Refused) else file.contents.why
            raise FileError(_about(path, why))
        return OfKit(file.contents.network, str(folder))


def _about(path: Path, sentence: str) -> str:
    """A sentence about a file, which names it."""
    name = called(path)
    return sentence if name in sentence else f"{name} can’t be measured. {sentence}"


class Run(NamedTuple):
    """A run that is kept, and what it is called."""

    name: str
    tape: Path


def _runs(name: str, path: Path) -> Iterator[Run]:
    """The kept runs that a word names: a tape, those in a folder, or a run of the lab by its key or its name."""
    ending = _tape_ending()
    if path.is_file():
        yield Run(path.name.removesuffix(ending), path)
    elif path.is_dir():
        yield from (Run(tape.name.removesuffix(ending), tape) for tape in sorted(path.glob(f"*{ending}")))
    else:
        from desktop.runs.folder import RunFolder
        from desktop.system.paths import runs_folder

        folder = RunFolder(runs_folder())
        for run in folder.runs():
            if name in (run.key, run.label.name):
                yield Run(run.label.name, folder.tape(run.key))


def _of_run(run: Run, several: bool) -> Iterator[Wanted]:
    """The networks of a run, each with the last weights that are kept of it; raises UsageError where there are none."""
    from desktop.lab.take_away.altering import alterings
    from desktop.lab.take_away.taken import Order, kept_in
    from desktop.runs.storage import RecordingError, load
    from desktop.system.paths import sets_folder

    try:
        recording = load(run.tape)
    except RecordingError as error:
        raise UsageError(str(error)) from error
    found = 0
    for index, each in enumerate(recording.plan.contestants):
        kept = [checkpoint for checkpoint in recording.checkpoints if checkpoint.weights[index] is not None]
        if kept:
            found += 1
            contestant, spec, weights = kept_in(recording, kept[-1], index)
            order = Order("onnx", contestant, spec, "", weights, alterings(recording))
            yield Wanted(f"{run.name}: {each.name}" if several else each.name, OfRun(order, str(sets_folder())))
    if not found:
        raise UsageError(f"No weights are kept of the run {run.name}. Train it again to measure it.")
