"""The steps of the trade-off map."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.tradeoff import words
from scenes.tradeoff.knobs import Knobs


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """One guess, the networks on a map, two of them, one with four numbers, those that nothing beats, times here."""

    top_k: Span
    networks: Span
    pair: Span
    four: Span
    front: Span
    here: Span


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps."""

    def step(title: str, said: tuple[str, str], seconds: float, asked: tuple[str, ...] = ()) -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=asked)

    return Steps(
        top_k=step("Among the first k", words.top_k(knobs), 5.0, ("k",)),
        networks=step("The networks drop in", words.networks(knobs), 12.0, ("source",)),
        pair=step("Small is not cheap", words.pair(knobs), 6.0, ("source",)),
        four=step("Four numbers, one network", words.four(), 7.0),
        front=step("What nothing beats", words.front(knobs), 5.0, ("source",)),
        here=step("What runs here?", words.here(knobs), 6.0, ("rate", "source")),
    )
