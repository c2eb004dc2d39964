"""The formula of each step of the global average pooling scene, with the numbers filled in."""

from __future__ import annotations

from scenes.gap.computed import CLASSES, Cost, Heads
from scenes.gap.digits import Canvas, measured
from scenes.gap.story import Moment
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
FORMULAS = {
    "pour": MEAN,
    "level": MEAN,
    "resnet": (rf"{Z} = \sum_c\, {W}\, {G}", "z_k = the sum of w_kc g_c over all maps c"),
    "nin": (
        rf"{M}(i, j) = \sum_c\, {W}\, {X}(i, j) \qquad {Z} = \mathrm{{mean}}\; {M}",
        "M_k = the sum of w_kc x_c over all maps c, z_k = the mean of M_k",
    ),
    "cost": (
        r"\textcolor{kernel}{C\, H\, W\, K + K} \qquad\quad \textcolor{output}{C\, K + K}",
        "C H W K + K parameters, or C K + K",
    ),
    "canvas": (
        rf"{Z} = \sum_c\, {W}\, {G} + b_k \qquad p = \mathrm{{softmax}}(z)",
        "z_k = the sum of w_kc g_c + b_k, p = softmax(z)",
    ),
    "class maps": (
        rf"{M}(i, j) = \sum_c\, {W}\, {X}(i, j) \qquad {Z} = \mathrm{{mean}}\; {M} + b_k",
        "M_k = the sum of w_kc x_c over all maps c, z_k = the mean of M_k + b_k",
    ),
    "honest": (
        r"\mathrm{peak} = \mathrm{arg}\, \max_{i, j}\; \textcolor{product}{M_k}(i, j)",
        "peak = the place where M_k is largest",
    ),
}


def set_formula(stage: Stage, now: Moment, of: Heads, price: Cost, on: Canvas) -> None:
    """Set the formula of the present step."""
    if now.name in FORMULAS:
        stage.formula(*FORMULAS[now.name], _numbers(now.name, of, price, on))


def _numbers(name: str, of: Heads, price: Cost, on: Canvas) -> list[TextRun] | str:
    match name:
        case "level":
            return _levelled(of)
        case "resnet" | "nin":
            return _weighed(of, name == "nin")
        case "cost":
            return _counted(price)
        case "canvas":
            return _said(on)
        case "class maps":
            return [run for index in range(len(on.digits)) for run in _mean_of_map(on, index)]
        case "honest":
            before, after = measured()
            words = f"both of two digits found:  untrained {percent_text(before.both)}      trained "
            return [TextRun(words), TextRun(percent_text(after.both), Role.OUTPUT, bold=True)]
        case _:
            return ""


def _levelled(of: Heads) -> list[TextRun]:
    """Each map's sum, divided by how many numbers there are."""
    runs = []
    for values, mean in zip(of.maps, of.means.tolist(), strict=True):
        terms = [number(value) for value in values.ravel().tolist()]
        before = f"({' + '.join(terms)})" if len(terms) <= 4 else number(float(values.sum()))
        runs += [TextRun(f"{before} / {len(terms)} = "), TextRun(f"{number(mean)}        ", Role.OUTPUT, bold=True)]
    return runs


def _weighed(of: Heads, nin: bool) -> list[TextRun]:
    """The largest logit, term by term, as a sum over means or as the mean of a class's map."""
    best = int(of.logits.argmax())
    logit = TextRun(number(float(of.logits[best])), Role.PRODUCT, bold=True)
    if nin:
        total = number(float(of.class_maps[best].sum()))
        return [TextRun(f"class {CLASSES[best]}:  mean of its map = {total} / {of.cells} = "), logit]
    terms = " + ".join(
        f"{bracketed(weight)} · {number(mean)}"
        for weight, mean in zip(of.weights[best].tolist(), of.means.tolist(), strict=True)
    )
    return [TextRun(f"class {CLASSES[best]}:  {terms} = "), logit]


def _counted(price: Cost) -> list[TextRun]:
    channels, side, classes = price.channels, price.side, price.classes
    return [
        TextRun(f"{channels}·{side}·{side}·{classes} + {classes} = "),
        TextRun(f"{price.flattened:,}", Role.KERNEL, bold=True),
        TextRun(f"        {channels}·{classes} + {classes} = "),
        TextRun(f"{price.averaged:,}", Role.OUTPUT, bold=True),
    ]


def _said(on: Canvas) -> list[TextRun]:
    """The two classes with the largest shares."""
    order = on.seen.shares.argsort()[::-1][:2].tolist()
    runs = []
    for digit in order:
        runs += [
            TextRun(f"z of class {digit} = {format_number(float(on.seen.logits[digit]), 2)}, share "),
            TextRun(f"{percent_text(float(on.seen.shares[digit]))}        ", Role.OUTPUT, bold=True),
        ]
    return runs


def _mean_of_map(on: Canvas, index: int) -> list[TextRun]:
    digit = on.digits[index]
    mean, bias, logit = on.logit(digit)
    sign = "−" if bias < 0 else "+"
    return [
        TextRun(f"class {digit}:  {format_number(mean, 4)} {sign} {abs(bias):.4f} = "),
        TextRun(f"{format_number(logit, 3)}          ", Role.PRODUCT, bold=True),
    ]
