"""`convoscope latency --forms`: what a network costs in several forms, and what it loses by them; without a window.

An ONNX file needs neither Qt nor torch.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from desktop.cli.measuring.named import Wanted, found
from desktop.cli.measuring.table import HEAD, account, row
from desktop.cli.streams import printable_json, say
from desktop.cli.words import UsageError
from desktop.edge.measuring.client import MeasuringError, measuring
from desktop.edge.measuring.words import TITLES, Measure, Measurement, OfFile, Prepare, Told
from desktop.words.plain import on_one_line
from scenes.stage.numbers.reading import echoed

if TYPE_CHECKING:
    from desktop.edge.measuring.client import Client
    from desktop.edge.measuring.words import Ready
    from desktop.training.blocking_engine import BlockingEngine


def measure(names: Sequence[str], threads: int, pictures: Path | None, as_json: bool) -> int:
    """Measure networks in all forms that can be had, one after the other; the exit status is 1 if one failed.

    Raises UsageError for what is no network, and where there is no such folder of pictures.
    """
    if pictures is not None and not pictures.is_dir():
        raise UsageError(f"There is no folder {echoed(str(pictures))!r}: give one with pictures in it.")
    status = 0
    with ExitStack() as stack:
        engine = _Engine(stack)
        for wanted in [each for name in names for each in found(name, stack)]:
            try:
                _measure(wanted, threads, pictures, as_json, engine)
            except MeasuringError as error:
                _tell(wanted, str(error))
                if error.details:
                    print(error.details, file=sys.stderr, flush=True)
                status = 1
    return max(status, int(engine.failed))


def _tell(wanted: Wanted, sentence: str) -> None:
    """Say a sentence about one of the networks; which one, unless the sentence does."""
    name = on_one_line(wanted.name)
    say(sentence if name in sentence else f"{name}: {sentence}")


def _measure(wanted: Wanted, threads: int, pictures: Path | None, as_json: bool, engine: _Engine) -> None:
    """Measure one network, and print what comes."""
    rows: list[Measurement] = []
    with tempfile.TemporaryDirectory(prefix="convoscope-") as folder, measuring() as client:
        ready = client.prepare(Prepare(wanted.source, folder, str(pictures.absolute()) if pictures else ""))
        if not as_json:
            print(f"{on_one_line(wanted.name)}{f': {ready.said}' if ready.said else ''}\n{HEAD}", flush=True)
        for told in _forms(wanted, threads, ready, client, engine):
            rows.append(told.measurement)
            if as_json:
                print(printable_json(msgspec.json.encode(told.measurement).decode()), flush=True)
            else:
                print(row(told.measurement), flush=True)
    if not as_json:
        for line in account(rows):
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
            _tell(wanted, told.missing)


class _Engine:
    """The engine, which is started when a network is one that it runs, and ended with the stack."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._engine: BlockingEngine | None = None
        self.failed = False
        """Whether it could not measure something that it should have."""

    def told(self, wanted: Wanted, threads: int, ready: Ready) -> Told | None:
        """What it measures of a network; None of one that it can't run, and where it fails, which is said."""
        if isinstance(wanted.source, OfFile):
            return None
        from desktop.training.blocking_engine import EngineError, running_engine

        try:
            if self._engine is None:
                self._engine = self._stack.enter_context(running_engine())
            return _asked(self._engine, wanted, threads, ready)
        except EngineError as error:
            self.failed = True
            say(f"{on_one_line(wanted.name)}, {TITLES['torch']}: {error}")
            return None


def _asked(engine: BlockingEngine, wanted: Wanted, threads: int, ready: Ready) -> Told | None:
    """Ask the engine all that there is to ask; raises EngineError."""
    from desktop.edge.measuring.in_torch import InTorch, shown, subject
    from engine.contract.questions import Judged, PassesTimed, Query

    about = subject(wanted.source)
    if about is None:
        return None
    form = InTorch(ready, shown(ready), threads)
    for token, question in enumerate(form.questions):
        for answer in engine.ask(Query(token, about, question)):
            assert isinstance(answer, PassesTimed | Judged)
            form.hear(answer)
    return form.told(wanted.name)
