"""Travelling along a road of blocks: the camera comes to one after another, a photo flows into each, names go along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from scenes.stage.core.camera import MOVE
from scenes.stage.core.marks import AnyMark, Role, Text, lettering
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import RIGHT, TITLE_Y, Stage
from scenes.stage.core.timeline import TRANSITION, Span, ease
from scenes.stage.draw.blocks import shape_text
from scenes.stage.draw.maps import photograph
from scenes.stage.draw.road import Block, beside, in_view, named, solid, spaced

SLOT = 1.5
"""The seconds that a block takes: the camera comes to it, it grows, and what it costs flows into the tanks."""
GROWS, FLOWS = (0.3, 0.75), (0.55, 0.95)
"""When in its slot a block grows, and when its costs flow."""
REST = 1.6
"""The seconds in which the picture rests when the camera has drawn back."""
NOW = 0.001
"""The seconds of a move that is made within a transition: there the marks move, not the camera."""


def travelled(blocks: int) -> float:
    """The seconds of a step that is a followed leg past so many blocks."""
    return TRANSITION + blocks * SLOT + MOVE + REST


@dataclass(frozen=True)
class Leg:
    """The part of the way that a step goes: some blocks, and what is looked at in the end.

    If it is `followed`, the camera comes to each block and then to the end; else it goes there after `lead` seconds.
    """

    span: Span
    blocks: tuple[Block, ...]
    end: Box
    followed: bool = True
    lead: float = 0.0

    @property
    def begun(self) -> bool:
        """Whether it has begun."""
        return self.span.begun

    def share(self, index: int, part: tuple[float, float]) -> float:
        """How far a part of a block's slot has come, from 0 to 1."""
        now = self.span.t * self.span.seconds / SLOT - index
        return max(0.0, min((now - part[0]) / (part[1] - part[0]), 1.0))

    @property
    def drawn_back(self) -> float:
        """How far the camera has come to the end after the last block, from 0 to 1."""
        return ease((self.span.t * self.span.seconds - self._turns) / MOVE)

    @property
    def _turns(self) -> float:
        """The seconds after which the camera goes to the end."""
        return len(self.blocks) * SLOT if self.followed else self.lead

    def look(self, stage: Stage) -> None:
        """Move the camera."""
        for index, block in enumerate(self.blocks if self.followed else ()):
            stage.look_at(beside((block,)), self.span, lead=index * SLOT)
        stage.look_at(self.end, self.span, lead=self._turns)


@dataclass(frozen=True)
class Travel:
    """The whole way, leg after leg; the fronts of blocks with maps have a photo at the resolution of the maps."""

    stage: Stage
    legs: tuple[Leg, ...]
    photo: str

    @cached_property
    def zoom(self) -> float:
        """How near the camera is."""
        return self.stage.view.zoom

    @property
    def leg(self) -> Leg:
        """The present leg, or the last one that has begun."""
        return [leg for leg in self.legs if leg.begun][-1]

    @property
    def passed(self) -> dict[str, float]:
        """For each block by its name, how much of its costs has flowed, from 0 to 1."""
        return {block.name: share for leg in self.legs for block, share in _each(leg, FLOWS)}

    def blocks(self) -> list[AnyMark]:
        """The blocks as far as they have grown, those in view."""
        view = self.stage.view
        marks: list[AnyMark] = []
        for leg in self.legs:
            for block, share in _each(leg, GROWS):
                if share > 0.0 and in_view(block, view):
                    marks += front(block, Role.OUTPUT, self.photo, self.zoom, ease(share))
        return marks

    def names(self, standing: Callable[[Block], Sequence[str]]) -> list[AnyMark]:
        """The name and the shape of the block that is being passed; in the end of a leg those of all that have room.

        `standing` says what is written under a block in the end.
        """
        leg, marks = self.leg, []
        back = leg.drawn_back if leg.followed else 1.0
        shares = [ease(share) for _, share in _each(leg, GROWS)]
        gone = [*(ease(2.0 * share) for share in shares[1:]), back]
        with_room = spaced(leg.blocks, [standing(block)[0] for block in leg.blocks], leg.end.zoom)
        for block, share, after in zip(leg.blocks, shares, gone, strict=True):
            if leg.followed and share > after:
                words = (block.name, shape_text(block.shape))
                marks.append(named(block, words, Role.OUTPUT, self.zoom, share - after))
            if back > 0.0 and share > 0.0 and block in with_room:
                marks.append(named(block, standing(block), Role.OUTPUT, self.zoom, back * share))
        return [*marks]


def front(
    block: Block, role: Role, photo: str, zoom: float, grown: float = 1.0, *, clear: bool = True
) -> tuple[AnyMark, ...]:
    """A block with the photo on its front, if it has maps; its lines are as thick from near as from far."""
    face = photograph(photo, block.shape[1]) if len(block.shape) == 3 else None
    return solid(block, role, face=face, grown=grown, line=2.5 / zoom, clear=clear)


def what_is_on_fronts() -> Text:
    """A line beside the title: what stands on the fronts are no maps."""
    words = "on the fronts: the photo at each resolution"
    return lettering(RIGHT, TITLE_Y, words, Role.MUTED, size=28, anchor="end", pinned=True, note=True, name="fronts")


def _each(leg: Leg, part: tuple[float, float]) -> list[tuple[Block, float]]:
    """The blocks of a leg, with how far a part of their slots has come."""
    return [(block, leg.share(index, part)) for index, block in enumerate(leg.blocks)]
