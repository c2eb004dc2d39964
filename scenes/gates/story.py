"""The steps of the scene of gates, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.gates.computed import Bill, Worked
from scenes.gates.knobs import Knobs
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Told, present

WORKED = ("maps", "squeeze", "waist", "excite", "scale")
"""The steps of the worked example, which share one drawing."""


@dataclass(frozen=True, eq=False)
class Steps(Told):
    """The step being told, and how far every step has come."""

    PACE, PAUSE = 12.5, 0.25


def tell(stage: Stage, of: Worked, cost: Bill, knobs: Knobs) -> Steps:
    """Lay out the steps. None of them waits for the trained net."""
    spans = {
        "maps": stage.step("Every map at full strength", _maps_caption(of), 4.0),
        "squeeze": stage.step("Squeeze: a map becomes its mean", _squeeze_caption(of), 5.0),
        "waist": stage.step("The waist", _waist_caption(of), 5.0),
        "excite": stage.step("Excite: a gate for each map", EXCITE, 5.0),
        "scale": stage.step("Scale: the maps come back dimmed", SCALE, 5.0),
        "apart": stage.step("Gates are no shares", _apart_caption(of), 5.0),
        "cost": stage.step("In ResNet-50", _cost_caption(cost), 7.0),
        "digit": stage.step("Gates change with the picture", _digit_caption(knobs), 5.0),
        "digits": stage.step("Ten digits, three handwritings", DIGITS, 6.0),
        "race": stage.step("With and without gates", RACE, 8.0, live=True),
    }
    name = present(spans)
    return Steps(name, spans)


EXCITE = (
    "A second layer leads back to one number for each map, and the sigmoid presses each into 0 to 1. "
    "Type into a gate to set it by hand; drag a weight to see which gates it moves."
)
SCALE = (
    "Every cell of a map is multiplied by the map's own gate. The maps keep their size, and no convolution is "
    "replaced: the gates only decide how bright each map goes on."
)
DIGITS = (
    "Each row is a picture, each column a map; colour tells by how much its gate is above or below its mean. Where "
    "rows of one digit look alike, the gates know the digit."
)
RACE = (
    "Both nets learn from the same batches and end about level: on a task this small gates win no accuracy. "
    "Judge them here by what they do; the paper's gain was measured on ImageNet."
)


def _maps_caption(of: Worked) -> str:
    return (
        f"{len(of.u)} feature maps go on to the next layer, each as bright as it is, whatever the picture shows. "
        "Squeeze and excitation puts a dimmer on each."
    )


def _squeeze_caption(of: Worked) -> str:
    return (
        f"Each map drains into a single number, its mean: no place is left. "
        f"The {len(of.u)} means say how much of everything the picture has."
    )


def _waist_caption(of: Worked) -> str:
    channels, waist = len(of.u), len(of.way.waist)
    return (
        f"A dense layer brings {channels} means down to {waist} numbers and a ReLU follows. Both look at all maps: "
        "here it is that one map may count for another."
    )


def _apart_caption(of: Worked) -> str:
    total = float(of.way.gates.sum())
    return (
        f"A softmax would make the maps fight for a total of 1. A sigmoid looks at one score only: all maps may stay "
        f"bright, or all go dark. These gates add up to {total:.3f}."
    )


def _cost_caption(cost: Bill) -> str:
    share = 100 * (cost.weights + cost.biases) / cost.plain.parameters
    macs = 100 * cost.weights / cost.plain.macs
    paper = (
        " (The paper's 0.26 % count means and scaling too.)" if cost.rows[0].channels == 16 * cost.rows[0].waist else ""
    )
    return (
        f"Gates stand at the end of each block, before the addition. They cost {share:.1f} % more parameters, but only "
        f"{macs:.2f} % more multiply-accumulates: their layers see means, not maps.{paper}"
    )


def _digit_caption(knobs: Knobs) -> str:
    if knobs.stage == "3":
        return (
            "A small net with gates after each of four stages, trained on digits. In stage 3 a map is let through for "
            "one digit and held back for another. Choose other digits, click another place."
        )
    if knobs.stage == "4":
        return (
            "In stage 4 every gate stands near 1, whatever the picture: here gates do next to nothing. In ResNet-50 "
            "too the last stage can do without them, at less than 0.1 points of top-5 error."
        )
    return (
        f"A small net with gates after each of four stages, trained on digits anywhere on the canvas. "
        f"In stage {knobs.stage} gates differ from map to map, but hardly heed the picture: compare stage 3."
    )
