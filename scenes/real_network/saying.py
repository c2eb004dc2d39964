"""The words of the scene about a real network: what each step is called, its caption, and what more there is to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Saying(NamedTuple):
    """What is said of a step."""

    title: str
    caption: str
    more: str


@dataclass(frozen=True)
class Said:
    """What is said of all steps; None of one that a network has nothing for.

    It `folds` where there is a batch norm to be folded.
    """

    answer: Saying
    stem: Saying
    road: Saying
    sizes: Saying
    sight: Saying
    inside: Saying
    cell: Saying
    norm: Saying
    logits: Saying
    cover: Saying
    off: Saying
    linear: Saying | None = None
    shortcut: Saying | None = None
    mean: Saying | None = None
    folds: bool = True
