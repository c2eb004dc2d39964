"""The formula of each step of the global average pooling scene, with the numbers filled in."""

from __future__ import annotations

from scenes.gap.computed import CLASSES, Cost, Heads
from scenes.gap.digits import Canvas, measured
from scenes.gap.story import Steps
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.numbers.series import percent_text
from scenes.stage.numbers.values import format_number

G, X, W, Z, M = (
    r"\textcolor{output}{g_c}", r"\textcolor{input}{x_c}", r"\textcolor{kernel}{w_{kc}}", r"\textcolor{product}{z_k}",
    r"\textcolor{product}{M_k}",
)  # fmt: skip
MEAN = (rf"{G} = \frac{{1}}{{H W}} \sum_{{i, j}}\, {X}(i, j)", "g = the sum of all numbers of a map / (H W)")
RESNET = (rf"{Z} = \sum_c\, {W}\, {G}", "z_k = the sum of w_kc g_c over all maps c")
NIN = (
    rf"{M}(i, j) = \sum_c\, {W}\, {X}(i, j) \qquad {Z} = \mathrm{{mean}}\; {M}",
    "M_k = the sum of w_kc x_c over all maps c, z_k = the mean of M_k",
)
COST = (
    r"\textcolor{kernel}{C\, H\, W\, K + K} \qquad\quad \textcolor{output}{C\, K + K}",
    "C H W K + K parameters, or C K + K",
)
CANVAS = (
    rf"{Z} = \sum_c\, {W}\, {G} + b_k \qquad p = \mathrm{{softmax}}(z)",
    "z_k = the sum of w_kc g_c + b_k, p = softmax(z)",
)
CLASS_MAPS = (
    rf"{M}(i, j) = \sum_c\, {W}\, {X}(i, j) \qquad {Z} = \mathrm{{mean}}\; {M} + b_k",
    "M_k = the sum of w_kc x_c over all maps c, z_k = the mean of M_k + b_k",
)
HONEST = (
    r"\mathrm{peak} = \mathrm{arg}\, \max_{i, j}\; \textcolor{product}{M_k}(i, j)",
    "peak = the place where M_k is largest",
)


def set_formula(stage: Stage, steps: Steps, heads: Heads, cost: Cost, canvas: Canvas) -> None:
    """Set the formula of the present step; the live steps have their own."""
    match steps.present:
        case steps.columns:
            stage.formula(*MEAN)
        case steps.level:
            stage.formula(*MEAN, _levelled(heads))
        case steps.resnet:
            stage.formula(*RESNET, _weighed(heads))
        case steps.nin:
            stage.formula(*NIN, _averaged(heads))
        case steps.cost:
            stage.formula(*COST, _counted(cost))
        case steps.canvas:
            stage.formula(*CANVAS, _said(canvas))
        case steps.class_maps:
            stage.formula(*CLASS_MAPS, [run for digit in canvas.digits for run in _mean_of_map(canvas, digit)])
        case steps.honest:
            stage.formula(*HONEST, _found())


def _levelled(heads: Heads) -> list[TextRun]:
    """Each map's sum, divided by how many numbers there are."""
    runs = []
    for values, mean in zip(heads.maps, heads.means.tolist(), strict=True):
        terms = [number(value) for value in values.ravel().tolist()]
        before = f"({' + '.join(terms)})" if len(terms) <= 4 else number(float(values.sum()))
        runs += [TextRun(f"{before} / {len(terms)} = "), TextRun(f"{number(mean)}        ", Role.OUTPUT, bold=True)]
    return runs


def _weighed(heads: Heads) -> list[TextRun]:
    """The largest logit, term by term, as a sum over means."""
    best = int(heads.logits.argmax())
    terms = " + ".join(
        f"{bracketed(weight)} · {number(mean)}"
        for weight, mean in zip(heads.weights[best].tolist(), heads.means.tolist(), strict=True)
    )
    return [TextRun(f"class {CLASSES[best]}:  {terms} = "), _logit(heads, best)]


def _averaged(heads: Heads) -> list[TextRun]:
    """The largest logit as the mean of its class's map."""
    best = int(heads.logits.argmax())
    total = number(float(heads.class_maps[best].sum()))
    return [TextRun(f"class {CLASSES[best]}:  mean of its map = {total} / {heads.cells} = "), _logit(heads, best)]


def _logit(heads: Heads, index: int) -> TextRun:
    return TextRun(number(float(heads.logits[index])), Role.PRODUCT, bold=True)


def _counted(cost: Cost) -> list[TextRun]:
    channels, side, classes = cost.channels, cost.side, cost.classes
    return [
        TextRun(f"{channels}·{side}·{side}·{classes} + {classes} = "),
        TextRun(f"{cost.flattened:,}", Role.KERNEL, bold=True),
        TextRun(f"        {channels}·{classes} + {classes} = "),
        TextRun(f"{cost.averaged:,}", Role.OUTPUT, bold=True),
    ]


def _said(canvas: Canvas) -> list[TextRun]:
    """The two classes with the largest shares."""
    order = canvas.seen.shares.argsort()[::-1][:2].tolist()
    runs = []
    for digit in order:
        runs += [
            TextRun(f"z of class {digit} = {format_number(float(canvas.seen.logits[digit]), 2)}, share "),
            TextRun(f"{percent_text(float(canvas.seen.shares[digit]))}        ", Role.OUTPUT, bold=True),
        ]
    return runs


def _mean_of_map(canvas: Canvas, digit: int) -> list[TextRun]:
    mean, bias, logit = canvas.logit(digit)
    sign = "−" if bias < 0 else "+"
    return [
        TextRun(f"class {digit}:  {format_number(mean, 4)} {sign} {abs(bias):.4f} = "),
        TextRun(f"{format_number(logit, 3)}          ", Role.PRODUCT, bold=True),
    ]


def _found() -> list[TextRun]:
    """How often both of two digits were found, before the training and after it."""
    before, after = measured()
    words = f"both of two digits found:  untrained {percent_text(before.both)}      trained "
    return [TextRun(words), TextRun(percent_text(after.both), Role.OUTPUT, bold=True)]
