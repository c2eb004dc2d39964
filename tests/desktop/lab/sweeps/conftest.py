"""Sweeps that nobody trained."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.contract import events, tape
from engine.contract.spec import RunSpec
from engine.contract.sweeps.folder import SweepFolder
from engine.contract.sweeps.sweep import Sweep, read_sweep
from tests.desktop.fake_runs import SPEC, client, finished, library, looks, session, started, tick

__all__ = ["client", "library", "looks", "session"]

Tape = Callable[..., bytes]


@pytest.fixture
def tape_of() -> Tape:
    """Return ``tape_of(spec, loss=, gone=)``: the tape of a race whose dense net ends at a loss, the CNN at half."""

    def made(spec: RunSpec, loss: float = 1.0, gone: bool = False) -> bytes:
        scores = [None if gone else events.Score(loss, 0.5), events.Score(loss / 2, 0.75)]
        begun = events.Validated(0, 0.0, 500, (events.Score(2.3, 0.1), events.Score(2.3, 0.1)))
        said = (begun, *map(tick, range(1, 21)), events.Validated(20, 0.1, 1500, tuple(scores)), finished(20))
        return tape.packed(tape.Tape(events.Hello(events.PROTOCOL, {}), started(spec, 20), said))

    return made


@pytest.fixture
def sweep() -> Sweep:
    return read_sweep(SPEC, ["lr=0.001,0.01,0.1", "seed=1..2"])


@pytest.fixture
def folder(tmp_path: Path, sweep: Sweep) -> SweepFolder:
    made = SweepFolder(tmp_path / "sweep", sweep)
    made.begin()
    return made


@pytest.fixture
def full(folder: SweepFolder, tape_of: Tape) -> SweepFolder:
    """All runs are there; the loss is lowest at the middle rate, and one of the highest rate has diverged."""
    for index, (lr, seed) in enumerate(folder.sweep.points):
        loss = abs(math.log10(lr) + 2) + 0.1 * seed
        folder.add(index, tape_of(folder.runs[index], loss, gone=lr == 0.1 and seed == 2))
    return folder
