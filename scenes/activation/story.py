"""The steps of the activation scene."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.activation.words import Said, Words
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: a map and what the curve makes of it, what its slope does, and what it is between two layers."""

    map: Span
    water: Span
    apply: Span
    curve: Span
    slope: Span
    compare: Span
    layer: Span
    layers: Span
    without: Span
    collapse: Span
    single: Span
    again: Span
    proof: Span


def tell(stage: Stage, words: Words) -> Steps:
    """Lay out the steps."""
    name = words.name
    leak = ("leak",) if name == "leaky ReLU" else ()

    def step(title: str, said: Said, seconds: float, *knobs: str) -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=knobs)

    return Steps(
        map=step("A feature map", words.map(), 6.5, "picture", "kernel"),
        water=step("The water line", words.water(), 5.5, "picture", "kernel"),
        apply=step(f"Apply {name}", words.applies(), 5.5, "function", *leak),
        curve=step("The curve", words.curve(), 10.0, "function", *leak, "picture"),
        slope=step("The slope", words.slope(), 6.5, "function", *leak, "picture"),
        compare=step("Side by side", words.compares(), 6.0, "function", "leak"),
        layer=step("A layer", words.layer(), 7.5, "taps"),
        layers=step("Two layers", words.layers(), 7.0, "function", *leak, "taps"),
        without=step(f"Without {name}", words.without(), 6.0, "taps"),
        collapse=step("They collapse", words.collapses(), 6.0, "taps"),
        single=step("One layer", words.alone(), 6.0, "taps"),
        again=step(f"With {name} they do not", words.again(), 5.0, "function", *leak, "taps"),
        proof=step("No single layer", words.proof(), 6.5, "function", *leak, "taps"),
    )
