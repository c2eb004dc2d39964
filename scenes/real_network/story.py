"""The story of the scene about a real network: its steps, how long they last, and the knobs that they are about."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.real_network.knobs import Knobs
from scenes.real_network.lite import lite
from scenes.real_network.others import others
from scenes.real_network.saying import Saying
from scenes.real_network.stops import stops
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import TRANSITION, Span, Story

PACE = 0.9
"""The seconds that the photo takes to flow into a block."""
BACK = 3.0
"""The seconds in which the camera draws back in the end, and rests."""


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: the answer, the way to it from far, from near and down to one cell, and what changes it.

    Three of them are None where a network has nothing to show in them.
    """

    answer: Span
    stem: Span
    road: Span
    sizes: Span
    sight: Span
    inside: Span
    linear: Span | None
    shortcut: Span | None
    cell: Span
    norm: Span
    mean: Span | None
    logits: Span
    cover: Span
    off: Span


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    said = others(knobs) if knobs.foreign else lite(knobs)
    where = ("block", "layer", "map") if knobs.stop.is_block or knobs.foreign else ("block", "map")
    there = ("picture", *where)

    def step(saying: Saying, seconds: float, *turned: str) -> Span:
        return stage.step(saying.title, saying.caption, seconds, more=saying.more, knobs=turned)

    def maybe(saying: Saying | None, seconds: float, *turned: str) -> Span | None:
        return step(saying, seconds, *turned) if saying is not None else None

    folds = ("folded",) if said.folds else ()
    return Steps(
        answer=step(said.answer, 4.0, "picture"),
        stem=step(said.stem, 6.0, "picture"),
        road=step(said.road, TRANSITION + PACE * len(stops(knobs.of)) + BACK, "picture"),
        sizes=step(said.sizes, 4.5, "picture"),
        sight=step(said.sight, 4.0, *there),
        inside=step(said.inside, 5.0, "picture", "block"),
        linear=maybe(said.linear, 4.5, *there),
        shortcut=maybe(said.shortcut, 4.5, "picture", "block", "map"),
        cell=step(said.cell, 5.0, *there, *folds),
        norm=step(said.norm, 5.0, *where, *folds),
        mean=maybe(said.mean, 4.0, "picture"),
        logits=step(said.logits, 5.0, "picture"),
        cover=step(said.cover, 3.5, "picture", "cover", "blur", "turn"),
        off=step(said.off, 3.5, "off", *where),
    )
