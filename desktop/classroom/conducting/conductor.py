"""Where a class is in its lesson. A value: every way on gives another one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.classroom.conducting.cues import Cue


@dataclass(frozen=True)
class Conductor:
    """`at` is the index of the present cue."""

    cues: tuple[Cue, ...]
    at: int = 0

    @property
    def cue(self) -> Cue:
        """The present cue."""
        return self.cues[self.at]

    @property
    def coming(self) -> Cue | None:
        """The cue that the next press shows; None at the end."""
        return self.cues[self.at + 1] if self.at + 1 < len(self.cues) else None

    def next(self) -> Conductor:
        """One cue further; the end stays the end."""
        return replace(self, at=min(self.at + 1, len(self.cues) - 1))

    def back(self) -> Conductor:
        """One cue back; the beginning stays the beginning."""
        return replace(self, at=max(self.at - 1, 0))

    def jumped(self, stop: str) -> Conductor:
        """At the first cue of a stop; where it has none, at the end."""
        return replace(self, at=next((at for at, cue in enumerate(self.cues) if cue.stop == stop), len(self.cues) - 1))

    def with_cues(self, cues: tuple[Cue, ...]) -> Conductor:
        """The same place among other cues: at the same cue, else at the last one before it that there still is."""
        for cue in reversed(self.cues[: self.at + 1]):
            if cue in cues:
                return Conductor(cues, cues.index(cue))
        return Conductor(cues)
