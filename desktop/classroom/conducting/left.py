"""Where a class was left: all that is needed to go on with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.classroom.conducting.cues import Cue
from desktop.classroom.conducting.tallies import Tallies


@dataclass(frozen=True)
class Left:
    """A class in the middle of its lesson.

    `path` are the cues that it was shown, at least one, the last of which it goes on at. `knobs` are plain knobs by the
    session's rooms, of those in which some were turned; `spent` the seconds by the ids of stops.
    """

    path: tuple[Cue, ...]
    knobs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    spent: Mapping[str, float] = field(default_factory=dict)
    tallies: Tallies = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
