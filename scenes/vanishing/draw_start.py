"""How large weights should start: the inputs of one output, and the distributions that the rules draw from."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import curve
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Formula, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import cuboid, heading
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.values import figures_text
from scenes.vanishing.computed import Rule, rules
from scenes.vanishing.knobs import Knobs
from scenes.vanishing.story import Steps

ROLES = (Role.FIRST, Role.FIFTH, Role.THIRD, Role.SECOND)
"""The colours of the rules, here and in the stack."""
PLANE = (640.0, 216.0, 860.0, 220.0)
ROW, FIRST_ROW = 60.0, 558.0
COLUMNS = (640.0, 1110.0, 1290.0, 1500.0)
SHOWN = 3
"""The rules that are drawn here; the others are multiples."""
FORMULAS = (
    (r"\sigma = \sqrt{2 / n_{in}}", "√(2 / n_in)"),
    (r"\sigma = \sqrt{2 / (n_{in} + n_{out})}", "√(2 / (n_in + n_out))"),
    (r"\sigma = 1 / \sqrt{3\, n_{in}}", "1 / √(3 n_in)"),
)
WORDS = ("normal", "uniform", "uniform")
TOLD = (
    "He et al., ICCV 2015: with He's rule a net of 30 layers learns, with Glorot's it stalls. "
    "One of 22 learns with both."
)


def draw_start(stage: Stage, now: Steps, knobs: Knobs) -> None:
    """Draw a filter with its inputs, the densities of the first weights, and their standard deviations."""
    opacity = now.alone("start")
    if opacity <= 0:
        return
    n_in, n_out = reference.fans(knobs.c_in, knobs.c_out, knobs.kernel)
    found, share = rules(n_in, n_out)[:SHOWN], now.even("start")
    marks = [*_filter(knobs, n_in, n_out), *_densities(found, share), *_table(found, share, knobs)]
    marks.append(lettering(56, 778, TOLD, Role.MUTED, size=22, opacity=ease(share * 4 - 3)))
    stage.add(Group(marks=tuple(marks), opacity=opacity))


def _filter(knobs: Knobs, n_in: int, n_out: int) -> list[AnyMark]:
    """One filter, k x k places on each of the channels, and the one output that all its weights add up to."""
    k, side = knobs.kernel, 176.0
    depth = 40.0 + 22.0 * math.log2(knobs.c_in)
    x, y = 110.0, 250.0 + 0.6 * depth
    marks: list[AnyMark] = [
        heading(56.0, 190.0, "one filter", f"{k}×{k}×{knobs.c_in}", Role.KERNEL),
        *cuboid((x, y), side, side, (0.75 * depth, -0.6 * depth), role=Role.KERNEL, fill=0.35, name="filter"),
    ]
    for line in range(1, k):
        at = line * side / k
        marks += [
            Path(points=((x + at, y), (x + at, y + side)), line=1.5, role=Role.KERNEL),
            Path(points=((x, y + at), (x + side, y + at)), line=1.5, role=Role.KERNEL),
        ]
    rows = (("inputs of an output", "n_in", n_in, knobs.c_in), ("outputs of an input", "n_out", n_out, knobs.c_out))
    for index, (words, name, count, channels) in enumerate(rows):
        top = 612 + 88 * index
        runs = (TextRun(f"{name} = {k}·{k}·{channels} = ", Role.MUTED), TextRun(f"{count:,}", Role.KERNEL, bold=True))
        marks += [
            lettering(56, top, words, Role.MUTED, size=22),
            Text(x=56, y=top + 36, runs=runs, size=28, name=name),
        ]
    return marks


def _densities(found: tuple[Rule, ...], share: float) -> list[AnyMark]:
    """How likely each first weight is, by each rule."""
    reach = 3.2 * max(rule.std for rule in found)
    curves = [_density(rule, reach) for rule in found]
    axes = Axes(PLANE, (-reach, reach), (0.0, 1.15 * max(float(ys.max()) for _, ys in curves)))
    marks: list[AnyMark] = [
        heading(PLANE[0], PLANE[1] - 40, "first weights", "how likely each value is", Role.KERNEL),
        *(mark for mark in axes.frame("weight") if not _at_the_side(mark)),
    ]
    for index, (xs, ys) in enumerate(curves):
        rise = ease(share * SHOWN * 1.2 - index)
        if rise > 0:
            name = f"density, {found[index].name}"
            marks += curve(axes, xs, ys * rise, ROLES[index], name, line=5.0)
    return marks


def _at_the_side(mark: AnyMark) -> bool:
    """Whether this is a number of the vertical axis: densities needn't be read off."""
    return isinstance(mark, Text) and mark.x < PLANE[0]


@lru_cache(maxsize=64)
def _density(rule: Rule, reach: float) -> tuple[Numbers, Numbers]:
    """Points of a rule's density; the edges of a uniform one are upright."""
    if rule.bound is None:
        xs = np.linspace(-reach, reach, 121)
        return xs, np.exp(-0.5 * (xs / rule.std) ** 2) / (rule.std * math.sqrt(2 * math.pi))
    height, bound = 0.5 / rule.bound, rule.bound
    return np.array([-reach, -bound, -bound, bound, bound, reach]), np.array([0, 0, height, height, 0, 0], dtype=float)


def _table(found: tuple[Rule, ...], share: float, knobs: Knobs) -> list[AnyMark]:
    """A row for each rule: what it is, and the standard deviation here. A click takes it over for the stack."""
    marks: list[AnyMark] = []
    for index, (rule, words, shape) in enumerate(zip(found, FORMULAS, WORDS, strict=True)):
        seen = ease(share * SHOWN * 1.2 - index)
        if seen <= 0:
            continue
        y, role = FIRST_ROW + index * ROW, ROLES[index]
        chosen = rule.name == knobs.rule
        row: list[AnyMark] = [
            Rect(
                x=COLUMNS[0] - 20, y=y, width=920, height=ROW - 10, radius=10, fill=0.14, role=role,
                line=3.0 if chosen else 0.0, name=f"rule = {rule.name}", grip=SetValue("rule", rule.name),
            ),
            _cell(COLUMNS[0], y, rule.name, role, bold=True),
            Formula(tex=words[0], plain=words[1], x=COLUMNS[0] + 150, y=y + (ROW - 10) / 2, size=26),
            _cell(COLUMNS[2] + 40, y, shape, Role.MUTED, end=True),
            _cell(COLUMNS[3], y, figures_text(rule.std), role, bold=True, end=True, name=f"std, {rule.name}"),
        ]  # fmt: skip
        marks.append(Group(marks=tuple(row), opacity=seen))
    head = lettering(COLUMNS[3], FIRST_ROW - 24, "standard deviation", Role.MUTED, size=24, anchor="end")
    return [head, *marks]


def _cell(
    x: float, y: float, words: str, role: Role, *, bold: bool = False, end: bool = False, name: str = ""
) -> Text:  # fmt: skip
    runs = (TextRun(words, role, bold=bold),)
    return Text(x=x, y=y + (ROW - 10) / 2, runs=runs, size=26, anchor="end" if end else "start", name=name)
