"""`convoscope sweep`: many runs from the shell, each a tape in a folder, and their results as a table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.streams import say
from desktop.cli.words import Parser, UsageError, whole
from scenes.stage.numbers.reading import echoed

if TYPE_CHECKING:
    from engine.contract.sweeps.folder import SweepFolder
    from engine.contract.sweeps.outcome import Outcome

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
    from engine.contract.sweeps.sweep import read_sweep

    if options.preset not in PRESETS:
        raise UsageError(f"There is no preset named {echoed(options.preset)!r}; the presets are {', '.join(PRESETS)}.")
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
    from desktop.cli.train import INTERRUPTED, stopped_by_interrupt
    from desktop.training.blocking_engine import running_engine
    from engine.contract.events import AllTrained, Failed, Notice, RunFailed, RunTrained, TrainAll, Training

    for _ in folder.read():
        pass
    missing, count = folder.missing, len(folder.runs)
    if len(missing) < count:
        print(f"{count - len(missing)} of {count} runs are there already.", flush=True)
    folder.write_table()
    if not missing:
        return _told(folder, 0)
    failed = 0
    with running_engine() as engine, stopped_by_interrupt(engine):
        engine.send(TrainAll(tuple(folder.runs[index] for index in missing), on))
        for event in engine.events():
            if isinstance(event, RunTrained):
                index = missing[event.index]
                _tell(folder, index, folder.add(index, event.tape))
                folder.write_table()
            elif isinstance(event, RunFailed):
                failed += 1
                say(f"{folder.sweep.name(folder.sweep.points[missing[event.index]])}: {event.message}")
            elif isinstance(event, Training) and sys.stderr.isatty():
                print(f"\r\x1b[K{event.done:4.0%} ", end="", file=sys.stderr, flush=True)
            elif isinstance(event, Notice):
                say(event.text)
            elif isinstance(event, Failed):
                say(event.message)
                return 1
            elif isinstance(event, AllTrained):
                if event.reason == "failed":
                    say(event.message)
                    return 1
                if event.reason == "stopped":
                    say("Stopped; run the same command again to go on.")
                return INTERRUPTED if event.reason == "stopped" else _told(folder, failed)
    return 1


def _tell(folder: SweepFolder, index: int, found: Outcome) -> None:
    """Print what came out of a run, a line."""
    scores = ", ".join(
        f"{each.name} diverged" if each.loss != each.loss else f"{each.name} {each.loss:.3f} ({each.accuracy:.1%})"
        for each in found.courses
    )
    done = f"{len(folder.outcomes):{len(str(len(folder.runs)))}} of {len(folder.runs)}"
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""
    print(clear, end="", file=sys.stderr, flush=True)
    print(f"{done}  {folder.sweep.name(folder.sweep.points[index])}: {scores}", flush=True)


def _told(folder: SweepFolder, failed: int) -> int:
    """Say where everything is; the exit status is 1 where runs could not be trained."""
    from engine.contract.sweeps.folder import TABLE

    print(f"All results are in {folder.path / TABLE}; the lab opens the folder with More runs, Open a sweep.")
    return 1 if failed else 0
