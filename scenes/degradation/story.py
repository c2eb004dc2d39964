"""The steps of the degradation scene."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.degradation import words
from scenes.degradation.computed import Copy
from scenes.degradation.knobs import Knobs
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """A net is copied into a deeper one, nets race, and degradation is told apart from what it is not."""

    question: Span
    copy: Span
    race: Span
    shortcuts: Span
    overfitting: Span
    deepest: Span
    begin: Span
    learn: Span
    paper: Span


def tell(stage: Stage, copy: Copy, knobs: Knobs) -> Steps:
    """Lay out the steps."""

    def step(
        title: str, said: tuple[str, str], seconds: float, asked: tuple[str, ...] = (), was: tuple[str, ...] = (), *,
        live: bool = False, still: bool = False,
    ) -> Span:  # fmt: skip
        caption, more = said
        return stage.step(title, caption, seconds, live=live, still=still, more=more, knobs=asked, was=was)

    return Steps(
        question=step("A deeper net", words.question(), 6.0),
        copy=step("Layers that do nothing", words.copy(copy), 6.5, ("added", "slip")),
        race=step("Three plain nets race", words.race(), 7.0, live=True),
        shortcuts=step("The same with shortcuts", words.SHORTCUTS, 7.0, live=True),
        overfitting=step("Is it overfitting?", words.OVERFITTING, 7.0, live=True),
        deepest=step("What overfitting looks like", words.deepest(), 6.0),
        begin=step(
            "Do gradients vanish? The first step", words.begin(knobs), 6.0, ("kind", "norms"), live=True, still=True
        ),
        learn=step("Gradients while they learn", words.LEARN, 7.0, ("kind", "norms"), live=True),
        paper=step("The same in the paper", words.paper(), 5.5, was=("The paper and the toy",)),
    )
