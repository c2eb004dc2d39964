"""`convoscope sweep`: many runs from the shell, each a tape in a folder, and their results as a table."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.streams import say
from desktop.cli.words import Parser, UsageError, whole
from scenes.stage.numbers.reading import echoed

if TYPE_CHECKING:
    from engine.contract.events import Event
    from engine.contract.sweeps.folder import SweepFolder

_EXAMPLES = """\
what can vary, each with one --over:
  lr=0.001,0.003,0.01    these values
  lr=1e-4..1e-1:7        seven values, each as many times the one before
  seed=0..9              whole numbers: all of them
Run the same command again to go on with what is not trained yet.
"""


def add_sweep_words(parser: Parser) -> None:
    """Say what can be typed."""
    parser.epilog, parser.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    parser.add_argument("preset", metavar="PRESET", help="one of `convoscope presets`")
    varied = "what varies; once for each field"
    parser.add_argument("--over", action="append", default=[], metavar="NAME=VALUES", help=varied)
    parser.add_argument("--steps", type=whole, metavar="N", help="stop each run after N steps")
    place = "here, ray for a cluster that is begun here, or ray:ADDRESS for one that is there (default: here)"
    parser.add_argument("--on", default="here", metavar="PLACE", help=place)
    parser.add_argument("-o", dest="folder", required=True, type=Path, metavar="FOLDER", help="where the runs are kept")
    parser.set_defaults(act=_sweep)


def _sweep(options: argparse.Namespace) -> int:
    import msgspec

    from desktop.training.blocking_engine import EngineError
    from engine.contract.spec import PRESETS, SpecError, StopAt
    from engine.contract.sweeps.folder import FolderError, SweepFolder
    from engine.contract.sweeps.messages import is_place
    from engine.contract.sweeps.sweep import read_sweep

    if options.preset not in PRESETS:
        raise UsageError(f"There is no preset named {echoed(options.preset)!r}; the presets are {', '.join(PRESETS)}.")
    if not is_place(options.on):
        raise UsageError(f"There is no place {echoed(options.on)!r} to train at; choose here, ray or ray:ADDRESS.")
    base = PRESETS[options.preset].spec
    if options.steps is not None:
        base = msgspec.structs.replace(base, stop=StopAt(steps=options.steps))
    try:
        folder = SweepFolder(options.folder, read_sweep(base, options.over))
    except SpecError as error:
        raise UsageError(str(error)) from error
    try:
        folder.begin()
        return _train(folder, options.on)
    except (FolderError, EngineError) as error:
        say(str(error))
        return 1


def _train(folder: SweepFolder, on: str) -> int:
    """Train what is not there; returns the exit status."""
    from desktop.cli.train import stopped_by_interrupt
    from desktop.training.blocking_engine import running_engine
    from engine.contract.sweeps.messages import TrainAll

    for _ in folder.read():
        pass
    missing, count = folder.missing, len(folder.runs)
    if len(missing) < count:
        print(f"{count - len(missing)} of {count} runs are there already.", flush=True)
    folder.write_table()
    if not missing:
        return _told(folder, 0)
    report = _Report(folder, missing)
    with running_engine() as engine, stopped_by_interrupt(engine):
        engine.send(TrainAll(tuple(folder.runs[index] for index in missing), on))
        for event in engine.events():
            status = report.follow(event)
            if status is not None:
                return status
    return 1


class _Report:
    """Keeps what comes of a sweep, and tells of it."""

    def __init__(self, folder: SweepFolder, missing: tuple[int, ...]) -> None:
        self._folder, self._missing = folder, missing
        self._failed = 0
        self._terminal = sys.stderr.isatty()

    def follow(self, event: Event) -> int | None:
        """Take in an event; returns the exit status where it is the last one."""
        from engine.contract.events import Failed, Notice
        from engine.contract.sweeps.messages import AllTrained, RunFailed, RunTrained, Training

        match event:
            case RunTrained(index, data):
                self._keep(self._missing[index], data)
            case RunFailed(index, message):
                self._failed += 1
                self._say(f"{self._name(self._missing[index])}: {message}")
            case Training(done):
                if self._terminal:
                    print(f"\r\x1b[K{done:4.0%} ", end="", file=sys.stderr, flush=True)
            case Notice(text):
                self._say(text)
            case Failed(message):
                self._say(message)
                return 1
            case AllTrained(reason, message):
                return self._end(reason, message)
        return None

    def _name(self, index: int) -> str:
        return self._folder.sweep.name(self._folder.sweep.points[index])

    def _keep(self, index: int, data: bytes) -> None:
        """Keep a run, and print what came out of it, a line."""
        folder = self._folder
        courses = folder.add(index, data).courses
        folder.write_table()
        scores = ", ".join(
            f"{each.name} diverged" if math.isnan(each.loss) else f"{each.name} {each.loss:.3f} ({each.accuracy:.1%})"
            for each in courses
        )
        count = len(folder.runs)
        self._clear()
        print(f"{len(folder.outcomes):{len(str(count))}} of {count}  {self._name(index)}: {scores}", flush=True)

    def _end(self, reason: str, message: str) -> int:
        from desktop.cli.train import INTERRUPTED

        if reason == "done":
            self._clear()
            return _told(self._folder, self._failed)
        self._say(message or "Stopped; run the same command again to go on.")
        return INTERRUPTED if reason == "stopped" else 1

    def _say(self, sentence: str) -> None:
        self._clear()
        say(sentence)

    def _clear(self) -> None:
        """Take the share away from where the next line will be written."""
        if self._terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _told(folder: SweepFolder, failed: int) -> int:
    """Say where the results are, if there are any; the exit status is 1 where runs could not be trained."""
    from engine.contract.sweeps.folder import TABLE

    done, count = len(folder.outcomes), len(folder.runs)
    if not done:
        say("No run could be trained, so there are no results.")
        return 1
    what = "All results are" if done == count else f"The results of {done} of {count} runs are"
    print(f"{what} in {folder.path / TABLE}; the lab opens the folder with More runs, Open a sweep.")
    return 1 if failed else 0
