"""The steps of the trade-off map and their captions."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.draw.blocks import brief
from scenes.tradeoff import computed
from scenes.tradeoff.computed import CLASSES, best_within, spot, spots, timed, unbeaten
from scenes.tradeoff.knobs import Knobs
from scenes.tradeoff.quoted import RESNET_50


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """One guess, the networks on a map, two of them, one with four numbers, those that nothing beats, times here."""

    PACE, PAUSE = 10.0, 0.2

    top_k: Span
    networks: Span
    pair: Span
    four: Span
    front: Span
    here: Span


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    return Steps(
        top_k=stage.step("Among the first k", _top_k_caption(knobs), 6.0),
        networks=stage.step("The networks drop in", _networks_caption(knobs), 12.0),
        pair=stage.step("Small is not cheap", _pair_caption(knobs), 7.0),
        four=stage.step("Four numbers, one network", FOUR, 8.0),
        front=stage.step("What nothing beats", _front_caption(knobs), 7.0),
        here=stage.step("What runs here?", _here_caption(knobs), 7.0),
    )


def _top_k_caption(knobs: Knobs) -> str:
    guess = computed.guess(knobs)
    verdict = "a hit" if guess.hit else "a miss"
    return (
        f"One picture, six logits; the label says {CLASSES[guess.label]}, whose logit comes in place {guess.rank}. "
        f"With k = {guess.k} that is {verdict}. Click another class, or type over a logit."
    )


def _networks_caption(knobs: Knobs) -> str:
    found = spots(knobs.source)
    years = f"{found[0].network.year} to {found[-1].network.year}"
    return (
        f"{len(found)} networks for ImageNet, {years}: to the right more work for one picture, upwards more pictures "
        "right at the first guess; the area is the number of parameters. Click one for its numbers."
    )


def _pair_caption(knobs: Knobs) -> str:
    small, large = spot(knobs.source, "SqueezeNet 1.0").network, spot(knobs.source, "AlexNet").network
    return (
        f"SqueezeNet has {large.parameters / small.parameters:.0f} times fewer parameters than AlexNet, and still "
        f"takes more work: {brief(small.macs)} MACs against {brief(large.macs)}. Each weight is used at more places."
    )


FOUR = (
    f"ResNet-50 is quoted with {RESNET_50[0].top1}, {RESNET_50[1].top1:.1f}, {RESNET_50[2].top1} and "
    f"{RESNET_50[3].top1:.1f} %. The layers are the same: what differs is how it was trained and how it was asked."
)


def _front_caption(knobs: Knobs) -> str:
    found = unbeaten(knobs.source)
    return (
        f"For {len(found)} of {len(spots(knobs.source))} networks, no other is more accurate with as few MACs. But "
        "training recipes, and in papers crops, differ from one to the next: small gaps may be due to those."
    )


def _here_caption(knobs: Knobs) -> str:
    if not timed(knobs.source, knobs.latencies):
        return (
            "MACs are not seconds: memory and the kind of layer matter too. Click Measure on this computer at the "
            "side, and each network moves to the time that it takes here."
        )
    best = best_within(knobs.source, knobs.latencies, knobs.rate)
    if best is None:
        return (
            "Measured on this computer, one picture at a time: none of these networks manages "
            f"{knobs.rate} pictures a second."
        )
    return (
        f"Measured on this computer, one picture at a time. At {knobs.rate} pictures a second, the most accurate "
        f"that keeps up is {best.label} with {best.quoted.top1:.1f} %."
    )
