"""The folder of a sweep: what it is (`sweep.json`), a tape for each run that is over, and all results as a table.

The tapes are named by the digests of their runs: what is there is not trained again, in whichever sweep it is wanted.
"""

import contextlib
import csv
import io
import math
from collections.abc import Iterator
from pathlib import Path

import msgspec

from engine.contract import tape
from engine.contract.files import remove_partials, write_atomically
from engine.contract.spec import SpecError
from engine.contract.sweeps.outcome import Outcome, outcome
from engine.contract.sweeps.sweep import Sweep, digest, sweep
from engine.contract.tape import SUFFIX, TapeError

PLAN = "sweep.json"
TABLE = "sweep.csv"
LARGEST_PLAN = 10_000_000
"""Bytes that the plan of a sweep may have."""

_RESULTS = ("contestant", "validation loss", "validation accuracy", "training loss", "steps", "ended by", "recording")


class FolderError(ValueError):
    """A folder of a sweep that can't be used; the text is one sentence for the user."""


class _Plan(msgspec.Struct, frozen=True):
    """What stands in the plan: that it is one of ours, and the sweep."""

    convoscope: str
    sweep: Sweep


class SweepFolder:
    """Knows what of a sweep is there."""

    def __init__(self, path: Path, wanted: Sweep) -> None:
        self.path, self.sweep = path, wanted
        self.runs = wanted.runs
        self._outcomes: dict[int, Outcome] = {}
        """Of the runs that are over, by their indices."""

    @classmethod
    def open(cls, path: Path) -> "SweepFolder":
        """Open the folder of a sweep; raises `FolderError`."""
        plan = path / PLAN
        try:
            if plan.stat().st_size > LARGEST_PLAN:
                raise FolderError(f"{plan} is too large to be a sweep; choose another folder.")
            found = msgspec.json.decode(plan.read_bytes(), type=_Plan).sweep
            return cls(path, sweep(found.base, found.axes))
        except FileNotFoundError:
            raise FolderError(f"There is no sweep in {path}; choose a folder in which {PLAN} lies.") from None
        except OSError as error:
            raise FolderError(f"{plan} can't be read ({error.strerror}).") from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, KeyError) as error:
            raise FolderError(f"{plan} holds no sweep of Convoscope; choose another folder.") from error
        except SpecError as error:
            raise FolderError(f"The sweep in {path} can't be trained: {error}") from error

    def begin(self) -> None:
        """Make the folder, and say in it which sweep it is of; raises `FolderError`."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            remove_partials(self.path)
            with write_atomically(self.path / PLAN) as file:
                file.write(msgspec.json.format(msgspec.json.encode(_Plan("sweep", self.sweep))))
        except OSError as error:
            raise self._unwritable(error) from error

    @property
    def outcomes(self) -> dict[int, Outcome]:
        """What came out of the runs that were read or added, by their indices."""
        return self._outcomes

    @property
    def missing(self) -> tuple[int, ...]:
        """The indices of the runs whose tapes are not there, or were not read."""
        return tuple(index for index in range(len(self.runs)) if index not in self._outcomes)

    def read(self) -> Iterator[int]:
        """Read the tapes that are there, one after the other; yields the index of each, also of one that is damaged."""
        for index in range(len(self.runs)):
            path = self.tape(index)
            if index not in self._outcomes and path.exists():
                with contextlib.suppress(TapeError):  # it is trained again
                    self._outcomes[index] = outcome(tape.read(path))
                yield index

    def tape(self, index: int) -> Path:
        """The file of a run."""
        return self.path / (digest(self.runs[index]) + SUFFIX)

    def add(self, index: int, data: bytes) -> Outcome:
        """Keep the tape of a run that is over; raises `FolderError` where it can't be written or is none."""
        path = self.tape(index)
        try:
            with write_atomically(path) as file:
                file.write(data)
            self._outcomes[index] = outcome(tape.read(path))
        except OSError as error:
            raise self._unwritable(error) from error
        except TapeError as error:
            raise FolderError(str(error)) from error
        return self._outcomes[index]

    def write_table(self) -> None:
        """Write all results as a table, RFC 4180 in UTF-8, a line for each contestant; raises `FolderError`."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([*(axis.title for axis in self.sweep.axes), *_RESULTS])
        for index, found in sorted(self._outcomes.items()):
            for each in found.courses:
                numbers = ["" if math.isnan(x) else repr(x) for x in (each.loss, each.accuracy, each.training_loss)]
                ended = "diverged" if math.isnan(each.loss) else found.reason
                row = [each.name, *numbers, found.steps, ended, self.tape(index).name]
                writer.writerow([*self.sweep.points[index], *row])
        try:
            with write_atomically(self.path / TABLE) as file:
                file.write(text.getvalue().encode())
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> FolderError:
        return FolderError(f"The folder {self.path} can't be written ({error.strerror}); choose another, or make room.")
