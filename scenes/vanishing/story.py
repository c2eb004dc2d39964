"""The steps of the vanishing scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.vanishing import words
from scenes.vanishing.computed import Chain, followed
from scenes.vanishing.knobs import Knobs


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: a chain of factors, what is in its layers, one that overflows, and the chains of trained nets.

    `weights` are there for nets of which both kinds of gradients tell something; `learn`, `first` and `race` for
    those whose gradients, steps and accuracies do.
    """

    back: Span
    factor: Span
    sigmoid: Span
    start: Span
    forward: Span
    stack: Span
    norm: Span
    shortcut: Span
    inf: Span
    weights: Span | None
    begin: Span
    learn: Span | None
    first: Span | None
    race: Span | None


def tell(stage: Stage, of: Chain, knobs: Knobs) -> Steps:
    """Lay out the steps."""

    def step(
        title: str, said: tuple[str, str], seconds: float, knobs: Sequence[str] = (), was: str = "", live: bool = False,
        still: bool = False,
    ) -> Span:  # fmt: skip
        caption, more = said
        return stage.step(
            title, caption, seconds, live=live, still=still, more=more, knobs=tuple(knobs), was=(was,) if was else ()
        )

    nets = knobs.nets
    stepwise, still_learning = nets in ("exploding", "clipped"), nets != "ReLU"
    training = 2.0 * len(followed(knobs.weight, knobs.clip)) + 1.5
    return Steps(
        back=step("A pulse goes back", words.back(of), 6.0, ("gain", "layers")),
        factor=step("What a factor is made of", words.FACTOR, 5.0),
        sigmoid=step("Sigmoids in the chain", words.sigmoid(), 5.0),
        start=step("How large should weights start?", words.start(knobs), 5.5, ("kernel", "c_in", "c_out", "rule")),
        forward=step("The signal goes forward", words.forward(knobs), 5.0, ("activation", "rule")),
        stack=step(
            "Which first weights are right?", words.stacked(knobs), 8.5, ("activation", "rule"),
            "A stack of random layers",
        ),
        norm=step("Batch norm in the chain", words.norm(), 5.0),
        shortcut=step("Shortcuts around the layers", words.shortcut(), 5.0),
        inf=step("From large to infinite", words.infinite(knobs), training, ("weight", "clip")),
        weights=step("Trained nets: gradients of the weights", words.WEIGHTS, 6.0, ("nets",), live=True, still=True)
        if nets == "ReLU"
        else None,
        begin=step(
            "Trained nets: the first step's gradients", words.BEGIN[nets], 9.0 if nets == "four nets" else 6.0,
            ("nets",) if nets == "ReLU" else ("nets", "norms"), live=True, still=True,
        ),
        learn=None if stepwise else step(
            "Gradients over the steps", words.LEARN[nets], 7.0, ("nets", "norms"), live=True
        ),
        first=step("Step by step", words.FIRST[nets], 7.0, ("nets",), live=True) if stepwise else None,
        race=step("Do they learn?", words.RACE[nets], 7.0, ("nets",), live=True) if still_learning else None,
    )  # fmt: skip
