"""The steps of the auxiliary scene."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.auxiliary import words
from scenes.auxiliary.knobs import Knobs
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """GoogLeNet with its auxiliary heads; then trained nets, with their first step if it is a weak start."""

    classifiers: Span
    inside: Span
    loss: Span
    pulses: Span
    inference: Span
    begin: Span | None
    race: Span
    right: Span


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps: the heads, one from inside, the loss, the pulses, the end of training, and trained nets."""

    def step(title: str, said: tuple[str, str], seconds: float, asked: tuple[str, ...], *, live: bool = False) -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=asked, live=live)

    weak = knobs.nets == "weak start"
    return Steps(
        classifiers=step("Two classifiers on the way", words.classifiers(knobs), 4.5, ("heads",)),
        inside=step("Inside an auxiliary head", words.inside(knobs), 5.5, ("inside",)),
        loss=step("One loss from three", words.whole_loss(knobs), 6.0, ("weight", "heads")),
        pulses=step("Pulses go back from every head", words.back(knobs), 8.0, ("gain", "weight", "heads")),
        inference=step("At inference the auxiliary heads fall off", words.inference(knobs), 4.5, ("heads",)),
        begin=step("Trained nets: the first step's gradients", words.begin(), 6.0, ("nets",), live=True)
        if weak
        else None,
        race=step("Do the heads help?", words.race(weak), 8.0, ("nets",), live=True),
        right=step("How often both are right", words.right(weak), 6.0, ("nets",), live=True),
    )
