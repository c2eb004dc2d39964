"""The formula of each step of the trade-off map, with its numbers filled in."""

from __future__ import annotations

from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.numbers.series import number_text
from scenes.tradeoff import computed
from scenes.tradeoff.computed import BYTES, CLASSES, Spot, spot
from scenes.tradeoff.knobs import Knobs
from scenes.tradeoff.quoted import RESNET_50
from scenes.tradeoff.story import Steps

APART = "      "


def set_formula(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Set the formula of the present step."""
    picked = spot(knobs.source, knobs.picked)
    if steps.top_k.active:
        _rank(stage, knobs)
    elif steps.networks.active:
        _size(stage, picked)
    elif steps.pair.active:
        _uses(stage, knobs)
    elif steps.four.active:
        _error(stage)
    elif steps.front.active:
        _flops(stage, picked)
    else:
        _rate(stage, knobs, picked)


def _rank(stage: Stage, knobs: Knobs) -> None:
    guess = computed.guess(knobs)
    sign, verdict = ("≤", "a hit") if guess.hit else (">", "a miss")
    numbers = [
        TextRun(f"rank of {CLASSES[guess.label]} = {guess.rank} {sign} {guess.k}:  "),
        TextRun(verdict, Role.OUTPUT if guess.hit else Role.WARNING, bold=True),
        TextRun(f"{APART}over many pictures, the share of misses is the top-{guess.k} error", Role.MUTED),
    ]
    stage.formula(
        r"\mathrm{hit} \ \iff\ \mathrm{rank}(\textcolor{output}{z_y}) \le k \qquad"
        r" \mathrm{top\mbox{-}}k\ \mathrm{error} = \mathrm{misses} \, / \, \mathrm{pictures}",
        "hit if and only if rank(z_y) <= k; top-k error = misses / pictures",
        numbers,
    )


def _size(stage: Stage, picked: Spot) -> None:
    parameters = picked.network.parameters
    numbers = [
        TextRun(f"{picked.label}:  ", bold=True),
        TextRun(f"{BYTES} · {parameters:,} = {picked.size:,} bytes = "),
        TextRun(f"{picked.size / 1e6:.1f} MB", Role.KERNEL, bold=True),
        TextRun(f"  ({picked.size / 2**20:.1f} MiB)", Role.MUTED),
    ]
    stage.formula(
        r"\textcolor{kernel}{\mathrm{size}} = 4 \, P \ \mathrm{bytes\ in\ fp32}",
        "size = 4 P bytes in fp32, for P parameters",
        numbers,
    )


def _uses(stage: Stage, knobs: Knobs) -> None:
    numbers: list[TextRun] = []
    for label in ("AlexNet", "SqueezeNet 1.0"):
        each = spot(knobs.source, label)
        numbers += [
            TextRun(f"{label}:  ", bold=True),
            TextRun(f"{each.network.macs:,} / {each.network.parameters:,} = "),
            TextRun(f"{each.uses:,.0f}", Role.OUTPUT, bold=True),
            TextRun(APART),
        ]
    stage.formula(
        r"\textcolor{input}{\mathrm{MACs}} = \textcolor{kernel}{\mathrm{weights}} \cdot \mathrm{places}",
        "MACs = weights times places where each is used",
        numbers,
    )


def _error(stage: Stage) -> None:
    errors = ", ".join(f"{100 - each.top1:.2f}".rstrip("0").rstrip(".") for each in RESNET_50)
    stage.formula(
        r"\mathrm{error} = 100\,\% - \mathrm{accuracy} \qquad"
        r" \mathrm{top\mbox{-}5\ error} \le \mathrm{top\mbox{-}1\ error}",
        "error = 100 % - accuracy; top-5 error <= top-1 error",
        f"as papers print them:  {errors} % top-1 error",
    )


def _flops(stage: Stage, picked: Spot) -> None:
    giga = picked.network.macs / 1e9
    numbers = [
        TextRun(f"{picked.label}:  ", bold=True),
        TextRun(f"{giga:.3g} G MACs = "),
        TextRun(f"{2 * giga:.3g} GFLOPs", Role.INPUT, bold=True),
        TextRun(f"{APART}most papers print {giga:.3g} GFLOPs and mean MACs", Role.MUTED),
    ]
    stage.formula(
        r"\mathrm{FLOPs} = 2 \, \textcolor{input}{\mathrm{MACs}}",
        "FLOPs = 2 MACs: a multiplication and an addition each",
        numbers,
    )


def _rate(stage: Stage, knobs: Knobs, picked: Spot) -> None:
    seconds = knobs.latencies.of(picked.network.name)
    numbers: list[TextRun] = [TextRun(f"{picked.label}:  ", bold=True)]
    if seconds is None:
        numbers.append(TextRun("not measured on this computer", Role.MUTED))
    else:
        numbers += [
            TextRun(f"{picked.network.macs / 1e9:.3g} G MACs / {seconds:.3g} s = "),
            TextRun(f"{number_text(picked.network.macs / seconds / 1e9)} G MACs a second", Role.PRODUCT, bold=True),
            TextRun(f"{APART}{number_text(1 / seconds)} pictures a second", Role.MUTED),
        ]
    stage.formula(
        r"\mathrm{speed} = \textcolor{input}{\mathrm{MACs}} \, / \, \textcolor{product}{\mathrm{time}}",
        "speed = MACs / time",
        numbers,
    )
