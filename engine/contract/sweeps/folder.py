"""The folder of a sweep: what it is (`sweep.json`), a tape for each run that is over, and all results as a table.

The tapes are named by the digests of their runs: what is there is not trained again, in whichever sweep it is wanted.
"""

import contextlib
import csv
import io
import math
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from engine.contract import tape
from engine.contract.files import remove_partials, write_atomically
from engine.contract.spec import SpecError
from engine.contract.sweeps.axes import FIELDS
from engine.contract.sweeps.outcome import Outcome, outcome
from engine.contract.sweeps.sweep import MOST_RUNS, Sweep, digest, sweep
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
    """Knows what of a sweep is there; runs that lie in other folders are taken over from these, and stay there too."""

    def __init__(self, path: Path, wanted: Sweep, others: Sequence[Path] = ()) -> None:
        self.path, self.sweep = path, wanted
        self.runs = wanted.runs
        self._others = tuple(other for other in others if other != path)
        self._outcomes: dict[int, Outcome] = {}
        """Of the runs that are over, by their indices."""

    @classmethod
    def open(cls, path: Path) -> "SweepFolder":
        """Open the folder of a sweep; raises `FolderError`."""
        try:
            found = planned(path)
            return cls(path, sweep(found.base, found.axes))
        except (SpecError, KeyError) as error:
            raise FolderError(f"The sweep in {path} can't be trained: {error}") from error

    def begin(self) -> None:
        """Make the folder, and say in it which sweep it is of.

        Raises `FolderError`, also where files of somebody else lie there, or a sweep with runs that this one lacks:
        their results would be lost from the table.
        """
        try:
            self._claim()
            self.path.mkdir(parents=True, exist_ok=True)
            remove_partials(self.path)
            with write_atomically(self.path / PLAN) as file:
                file.write(msgspec.json.format(msgspec.json.encode(_Plan("sweep", self.sweep))))
            for index in self._outcomes:
                self._take_over(index)
        except OSError as error:
            raise self._unwritable(error) from error

    def _claim(self) -> None:
        """Refuse a folder that holds anything else than runs of this sweep."""
        if not self.path.is_dir():
            return
        there = [each.name for each in self.path.iterdir() if not each.name.startswith(".")]
        if PLAN in there:
            other = planned(self.path)
            if not extends(self.sweep, other):
                words = f"The folder {self.path} holds another sweep ({other.words})"
                raise FolderError(f"{words}; choose another folder, and nothing of it is lost.")
        elif any(not name.endswith(".partial") for name in there):
            raise FolderError(f"The folder {self.path} holds other files; choose a new or an empty folder.")

    def _take_over(self, index: int) -> None:
        """Copy the tape of a run that was read in another folder."""
        found, own = self.tape(index), self._own(index)
        if found != own and not own.exists():
            with write_atomically(own) as file, found.open("rb") as tape_file:
                shutil.copyfileobj(tape_file, file)

    @property
    def is_there(self) -> bool:
        """Whether it was begun."""
        return (self.path / PLAN).exists()

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
        """The file of a run: in this folder, or in another one that has it until `begin` takes it over."""
        own = self._own(index)
        places = (other / own.name for other in self._others)
        return own if own.exists() else next((path for path in places if path.exists()), own)

    def _own(self, index: int) -> Path:
        return self.path / (digest(self.runs[index]) + SUFFIX)

    def add(self, index: int, data: bytes) -> Outcome:
        """Keep the tape of a run that is over; raises `FolderError` where it can't be written or is none."""
        path = self._own(index)
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
                row = [each.name, *numbers, found.steps, ended, self._own(index).name]
                writer.writerow([*self.sweep.points[index], *row])
        try:
            with write_atomically(self.path / TABLE) as file:
                file.write(text.getvalue().encode())
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> FolderError:
        return FolderError(f"The folder {self.path} can't be written ({error.strerror}); choose another, or make room.")


def planned(path: Path) -> Sweep:
    """The sweep that a folder says it is of, whether or not it can be trained now; raises `FolderError`."""
    plan = path / PLAN
    try:
        if plan.stat().st_size > LARGEST_PLAN:
            raise FolderError(f"{plan} is too large to be a sweep; choose another folder.")
        return msgspec.json.decode(plan.read_bytes(), type=_Plan).sweep
    except FileNotFoundError:
        raise FolderError(f"There is no sweep in {path}; choose a folder in which {PLAN} lies.") from None
    except OSError as error:
        raise FolderError(f"{plan} can't be read ({error.strerror}).") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FolderError(f"{plan} holds no sweep of Convoscope; choose another folder.") from error


def extends(larger: Sweep, smaller: Sweep) -> bool:
    """Whether a sweep has all runs of another one."""
    if larger == smaller:
        return True
    if any(axis.field not in FIELDS for axis in smaller.axes) or smaller.count > MOST_RUNS:
        return False
    return {digest(run) for run in smaller.runs} <= {digest(run) for run in larger.runs}
