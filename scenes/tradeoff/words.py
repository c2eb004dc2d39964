"""All that the trade-off map says: a sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from scenes.stage.draw.blocks import brief, counted
from scenes.stage.numbers.series import number_text
from scenes.tradeoff import computed
from scenes.tradeoff.computed import BYTES, CLASSES, Spot, best_within, spot, spots, timed, unbeaten
from scenes.tradeoff.knobs import Knobs
from scenes.tradeoff.quoted import RESNET_50, SPLIT


def top_k(knobs: Knobs) -> tuple[str, str]:
    """Whether the one picture is a hit."""
    guess = computed.guess(knobs)
    sign, verdict = ("≤", "a hit") if guess.hit else (">", "a miss")
    caption = f"The right class comes in place {guess.rank}, so top-{guess.k} counts {verdict}."
    return caption, (
        f"The rank of {CLASSES[guess.label]} is {guess.rank} {sign} {guess.k}, which is {verdict}. Over many pictures, "
        f"the share of misses is the top-{guess.k} error, and 100 % less the error is the accuracy. "
        "Click another class, or type over a logit."
    )


def networks(knobs: Knobs) -> tuple[str, str]:
    """What a place on the map and the size of a circle mean."""
    found = spots(knobs.source)
    caption = "Accurate networks stand high, costly ones far to the right."
    return caption, (
        f"These are {len(found)} networks for ImageNet, {found[0].network.year} to {found[-1].network.year}. To the "
        "right, one picture takes more multiply-accumulates. Upwards, more pictures are right at the first guess. The "
        f"area of a circle is the number of parameters. Click one for its numbers. {card(knobs)}"
    )


def pair(knobs: Knobs) -> tuple[str, str]:
    """SqueezeNet beside AlexNet."""
    small, large = spot(knobs.source, "SqueezeNet 1.0"), spot(knobs.source, "AlexNet")
    fewer = large.network.parameters / small.network.parameters
    uses = ", ".join(
        f"{each.network.macs:,} / {each.network.parameters:,} = {each.uses:,.0f} for {each.label}"
        for each in (large, small)
    )
    return f"SqueezeNet has {fewer:.0f} times fewer weights, but takes more work.", (
        "SqueezeNet stands beside AlexNet here. Each weight of a convolution is used at many places, so MACs = "
        f"weights · places. On average a weight is used this often: {uses}. A small file is not a fast network."
    )


def four() -> tuple[str, str]:
    """What the name of a network doesn't say."""
    errors = ", ".join(f"{100 - each.top1:.2f}".rstrip("0").rstrip(".") for each in RESNET_50)
    return "The name ResNet-50 stands for four different accuracies.", (
        "The layers are the same. What differs is how the network was trained, and how it was tested: ten crops of a "
        f"picture take ten times the work. As papers print them: {errors} % top-1 error. All are of one network on "
        f"{SPLIT}."
    )


def front(knobs: Knobs) -> tuple[str, str]:
    """Which networks nothing beats."""
    found, giga = unbeaten(knobs.source), spot(knobs.source, knobs.picked).network.macs / 1e9
    return f"These {len(found)} networks are the most accurate for their work.", (
        f"For {len(found)} of {len(spots(knobs.source))} networks, no other is more accurate with as few MACs. But "
        "training recipes differ from one to the next, and in papers crops do too. So small gaps may be due to those. "
        f"FLOPs = 2 · MACs: {knobs.picked} takes {giga:.3g} G MACs = {2 * giga:.3g} GFLOPs. Most papers print "
        f"{giga:.3g} GFLOPs and mean MACs."
    )


def here(knobs: Knobs) -> tuple[str, str]:
    """What runs on this computer."""
    if not timed(knobs.source, knobs.latencies):
        return "MACs are not seconds, so measure on this computer.", (
            "Memory and the kind of layer matter too. Press N, or click Measure on this computer at the side, and each "
            "network moves to the time that it takes here."
        )
    best = best_within(knobs.source, knobs.latencies, knobs.rate)
    conditions = "The times are measured on this computer, one picture at a time. "
    speed = _speed(knobs, spot(knobs.source, knobs.picked))
    if best is None:
        return f"None of these networks manages {counted(knobs.rate, 'picture')} a second.", conditions + speed
    return f"At {counted(knobs.rate, 'picture')} a second, {best.label} is the most accurate.", (
        f"{conditions}{best.label} keeps up and has {best.quoted.top1:.1f} %. {speed}"
    )


def card(knobs: Knobs) -> str:
    """All that is known of the network that was clicked."""
    one = spot(knobs.source, knobs.picked)
    net, quoted = one.network, one.quoted
    passes = f"{brief(quoted.crops * net.macs)} with all crops" if quoted.crops else "how many crops is not known"
    top5 = f", top-5 {quoted.top5:g} %" if quoted.top5 is not None else ""
    note = f" ({quoted.note})" if quoted.note else ""
    return (
        f"{one.label} of {net.year} has {net.parameters:,} parameters, {BYTES} · {net.parameters:,} = "
        f"{one.size:,} bytes = {one.size / 1e6:.1f} MB ({one.size / 2**20:.1f} MiB) in fp32. One pass takes "
        f"{net.macs:,} MACs, {passes}, for a picture of {net.shape[1]} × {net.shape[2]}. Top-1 "
        f"{quoted.top1:g} %{top5}: {SPLIT}, one network, {quoted.crop}; {quoted.source}{note}."
    )


def _speed(knobs: Knobs, one: Spot) -> str:
    seconds = knobs.latencies.of(one.network.name)
    if seconds is None:
        return f"{one.label} is not measured on this computer."
    macs, rate = one.network.macs / 1e9, one.network.macs / seconds / 1e9
    return (
        f"{one.label}: {macs:.3g} G MACs / {seconds:.3g} s = {number_text(rate)} G MACs a second, "
        f"{number_text(1 / seconds)} pictures a second."
    )
