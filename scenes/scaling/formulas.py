"""The formula of each step of the compound scaling scene, with its numbers filled in."""

from __future__ import annotations

from scenes import reference
from scenes.scaling.computed import TABLE_7, Scaled, chosen, family, roundings, rows
from scenes.scaling.draw_block import target
from scenes.scaling.knobs import ALPHA, BETA, GAMMA, Knobs
from scenes.scaling.story import BLOCK, Moment
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import number
from scenes.stage.numbers.values import format_number

APART = "        "
COST = r"\textcolor{product}{\mathrm{cost}} \;\propto\; \textcolor{first}{d} \; \textcolor{kernel}{w}^2 \, " \
       r"\textcolor{output}{r}^2"  # fmt: skip
POWERS = r" \qquad d = \alpha^{\varphi} \quad w = \beta^{\varphi} \quad r = \gamma^{\varphi}"
Set = tuple[str, str, list[TextRun] | str]


def set_formula(stage: Stage, of: Scaled, knobs: Knobs, now: Moment) -> None:
    """Set the formula of the present step."""
    if now.name in BLOCK:
        stage.formula(*_cost(target(of, now), now))
    elif now.name == "equal":
        stage.formula(*_equal())
    elif now.name == "family":
        stage.formula(*_family(knobs))
    elif now.name == "multiples":
        stage.formula(*_multiples(knobs))
    else:
        stage.formula(*_rules(knobs))


def _cost(end: Scaled, now: Moment) -> Set:
    d, w, r = (number(round(factor, 2)) for factor in (end.depth, end.width, end.resolution))
    numbers = [TextRun(f"{d} · {w}² · {r}² = "), TextRun(_times(end.cost), Role.PRODUCT, bold=True)]
    if now.name != "together":
        return COST, "cost grows as d w^2 r^2", numbers
    step = reference.scaled_cost(ALPHA, BETA, GAMMA)
    words = f"{APART}α β² γ² = {ALPHA:g} · {BETA:g}² · {GAMMA:g}² = {step:.4f} for each step of φ"
    numbers.append(TextRun(words, Role.MUTED))
    return COST + POWERS, "cost grows as d w^2 r^2, with d = alpha^phi, w = beta^phi, r = gamma^phi", numbers


def _times(cost: float) -> str:
    return format_number(cost, 0 if cost == round(cost) else 4 if cost < 10 else 1)


def _equal() -> Set:
    (_, best), others = TABLE_7[-1], [value for _, value in TABLE_7[:-1]]
    numbers = [
        TextRun(f"{best:.1f} − {max(others):.1f} = "),
        TextRun(f"{best - max(others):.1f} points", Role.HIGHLIGHT, bold=True),
        TextRun(" more than the best of the others, at the same cost"),
    ]
    return COST, "cost grows as d w^2 r^2", numbers


def _family(knobs: Knobs) -> Set:
    model, base = chosen(knobs), family()[0]
    factors = f"{model.depth:g} · {model.width:g}² · ({model.side} / {base.side})² = "
    numbers = [
        TextRun(f"{model.name}:  {factors}"),
        TextRun(f"{model.cost:.2f}", Role.PRODUCT, bold=True),
        TextRun(f"{APART}counted {model.network.macs:,} / {base.network.macs:,} = "),
        TextRun(f"{model.times:.2f}", Role.PRODUCT, bold=True),
    ]
    return COST + POWERS, "cost grows as d w^2 r^2, with powers of phi", numbers


def _multiples(knobs: Knobs) -> Set:
    one = roundings(knobs.channels)[0]
    product = round(one.product, 9)
    down = int((product + 4) // 8)
    numbers = [
        TextRun(f"{one.channels} · {one.width:g} = {number(product)}{APART}8 · {down} = "),
        TextRun(f"{8 * down}", Role.KERNEL, bold=True),
    ]
    if one.result != 8 * down:
        numbers.append(TextRun(f", less than 0.9 · {number(product)}: {one.result}"))
    tex = (
        r"\textcolor{kernel}{c'} = 8 \left\lfloor \frac{c w + 4}{8} \right\rfloor"
        r" \qquad +8 \;\; \mathrm{if} \;\; c' < 0.9 \, c w"
    )
    return tex, "c' = 8 floor((c w + 4) / 8), and 8 more if that is less than 0.9 c w", numbers


def _rules(knobs: Knobs) -> Set:
    model, row = chosen(knobs), rows(knobs.model)[2]
    numbers = [
        TextRun(f"{row.name}:  {row.channels} · {model.width:g} = {number(round(row.channels * model.width, 9))} → "),
        TextRun(str(row.wider), Role.KERNEL, bold=True),
        TextRun(f"{APART}{row.layers} · {model.depth:g} = {number(round(row.layers * model.depth, 9))} → "),
        TextRun(str(row.deeper), Role.FIRST, bold=True),
        TextRun(f"{APART}picture {model.side}×{model.side}"),
    ]
    tex = r"\textcolor{kernel}{c'} = \mathrm{eights}(c \, w) \qquad \textcolor{first}{n'} = \lceil n \, d \rceil"
    return tex, "c' = c w in eights, n' = n d rounded up", numbers
