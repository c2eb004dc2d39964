"""The steps of the depthwise scene: both parts of the layer, the standard one beside it, what it saves, real nets."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.depthwise.words import Words
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story

MOBILE = ("alpha", "picture_side")
REAL = ("real_maps", "real_size", "real_inputs", "real_side")


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: the depthwise part, the pointwise part, the standard layer, what each costs; MobileNet, a race."""

    sheets: Span
    kernels: Span
    slide: Span
    needle: Span
    needles: Span
    standard: Span
    counters: Span
    rectangle: Span
    real: Span
    thinner: Span
    race: Span
    price: Span


def tell(stage: Stage, words: Words) -> Steps:
    """Lay out the steps."""
    layer = words.layer
    one, few = ("picture", "kernels", "size"), ("maps", "picture", "size")
    long = min(1.5 * layer.windows, 9.0)

    def step(
        title: str, said: tuple[str, str], seconds: float, knobs: tuple[str, ...], *was: str, live: bool = False
    ) -> Span:
        return stage.step(title, said[0], seconds, more=said[1], knobs=knobs, was=was, live=live)

    weaves = (*(f"Weave map {n}" for n in range(1, 5)), "Weave")
    standards = tuple(f"Standard map {n}" for n in range(1, 5))
    return Steps(
        sheets=step("Slice the brick", words.sheets(), 4.5, ("picture",), "The sheets"),
        kernels=step("A kernel each", words.kernels(), 2.0 + 1.4 * layer.channels, one),
        slide=step("Slide", words.slide(), 4.0 + long, one, "One window", "Multiply and add"),
        needle=step("The needle", words.needle(), 7.0, ("maps", "picture")),
        needles=step("All needles at once", words.needles(), 3.0 + long, few, *weaves),
        standard=step("The standard layer", words.standard(), 2.0 + 1.6 * layer.maps, few, *standards),
        counters=step("Two counters", words.counters(), 6.5, few),
        rectangle=step("A row and a column", words.rectangle(), 6.5, ("maps", "size"), "The bill"),
        real=step("At real size", words.real_size(), 6.0, REAL, "Behind both parts"),
        thinner=step("Thinner, for smaller pictures", words.thinner(), 6.5, MOBILE, "What MobileNet reaches"),
        race=step("Two nets race", words.race(), 8.0, (), live=True),
        price=step("What it saves", words.price(), 6.0, (), live=True),
    )
