"""The seam to whoever measures: what is asked of it, and what is heard back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.edge.measuring.words import Measurement
from desktop.edge.model.networks import Network
from desktop.edge.model.result import Floats, Pictures


@dataclass(frozen=True)
class Wish:
    """What is to be measured: a network in all forms that can be had, on so many threads.

    `folder` has the user's pictures that all forms answer; None for those that belong to the network.
    """

    network: Network
    threads: int
    folder: Path | None = None


@dataclass(frozen=True)
class Working:
    """What goes on, in words, and how far it is: `done` of `of` parts."""

    words: str
    done: int = 0
    of: int = 0


@dataclass(frozen=True, eq=False)
class Answering:
    """The network is at hand: the pictures that all forms answer, None for none, and whether it has gates."""

    pictures: Pictures | None
    gates: bool | None = None


@dataclass(frozen=True, eq=False)
class Measured:
    """One form is measured; `logits` (pictures, classes) are its answers, None where it was not asked."""

    measurement: Measurement
    logits: Floats | None = None


@dataclass(frozen=True)
class Over:
    """Nothing more comes.

    `problem` is a sentence where something went wrong, `missing` one where forms were left out. `details` are what a
    bug report needs, where it was an error of ours.
    """

    problem: str = ""
    missing: str = ""
    details: str = ""


Heard = Working | Answering | Measured | Over


class Measures(Protocol):
    """Whoever measures, one wish at a time."""

    def measure(self, wish: Wish, hear: Callable[[Heard], None]) -> None:
        """Begin; `hear` is called with what comes, and at last with `Over`, unless it is stopped before."""

    def stop(self) -> None:
        """Break it off; nothing more is heard."""
