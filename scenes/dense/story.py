"""The steps of the dense scene, and what each of them is about."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.dense.computed import Layer
from scenes.dense.knobs import Knobs
from scenes.dense.words import Words
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: dense as a net and as a matrix, local, shared, folded, sliding; then a shift, and pictures."""

    dense: Span
    matrix: Span
    local: Span
    share: Span
    fold: Span
    slide: Span
    shift: Span
    lost: Span
    picture: Span
    larger: Span


def one_by_one(step: Span) -> float:
    """How far a step has come with rows or blocks that come one after another: even, then a short rest."""
    return min(step.t / 0.85, 1.0)


def tell(stage: Stage, layer: Layer, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    words = Words(layer, knobs)

    def step(title: str, said: tuple[str, str], seconds: float, *names: str) -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=names)

    return Steps(
        dense=step("Every input to every output", words.dense(), 5.0, "inputs"),
        matrix=step("A matrix of weights", words.matrix(), 5.0, "inputs"),
        local=step("Look only nearby", words.local(), 4.0, "size", "stride"),
        share=step("Share the weights", words.share(), 5.0, "size", "stride"),
        fold=step("Fold", words.fold(), 4.0, "size", "stride"),
        slide=step("Slide", words.slide(), max(2.2 * layer.outputs, 4.0), "size", "stride"),
        shift=step("Shift the input", words.shift(), 7.0, "shift", "inputs", "size", "stride"),
        lost=step("A dense layer does not follow", words.lost(), 7.0, "shift", "inputs", "size", "stride"),
        picture=step("The same for a picture", words.picture(), 8.0, "side", "window", "steps", "filters"),
        larger=step("Larger pictures", words.larger(), 5.0, "side", "channels", "window", "filters"),
    )
