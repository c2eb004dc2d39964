"""What the story of a scene tells whoever draws it: which step is being told, and how far every step has come."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.stage import Span


@dataclass(frozen=True, eq=False)
class Told:
    """The step being told, by its name, and the spans of all steps by theirs; scenes add what they need beside."""

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
