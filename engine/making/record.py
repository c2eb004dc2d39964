"""Records the runs that ship with Convoscope, so that a scene about training can play before torch is loaded."""

import sys
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

import assets
from engine.contract import tape
from engine.contract.events import PROTOCOL, Checkpoint, Event, Hello, Predicted, Tick
from engine.contract.spec import PRESETS, RunSpec, SpecError, StopAt, check
from engine.machine import versions
from engine.training.train import train

SHIPPED = {
    "yellow": 6,
    "separable": 0,
    "twins-8": 0,
    "twins-20": 0,
    "twins-32": 0,
    "vanishing": 1,
    "vanishing-cured": 0,
    "two-gradients": 0,
    "degradation": 0,
    "auxiliary": 0,
    "inception": 0,
    "explosion": 0,
    "clipping": 0,
    "gap": 1,
    "gates": 1,
}
"""The presets whose recordings ship, and how many snapshots of each: feature maps of many layers take much room."""
SNAPSHOTS = 24
"""How many snapshots the recording of another preset keeps."""


def recorded(spec: RunSpec, snapshots: int, report: Callable[[str], None] = lambda _: None) -> tape.Tape:
    """Train a run to its end and return its tape, without weights and what was said of each picture.

    `report` gets a line of progress now and then.
    """
    said: list[Event] = [Hello(PROTOCOL, versions.found())]
    for event in train(spec):
        if not isinstance(event, Checkpoint | Predicted):  # a scene shows what was measured, and has no use for these
            said.append(event)
        if isinstance(event, Tick) and event.step % 50 == 0:
            report(f"step {event.step}")
    return tape.rounded(tape.thinned(tape.tape(said), snapshots))


def wanted(name: str, seed: int | None, steps: int | None) -> RunSpec:
    """Return a preset's run on one thread, which the same processor repeats; raises `SpecError` if there is none."""
    if name not in PRESETS:
        raise SpecError(f"There is no preset named {name!r}; the presets are {', '.join(PRESETS)}.")
    spec = replace(PRESETS[name].spec, threads=1)
    spec = spec if seed is None else replace(spec, seed=seed)
    spec = spec if steps is None else replace(spec, stop=StopAt(steps=steps))
    check(spec)
    return spec


def record(names: list[str], into: Path | None, seed: int | None, steps: int | None, snapshots: int | None) -> int:
    """Record presets, by default all that ship, and return the exit status; it is 2 for what can't be recorded.

    Each becomes assets/recordings/NAME.tape, or the file `into`.
    """
    names = names or list(SHIPPED)
    try:
        if into is not None and len(names) > 1:
            raise SpecError("Several recordings can't go into one file; record them one by one.")
        if snapshots is not None and snapshots < 0:
            raise SpecError(f"A recording can't keep {snapshots} snapshots; choose 0 or more.")
        runs = {name: wanted(name, seed, steps) for name in names}
        for name, spec in runs.items():
            kept = SHIPPED.get(name, SNAPSHOTS) if snapshots is None else snapshots
            path = _place(into or assets.path("recordings", name + tape.SUFFIX))
            tape.write(path, recorded(spec, kept, lambda line, name=name: _tell(f"{name}: {line}")))  # type: ignore[misc]
            _tell(f"{path}: {path.stat().st_size:,} bytes")
    except (SpecError, tape.TapeError) as error:
        _tell(str(error))
        return 2
    return 0


def _place(path: Path) -> Path:
    """Return where a recording goes, with a folder around it; raises `TapeError` before a minute is spent in vain."""
    if path.is_dir():
        raise tape.TapeError(f"{path} is a folder; say which file in it the recording becomes.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise tape.TapeError(f"The folder {path.parent} can't be made ({error.strerror}); choose another.") from error
    return path


def _tell(line: str) -> None:
    print(line, file=sys.stderr)
