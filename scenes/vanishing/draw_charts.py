"""Two charts: the slopes of the activations, and what the rules for first weights draw from."""

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
from scenes.stage.core.timeline import REST, Span, ease
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.values import figures_text
from scenes.vanishing.computed import POINTS, REACH, Rule, rules, slopes, steepest
from scenes.vanishing.draw_chain import RULE_ROLES
from scenes.vanishing.knobs import ACTIVATIONS, Knobs

SLOPE_ROLES = dict(zip(ACTIVATIONS, (Role.FIRST, Role.FIFTH, Role.THIRD), strict=True))
SLOPE_BOX = (150.0, 128.0, 1104.0, 486.0)
FORMULA_Y = 748.0
BACKWARD = (
    r"\textcolor{gradient}{\partial L / \partial h_{l-1}} = \textcolor{kernel}{W_l}^T \left( f'(z_l) \odot"
    r" \textcolor{gradient}{\partial L / \partial h_l} \right)",
    "∂L/∂h before a layer = Wᵀ (f′(z) times ∂L/∂h behind it, number by number)",
)
PLANE = (90.0, 128.0, 1120.0, 486.0)
SHOWN = 3
"""The rules that are drawn here; the others are multiples."""


def draw_factor(stage: Stage, span: Span) -> None:
    """Draw the slopes one by one as curves, and the steepest of each beside them; a click takes it for the chain."""
    z, curves = slopes()
    axes = Axes(SLOPE_BOX, (-REACH, REACH), (0.0, 1.1))
    marks: list[AnyMark] = [*axes.frame("z")]
    for index, (name, slope) in enumerate(curves.items()):
        share = max(0.0, min(span.t / REST * len(curves) - index, 1.0))
        shown = round(POINTS * share)
        if shown > 1:
            fill = 0.4 if name == "sigmoid" else 0.2
            marks.append(_under(axes, z[:shown], np.nan_to_num(slope[:shown]), SLOPE_ROLES[name], fill))
            marks += curve(axes, z[:shown], slope[:shown], SLOPE_ROLES[name], f"slope of {name}")
        marks += _steepest(name, index, ease(4.0 * share - 3.0))
    marks.append(Formula(tex=BACKWARD[0], plain=BACKWARD[1], x=150.0, y=FORMULA_Y, size=48.0, name="formula"))
    stage.add(*marks)


def _under(axes: Axes, xs: Numbers, ys: Numbers, role: Role, fill: float) -> Path:
    """The area under a curve; that of the one that this is about is filled most."""
    ends = ((float(xs[-1]), 0.0), (float(xs[0]), 0.0))
    points = (*zip(xs.tolist(), ys.tolist(), strict=True), *ends)
    return Path(points=tuple(axes.at(*point) for point in points), closed=True, fill=fill, line=0.0, role=role)


def _steepest(name: str, index: int, seen: float) -> list[AnyMark]:
    """The largest slope of an activation; that of the sigmoid, which this is about, is the hero."""
    grip, box = SetValue("gain", steepest(name)), f"{name}: its largest slope as the chain's factor"
    size, y = 96.0 if name == "sigmoid" else 52.0, 122.0 + 168.0 * index
    return _card(
        (1268.0, y, 276.0), name, f"{steepest(name):g}", size, SLOPE_ROLES[name], seen, grip, (box, f"steepest {name}")
    )


def _card(
    place: tuple[float, float, float], name: str, number: str, size: float, role: Role, seen: float, grip: SetValue,
    called: tuple[str, str], *, chosen: bool = False,
) -> list[AnyMark]:  # fmt: skip
    """A name and its number on a plate that can be clicked; `called` are the names of the plate and of the number."""
    x, y, width = place
    if seen <= 0.0:
        return []
    box = Rect(
        x=x, y=y, width=width, height=156.0, radius=14.0, fill=0.36 if chosen else 0.2, line=5.0 if chosen else 2.0,
        role=role, name=called[0], grip=grip,
    )  # fmt: skip
    words = (
        lettering(x + 18.0, y + 36.0, name, role, bold=True, size=36.0),
        lettering(x + 18.0, y + 103.0, number, role, bold=True, size=size, name=called[1]),
    )
    return [Group(marks=(box, *words), opacity=seen)]


def draw_start(stage: Stage, span: Span, knobs: Knobs) -> None:
    """Draw what each rule draws from, and the standard deviation that the chosen one has here."""
    n_in, n_out = reference.fans(knobs.c_in, knobs.c_out, knobs.kernel)
    found = rules(n_in, n_out)
    reach = 3.2 * max(rule.std for rule in found[:SHOWN])
    curves = [_density(rule, reach) for rule in found[:SHOWN]]
    axes = Axes(PLANE, (-reach, reach), (0.0, 1.12 * max(float(ys.max()) for _, ys in curves)))
    marks: list[AnyMark] = [mark for mark in axes.frame("first weight") if not _at_the_side(mark)]
    for index, (rule, (xs, ys)) in enumerate(zip(found, curves, strict=False)):
        rise = ease(span.t / REST * SHOWN - index)
        if rise > 0:
            marks.append(_under(axes, xs, ys * rise, RULE_ROLES[rule.name], 0.4 if rule.name == knobs.rule else 0.15))
            marks += curve(axes, xs, ys * rise, RULE_ROLES[rule.name], f"density, {rule.name}")
            marks += _rule(rule, index, rise, rule.name == knobs.rule)
    marks += _deviation(next(rule for rule in found if rule.name == knobs.rule), n_in, n_out)
    stage.add(*marks)


def _rule(rule: Rule, index: int, seen: float, chosen: bool) -> list[AnyMark]:
    """A rule's name and its standard deviation; a click takes it over for the chain."""
    number = figures_text(rule.std)
    place, called = (1240.0, 124.0 + 170.0 * index, 304.0), (f"rule = {rule.name}", f"std, {rule.name}")
    size = min(72.0, 370.0 / len(number))
    grip = SetValue("rule", rule.name)
    return _card(place, rule.name, number, size, RULE_ROLES[rule.name], seen, grip, called, chosen=chosen)


def _deviation(rule: Rule, n_in: int, n_out: int) -> list[AnyMark]:
    """The chosen rule's standard deviation, filled in."""
    inside = {"He": f"√(2 / {n_in:,})", "Glorot": f"√(2 / ({n_in:,} + {n_out:,}))", "PyTorch": f"1 / √(3 · {n_in:,})"}
    words = inside.get(rule.name, f"2 · √(2 / {n_in:,})")
    runs = (
        TextRun(f"{rule.name}: ", RULE_ROLES[rule.name], bold=True),
        TextRun(f"σ = {words} = "),
        TextRun(figures_text(rule.std), RULE_ROLES[rule.name], bold=True),
    )
    return [
        Text(x=90.0, y=FORMULA_Y, runs=runs, size=48.0, name="deviation"),
        lettering(104.0, 156.0, f"{n_in:,} inputs", Role.KERNEL, bold=True, size=40.0, name="n_in"),
    ]


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
