"""`convoscope latency --forms`: what a network costs in several forms, and what it loses by them; without a window.

An ONNX file needs neither Qt nor torch.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desktop.cli.streams import printable_json, say
from desktop.cli.words import UsageError
from desktop.edge.measuring.client import MeasuringError, measuring
from desktop.edge.measuring.words import TITLES, Measure, Measurement, OfFile, OfKit, OfRun, Prepare, Told
from desktop.words.plain import counted, on_one_line
from scenes.stage.data import networks
from scenes.stage.numbers.reading import echoed

if TYPE_CHECKING:
    from desktop.edge.measuring.client import Client
    from desktop.edge.measuring.words import Ready, Source
    from desktop.training.blocking_engine import BlockingEngine
    from engine.contract.events import Event

MOST_NAMES = 12
"""So many pictures that changed their answer are named in the table; JSON names all of them."""
MOST_LAYERS = 3
"""Of so many layers it is told how much of the time they take."""
_HEAD = f"{'form':24}{'ms':>10}{'p95 ms':>10}{'file':>10}{'memory':>10}{'right':>19}{'changed':>15}"


class Wanted(NamedTuple):
    """A network to be measured: what it is called, and where it comes from."""

    name: str
    source: Source


def measure(names: Sequence[str], threads: int, pictures: Path | None, as_json: bool) -> int:
    """Measure networks in all forms that can be had, one after the other; the exit status is 1 if one failed.

    Raises UsageError for what is no network, and where there is no such folder of pictures.
    """
    if pictures is not None and not pictures.is_dir():
        raise UsageError(f"There is no folder {echoed(str(pictures))!r}: give one with pictures in it.")
    status = 0
    with ExitStack() as stack:
        engine = _Engine(stack)
        for wanted in [each for name in names for each in _found(name, stack)]:
            try:
                _measure(wanted, threads, pictures, as_json, engine)
            except MeasuringError as error:
                say(f"{on_one_line(wanted.name)}: {error}")
                status = 1
    return max(status, engine.failed)


def _measure(wanted: Wanted, threads: int, pictures: Path | None, as_json: bool, engine: _Engine) -> None:
    """Measure one network, and print what comes."""
    rows: list[Measurement] = []
    with tempfile.TemporaryDirectory(prefix="convoscope-") as folder, measuring() as client:
        ready = client.prepare(Prepare(wanted.source, folder, str(pictures.absolute()) if pictures else ""))
        if not as_json:
            print(f"{on_one_line(wanted.name)}{f': {ready.said}' if ready.said else ''}\n{_HEAD}", flush=True)
        for told in _forms(wanted, threads, ready, client, engine):
            rows.append(told.measurement)
            if as_json:
                print(printable_json(msgspec.json.encode(told.measurement).decode()), flush=True)
            else:
                print(_row(told.measurement), flush=True)
    if not as_json:
        for line in _account(rows):
            print(line)


def _forms(wanted: Wanted, threads: int, ready: Ready, client: Client, engine: _Engine) -> Iterator[Told]:
    """All forms that can be had: first that of the engine, which waits while the others are measured."""
    from desktop.edge.measuring.account import first_answers

    first = engine.told(wanted, threads, ready)
    answers: tuple[int, ...] = ()
    if first is not None:
        yield first
        answers = first_answers(first.logits.numpy()) if first.logits is not None else ()
    for told in client.measure(Measure(wanted.name, ("onnx", "int8"), threads, answers)):
        if isinstance(told, Told):
            yield told
        elif told.missing:
            say(f"{on_one_line(wanted.name)}: {told.missing}")


class _Engine:
    """The engine, which is started when a network is one that it runs, and ended with the stack."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._engine: tuple[BlockingEngine, Iterator[Event]] | None = None
        self.failed = False
        """Whether it could not measure something that it should have."""

    def told(self, wanted: Wanted, threads: int, ready: Ready) -> Told | None:
        """What it measures of a network; None of one that it can't run, and where it fails, which is said."""
        if isinstance(wanted.source, OfFile):
            return None
        from desktop.training.blocking_engine import EngineError, running_engine

        try:
            if self._engine is None:
                engine = self._stack.enter_context(running_engine())
                self._engine = engine, engine.events()
            return _asked(*self._engine, wanted, threads, ready)
        except EngineError as error:
            self.failed = True
            say(f"{on_one_line(wanted.name)}, {TITLES['torch']}: {error}")
            return None


def _asked(engine: BlockingEngine, events: Iterator[Event], wanted: Wanted, threads: int, ready: Ready) -> Told | None:
    """Ask the engine all that there is to ask; raises EngineError."""
    from desktop.edge.measuring.in_torch import InTorch, shown, subject
    from desktop.training.blocking_engine import EngineError
    from engine.contract.events import Failed
    from engine.contract.questions import Judged, NoReply, PassesTimed, Query, Reply

    about = subject(wanted.source)
    if about is None:
        return None
    form = InTorch(ready, shown(ready), threads)
    for token, question in enumerate(form.questions):
        engine.send(Query(token, about, question))
        for event in events:
            match event:
                case Reply(part=part, parts=parts, answer=PassesTimed() | Judged() as answer):
                    form.hear(answer)
                    if part + 1 == parts:
                        break
                case NoReply(message=message) | Failed(message=message):
                    raise EngineError(message)
        else:
            raise EngineError("The engine ended before it was done; run the command again.")
    return form.told(wanted.name)


# What is named -------------------------------------------------------------------------------------------------------


def _found(name: str, stack: ExitStack) -> list[Wanted]:
    """The networks that a word names: one of the course, one in a file, or those of a kept run."""
    path = Path(name)
    if name in networks.names():
        return [Wanted(name, OfKit(name, drawn=None if _ships(name) else 0))]
    if path.is_file() and not path.name.endswith(_tape_ending()):
        return [_in_file(path, stack)]
    runs = list(_runs(name, path))
    if not runs:
        raise UsageError(
            f"There is no network, file or kept run named {echoed(name)!r}; `convoscope networks` lists the networks."
        )
    return [each for run in runs for each in _of_run(run, several=len(runs) > 1)]


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
            raise FileError(file.contents.why)
        answer = file.ask(words.Prepare(str(folder)))
        if not isinstance(answer, words.Prepared):
            raise FileError(answer.sentence if isinstance(answer, words.Refused) else file.contents.why)
        return OfKit(file.contents.network, str(folder))


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


# What is printed -----------------------------------------------------------------------------------------------------


def _row(one: Measurement) -> str:
    """A form in one line."""
    memory = _size(one.memory) if one.memory is not None else "not known"
    right = f"{one.right / one.judged:.2%} of {one.judged:,}" if one.right is not None else ""
    changed = f"{len(one.changed):,} of {one.answered:,}" if one.changed is not None else ""
    times = f"{1000 * one.median:10.3f}{1000 * one.p95:10.3f}"
    return f"{TITLES[one.form]:24}{times}{_size(one.file):>10}{memory:>10}{right:>19}{changed:>15}".rstrip()


def _size(count: int) -> str:
    return f"{count / 1e6:.2f} MB" if count >= 1e6 else f"{count / 1e3:.1f} kB"


def _account(rows: Sequence[Measurement]) -> Iterator[str]:
    """Where the time goes, which answers changed, and by what and on what all was measured."""
    for one in rows:
        total, most = sum(seconds for _, seconds in one.layers), sorted(one.layers, key=lambda layer: -layer[1])
        told = (f"{on_one_line(name)} {seconds / total:.0%}" for name, seconds in most[:MOST_LAYERS])
        if total:
            yield f"{TITLES[one.form]}: of the time go to {', '.join(told)}."
    for one in rows:
        if one.changed:
            more = f" and {len(one.changed) - MOST_NAMES:,} more" if len(one.changed) > MOST_NAMES else ""
            names = "; ".join(map(on_one_line, one.changed_names[:MOST_NAMES]))
            yield f"{TITLES[one.form]}: another first answer than in {TITLES[rows[0].form]} to {names}{more}."
    for note in dict.fromkeys(note for one in rows for note in one.notes):
        having = [TITLES[one.form] for one in rows if note in one.notes]
        yield note if len(having) == len(rows) else f"{' and '.join(having)}: {note}"
    if rows:
        programs = ", ".join(dict.fromkeys(one.runtime for one in rows))
        threads = counted(rows[0].threads, "thread")
        yield f"Measured on this machine: {rows[0].processor}, {threads}, {programs}; one picture at a time."
