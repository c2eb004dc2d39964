"""The steps of the compound scaling scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes import reference
from scenes.scaling.computed import Model, Scaled
from scenes.scaling.knobs import ALPHA, BETA, GAMMA, Knobs
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Told, present

BLOCK = ("deeper", "wider", "finer", "together")
"""The steps that deform the block."""


@dataclass(frozen=True, eq=False)
class Moment(Told):
    """The step being told, and how far every step has come."""

    PACE, PAUSE = 12.5, 0.25

    @property
    def arriving(self) -> float:
        """How visible the present step's part of the stage is; the scene doesn't begin with an empty one."""
        return self.alone(self.name)


def tell(stage: Stage, of: Scaled, model: Model, knobs: Knobs) -> Moment:
    """Lay out the steps."""
    spans = {
        "deeper": stage.step("Twice as deep", DEEPER, 4.0),
        "wider": stage.step("Twice as wide", WIDER, 4.0),
        "finer": stage.step("Twice the resolution", FINER, 4.0),
        "together": stage.step("All three at once", _together_caption(of, knobs), 5.0),
        "equal": stage.step("At equal cost", EQUAL, 5.0),
        "family": stage.step("B0 to B7", FAMILY, 7.0),
        "multiples": stage.step("Channels in eights", MULTIPLES, 5.0),
        "rules": stage.step(f"From B0 to {model.name}", _rules_caption(model), 6.0),
    }
    name = present(spans)
    return Moment(name, spans)


DEEPER = "Twice as many layers, each costing what it did: the block takes twice as many multiply-accumulates."
WIDER = "Twice the channels: each layer reads twice as many and writes twice as many. Four times the cost, not twice."
FINER = "Maps twice as high and twice as wide have four times as many places, and every kernel visits each of them."
EQUAL = (
    "One and the same net, scaled in four ways to the same cost: whoever turns up only one factor gains less, "
    "for each alone saturates."
)
FAMILY = (
    "No released factor is an exact power: width and picture follow one φ closely, depth falls behind from B4 on. "
    "Layers are rounded up, so the counted cost exceeds the formula's."
)
MULTIPLES = (
    "Channels come in multiples of 8. The product goes to the nearest one, and to the next if that took more than "
    "a tenth away."
)


def _together_caption(of: Scaled, knobs: Knobs) -> str:
    if knobs.compound:
        step = reference.scaled_cost(ALPHA, BETA, GAMMA)
        return (
            f"φ turns all three: d = {ALPHA:g} to the power φ, w = {BETA:g} and r = {GAMMA:g} likewise. "
            f"Each step of φ costs {step:.2f} times as much, about twice."
        )
    return (
        f"Set by hand: {of.layers} layers, {of.channels} channels, maps of {of.side} × {of.side}. "
        "Click a φ to bring all three back onto its path."
    )


def _rules_caption(model: Model) -> str:
    return (
        f"Every stage of B0 with {model.width:g} times the channels, in eights, and {model.depth:g} times the layers, "
        f"rounded up: so {model.name} is built. Kernels and strides stay."
    )
