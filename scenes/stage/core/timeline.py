"""What the story of a scene tells whoever draws it: which step is being told, and how far every step has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from scenes.stage.core.stage import Span, ease


@dataclass(frozen=True, eq=False)
class Told:
    """The step being told, by its name, and the spans of all steps by theirs; scenes add what they need beside.

    What a step brings comes in at its beginning; what belongs to a scene's first step is there from the start.
    """

    PACE: ClassVar[float] = 8.0
    """It comes in within 1 / PACE of the step; scenes have their own."""
    PAUSE: ClassVar[float] = 0.0
    """It comes after PAUSE / PACE of the step."""

    name: str
    spans: dict[str, Span]

    @property
    def span(self) -> Span:
        """The present step."""
        return self.spans[self.name]

    def share(self, name: str) -> float:
        """How far a step has come, from 0 to 1, eased."""
        return self.spans[name].motion

    def even(self, name: str) -> float:
        """How far a step has come with what happens one by one: even, then a rest."""
        return self.spans[name].even

    @property
    def arriving(self) -> float:
        """How visible what the present step brings is; even in the first step it has to come in."""
        return self._come(self.name)

    def alone(self, name: str) -> float:
        """How visible what belongs to a step alone is: it comes in at its beginning and is gone after its end."""
        return 0.0 if name != self.name else self._there(name)

    def seen(self, first: str, after: str | None = None) -> float:
        """How visible a part of the story is, from the step it begins with to the step that puts another there."""
        return self._there(first) * (1.0 - ease(self.spans[after].t * self.PACE) if after else 1.0)

    def _there(self, name: str) -> float:
        return 1.0 if name == next(iter(self.spans)) else self._come(name)

    def _come(self, name: str) -> float:
        return ease(self.spans[name].t * self.PACE - self.PAUSE)
