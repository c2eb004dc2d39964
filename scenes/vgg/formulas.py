"""The formula of each step of the VGG scene, with its numbers filled in."""

from __future__ import annotations

from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.vgg.computed import SMALL, Build, Stack
from scenes.vgg.knobs import BLOCKS, Knobs
from scenes.vgg.story import Steps

APART = "      "


def set_formula(stage: Stage, of: Build, stacked: Stack, knobs: Knobs, now: Steps) -> None:
    """Set the formula of the present step."""
    if now.name == "block":
        _block(stage, of, knobs)
    elif now.name == "strip":
        _strip(stage, of)
    elif now.name == "numbers":
        _numbers(stage, of)
    elif now.name in ("large", "small"):
        _windows(stage, stacked, both=now.name == "small")
    else:
        _shares(stage, of)


def _block(stage: Stage, of: Build, knobs: Knobs) -> None:
    *convolutions, pool = of.blocks[knobs.block]
    layer, n = convolutions[-1], convolutions[-1].shape[1]
    assert layer.kernel is not None
    k, p = layer.kernel[0], layer.padding[0]
    halved = f"{n} / 2 = {n / 2:g}" + (f", rounded down to {pool.shape[1]}" if n % 2 else "")
    numbers = f"{layer.label}: {n} + 2·{p} − {k} + 1 = {n}{APART}{pool.label}: {halved}"
    tex = r"n' = n + 2p - k + 1 \qquad n'' = \left\lfloor n' / 2 \right\rfloor"
    stage.formula(tex, "n' = n + 2p - k + 1, then n'' = floor(n' / 2)", numbers)


def _strip(stage: Stage, of: Build) -> None:
    side, last = of.network.shape[1], of.stops[-1]
    even = side % 2**BLOCKS == 0
    floor = "" if even else f"{APART}rounded down at each pooling: {last.shape[1]}"
    numbers = f"{side} / 2^{BLOCKS} = {side} / {2**BLOCKS} = {side / 2**BLOCKS:g}{floor}"
    stage.formula(r"n_{\mathrm{end}} = n \, / \, 2^5", "n at the end = n / 2^5", numbers.replace("2^5", "2⁵"))


def _numbers(stage: Stage, of: Build) -> None:
    first, last = of.stops[1], of.stops[-1]
    runs = [
        TextRun(f"{first.name}: {'·'.join(map(str, first.shape))} = "),
        TextRun(f"{first.numbers:,}", Role.OUTPUT, bold=True),
        TextRun(f"{APART}{last.name}: {'·'.join(map(str, last.shape))} = "),
        TextRun(f"{last.numbers:,}", Role.OUTPUT, bold=True),
    ]
    tex = r"\textcolor{output}{\mathrm{numbers}} = \textcolor{kernel}{C} \cdot \textcolor{input}{H \cdot W}"
    stage.formula(tex, "numbers = C times H times W", runs)


def _windows(stage: Stage, stacked: Stack, both: bool) -> None:
    c, k, count = stacked.channels, stacked.large, stacked.count
    runs = [TextRun(f"{k}·{k}·{c}·{c} = "), TextRun(f"{stacked.large_weights:,}", bold=True)]
    if not both:
        stage.formula(r"\mathrm{weights} = k^2 \, C^2", "weights = k k C C", runs)
        return
    runs = [
        TextRun(f"r = 1 + {count}·({SMALL} − 1) = {k}{APART}{count}·{SMALL}·{SMALL}·{c}·{c} = "),
        TextRun(f"{stacked.small_weights:,}", Role.KERNEL, bold=True),
        TextRun(f"{APART}{k * k}/{count * SMALL**2} = {k * k / (count * SMALL**2):.2f}"),
    ]
    tex = (
        r"r = 1 + L \, (k - 1) \qquad \textcolor{kernel}{L \, k^2 \, C^2} \quad \mathrm{against} \quad"
        r" (L \, (k - 1) + 1)^2 \, C^2"
    )
    stage.formula(tex, "r = 1 + L (k - 1); L k k C C against (L (k - 1) + 1)^2 C C", runs)


def _shares(stage: Stage, of: Build) -> None:
    total, first = of.network.parameters, of.dense[0]
    dense = sum(layer.parameters for layer in of.dense)
    runs = [
        TextRun(f"{first.label}: {first.parameters:,} / {total:,} = "),
        TextRun(f"{100 * first.parameters / total:.1f} %", Role.KERNEL, bold=True),
        TextRun(f"{APART}dense: {dense:,} / {total:,} = "),
        TextRun(f"{100 * dense / total:.1f} %", Role.KERNEL, bold=True),
    ]
    tex = r"\textcolor{kernel}{\mathrm{parameters\ of\ a\ dense\ layer}} = n \, n' + n'"
    stage.formula(tex, "parameters of a dense layer = n n' + n'", runs)
