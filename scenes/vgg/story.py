"""The steps of the VGG scene."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.draw.travel import SLOT, travelled
from scenes.vgg.computed import Build, Stack
from scenes.vgg.knobs import Knobs
from scenes.vgg.words import COUNTS, Words


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: inside one block, along all of them, where work and parameters are, why the windows are small."""

    block: Span
    road: Span
    dense: Span
    shares: Span
    numbers: Span
    large: Span
    small: Span


def tell(stage: Stage, of: Build, stacked: Stack, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    words, network, windows = Words(of, knobs.block, stacked), ("depth", "side"), ("stacked", "channels")

    def step(title: str, said: tuple[str, str], seconds: float, knobs: tuple[str, ...], was: str = "") -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=knobs, was=(was,) if was else ())

    return Steps(
        block=step("Inside a block", words.inside(), 5.0, network),
        road=step("Five blocks", words.road(), travelled(len(of.stops) - 1), network, "The shape strip"),
        dense=step("Three dense layers", words.dense(), 3 * SLOT + 2.0, network),
        shares=step("Work and parameters", words.shares(), 6.0, network, "Work and weights"),
        numbers=step("Fewer and fewer numbers", words.numbers(), 8.0, network, "Smaller, more, fewer"),
        large=step("One large window", words.large(), 4.0, windows),
        small=step(f"{COUNTS[stacked.count]} small windows", words.small(), 5.0, windows),
    )
