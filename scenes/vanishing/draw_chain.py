"""The steps that are one chain without a run: factors, activations, first weights, two cures, and an explosion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.lattice import Lattice
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import options
from scenes.stage.numbers.values import figures_text
from scenes.vanishing.computed import CHAIN, DEPTH, LARGEST, Chain, Descent, followed, overflow, products, stack
from scenes.vanishing.knobs import ACTIVATIONS, RULES, Knobs
from scenes.vanishing.picture import (
    FIRST,
    FOOT,
    LAST,
    LOWEST_Y,
    PLATES,
    Act,
    Picture,
    axis_for,
    bell,
    bend,
    wedge,
)
from scenes.vanishing.words import number

SIGMOID_AXIS, CURED_AXIS = (1e-13, 10.0), (1e-13, 1e9)
"""What sigmoids leave by themselves; and beside the cures, whose number stands over all bars."""
WEIGHTS_AXIS = (1e-10, 1e12)
"""One axis for all rules of first weights."""
WIRES = tuple(float(wire) for wire in range(DEPTH + 1))
RULE_ROLES = dict(zip(RULES, (Role.FIRST, Role.FIFTH, Role.THIRD, Role.SECOND), strict=True))
"""The colours of the rules, here and where they are drawn from."""
SMALLER, LARGER = "PyTorch", "twice He"
"""The rules with the smallest and the largest weights."""
BESIDE = 9
"""The wire over which the name of the larger rule stands: beside the hero number, at the left or at the right."""
GAINS = (0.25, 0.5, 0.9, 1.0, 1.1, 1.5, 2.0)
DEPTHS = (5, 20, 50, 100)
STARTS = (0.5, 0.9, 1.1, 1.2, 1.3, 1.5, 2.0)
PULSE = 17.0
ON_ITS_WAY = "is on its way back"
HIGHEST = 1e73
"""The end of the axis where numbers overflow: over the largest one is room for words."""


def draw_back(stage: Stage, of: Chain, span: Span, knobs: Knobs) -> None:
    """Draw the chain of factors, the pulse on its way back, and a bar at every wire where it has been."""
    sizes = np.array(of.sizes[::-1])
    places = tuple(float(wire) for wire in range(of.layers + 1))
    picture = Picture(of.layers, axis_for([sizes], (0.1, 1.0)), places)
    reach = span.even * of.layers
    rise = 1.0 / (of.layers + 1)
    arrived, now = reach >= of.layers, of.sizes[math.floor(reach + 1e-9)]
    usual = max(set(of.factors), key=of.factors.count)
    heading = TextRun(f"× {usual:g}", Role.KERNEL, bold=True), TextRun(f" in {_which(of)} layer")
    act = Act(sizes, wedge(usual), Role.KERNEL, heading, figures_text(now), _left(now) if arrived else ON_ITS_WAY)
    stage.add(
        *picture.frame(),
        *_factors(picture, of, usual),
        *picture.bars(np.zeros_like(sizes), sizes, (span.even * (1.0 - rise) + rise), rise=rise),
        *_pulse(picture, reach, span),
        *picture.hero(act, name="arrives" if arrived else "pulse"),
        *_row("factor", "gain", [(f"{gain:g}", gain) for gain in GAINS], None if knobs.factors else knobs.gain, 84.0),
        *_row("layers", "layers", [(str(count), count) for count in DEPTHS], knobs.layers, 84.0, 1056.0),
    )


def _which(of: Chain) -> str:
    return "every" if len(set(of.factors)) == 1 else "nearly every"


def _left(share: float) -> str:
    """What a share of the gradient says that has come to the input."""
    return "of the gradient arrives" if share < 1 else "times as large at the input"


def _row(
    words: str, knob: str, choices: Sequence[tuple[str, object]], chosen: object, width: float, x: float = 56.0
) -> list[AnyMark]:
    """Plates that a click takes a value from, with what they are about before them."""
    name = lettering(x, LOWEST_Y, words, Role.MUTED, size=32.0)
    return [name, *options(x + 22.0 + 17.0 * len(words), PLATES, width, knob, choices, chosen, size=32.0)]


def _factors(picture: Picture, of: Chain, usual: float) -> list[AnyMark]:
    """A layer for each factor; it can be typed over, or dragged up and down."""
    marks: list[AnyMark] = []
    for index, factor in enumerate(of.factors):
        layer = of.layers - index
        alone = Act(np.empty(0), wedge(factor), Role.KERNEL if factor == usual else Role.HIGHLIGHT)
        ground, box, *inside = picture.layer(picture.wire(layer - 0.5), alone, f"factor of layer {layer}")
        assert isinstance(box, Rect)
        grip = EditCell("factors", (index,), low=0.0, high=4.0, step=0.05)
        marks += [ground, replace(box, value=factor, grip=grip), *inside]
    return marks


def _pulse(picture: Picture, reach: float, span: Span) -> list[AnyMark]:
    """The pulse over the layers; a hand can pull it along."""
    x, y = picture.wire(picture.layers - reach), FOOT + 10.0
    places = Lattice((LAST, y - 20.0), (-picture.pitch, 0.0), (0.0, 40.0), 1, picture.layers)
    return [
        Rect(x=FIRST, y=y - 3.0, width=LAST - FIRST, height=6.0, radius=3.0, fill=0.8, role=Role.SURFACE,
             name="way back", grip=Scrub(places, span.start, 0.8 * span.seconds)),
        Rect(x=x - PULSE, y=y - PULSE, width=2 * PULSE, height=2 * PULSE, radius=PULSE, fill=1.0, role=Role.GRADIENT,
             name="pulse's place"),
    ]  # fmt: skip


def _sigmoids(also: str = "", role: Role = Role.GRADIENT) -> Act:
    """Sigmoids with Glorot's weights, by themselves or with a cure beside each."""
    of = stack("sigmoid", "Glorot", also)
    heading = TextRun("sigmoid", bold=True), TextRun(f" + {also}" if also else ", Glorot weights", role, bold=True)
    sizes = of.backward / of.backward[-1]
    return Act(sizes, bend("sigmoid", also), role, heading, figures_text(of.left), _left(of.left))


def draw_sigmoid(stage: Stage, span: Span) -> None:
    """Draw what a chain of sigmoids leaves of a gradient."""
    act = _sigmoids()
    stage.add(*Picture(DEPTH, SIGMOID_AXIS, WIRES).played([act.empty, act], span.t, arrow=True))


def draw_cure(stage: Stage, span: Span, also: str) -> None:
    """Draw how the bars of the plain sigmoids rise when something is put beside them."""
    acts = _sigmoids(), _sigmoids(also, Role.FIFTH if also == "batch norm" else Role.FOURTH)
    stage.add(*Picture(DEPTH, CURED_AXIS, WIRES).played(acts, span.t, keep=False, arrow=True))


def draw_forward(stage: Stage, span: Span, knobs: Knobs) -> None:
    """Draw the sizes of the signal, from the input on."""
    of, act = stack(knobs.activation, knobs.rule), _weighted(knobs.activation, knobs.rule)
    below = "of the signal arrives" if of.heard < 1 else "times as large at the end"
    act = replace(act, sizes=of.forward / of.forward[0], hero=figures_text(of.heard), below=below)
    picture = Picture(DEPTH, axis_for([act.sizes], WEIGHTS_AXIS), WIRES, Role.OUTPUT, "signal")
    stage.add(*picture.played([act.empty, act], span.t, back=False), *_plates(knobs))


def draw_stack(stage: Stage, span: Span, knobs: Knobs) -> None:
    """Draw the gradient with weights that start too small, too large, and by the chosen rule."""
    rules = [rule for rule in (SMALLER, LARGER) if rule != knobs.rule] + [knobs.rule]
    acts = [_weighted(knobs.activation, rule) for rule in rules]
    picture = Picture(DEPTH, axis_for([acts[-1].sizes], WEIGHTS_AXIS), WIRES)
    stage.add(*picture.played([acts[0].empty, *acts], span.t), *_plates(knobs))


def _weighted(activation: str, rule: str) -> Act:
    """A gradient that goes back through weights of one rule, the width of which is seen in the layers."""
    of, role = stack(activation, rule), RULE_ROLES[rule]
    heading = TextRun(f"{activation}, "), TextRun(f"{rule} weights", role, bold=True)
    look = bell(of.std, stack(activation, LARGER).std)
    sizes = of.backward / of.backward[-1]
    line, at = f"line of {rule}", BESIDE if rule == LARGER else 0
    return Act(sizes, look, role, heading, figures_text(of.left), _left(of.left), line, rule, at)


def _plates(knobs: Knobs) -> list[AnyMark]:
    """What a click can change."""
    return [
        *options(
            56.0, PLATES, 150.0, "activation", [(name, name) for name in ACTIVATIONS], knobs.activation, size=32.0
        ),
        *options(824.0, PLATES, 172.5, "rule", [(name, name) for name in RULES], knobs.rule, size=32.0),
    ]


def draw_infinite(stage: Stage, span: Span, knobs: Knobs) -> None:
    """Draw the products in a chain of equal factors, after each step of training, until they overflow."""
    told = followed(knobs.weight, knobs.clip)
    acts = [_trained(index, step) for index, step in enumerate(told, 1)]
    axis = (0.1, HIGHEST) if overflow(told) else axis_for([act.sizes for act in acts], (0.01, 10.0))
    picture = Picture(CHAIN, axis, tuple(float(wire) for wire in range(CHAIN + 1)), Role.OUTPUT, "product")
    stage.add(*picture.played([acts[0].empty, *acts], span.t, back=False, keep=False))
    if overflow(told):
        (left, y), (right, _) = (picture.axes.at(end, LARGEST) for end in picture.axes.x)
        words = f"32 bits end at {figures_text(LARGEST)}"
        stage.add(
            Path(points=((left, y), (right, y)), line=4.0, dashed=True, role=Role.GRADIENT, name="roof"),
            lettering(right, y - 50.0, words, Role.GRADIENT, bold=True, size=36.0, anchor="end"),
        )
    stage.add(
        *_row("start at", "weight", [(f"{start:g}", start) for start in STARTS], knobs.weight, 76.0),
        *_row("clip", "clip", [("on", True), ("off", False)], knobs.clip, 90.0, 1010.0),
    )


def _trained(index: int, step: Descent) -> Act:
    heading = TextRun(f"training step {index}, "), TextRun(f"each w = {number(step.weight)}", Role.KERNEL, bold=True)
    return Act(products(step), wedge(abs(step.weight)), Role.KERNEL, heading, number(step.loss), "is the loss")
