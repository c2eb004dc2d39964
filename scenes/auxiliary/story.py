"""The steps of the auxiliary scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.auxiliary.computed import Loss, loss, parameters, short, trunk
from scenes.auxiliary.knobs import Knobs
from scenes.stage.stage import Stage, present
from scenes.stage.told import Told

LIVE = ("begin", "race")


@dataclass(frozen=True, eq=False)
class Moment(Told):
    """What is going on: the step's name, and how far every step has come."""


def tell(stage: Stage, knobs: Knobs) -> Moment:
    """Lay out the steps: the heads, one from inside, the loss, the pulses, the end of training, and trained nets."""
    spans = {
        "two": stage.step("Two classifiers on the way", _two_caption(knobs), 6.0),
        "inside": stage.step("Inside a side head", INSIDE, 6.0),
        "loss": stage.step("One loss from three", _loss_caption(loss(knobs)), 6.0),
        "pulses": stage.step("Pulses go back from every head", _pulses_caption(knobs), 9.0),
        "fall": stage.step("At inference the side heads fall off", _fall_caption(knobs), 7.0),
    }
    if knobs.nets == "weak start":
        spans["begin"] = stage.step("Trained nets: the first step's gradients", BEGIN, 7.0, live=True)
    spans["race"] = stage.step("Do the heads help?", RACE[knobs.nets], 8.0, live=True)
    return Moment(present(spans), spans)


INSIDE = (
    "Average pooling, a 1×1 convolution and two dense layers make a guess of 1000 classes from maps of the middle of "
    "the network. Nearly all parameters of a head are in its dense layers."
)
BEGIN = (
    "Twenty ReLU layers whose weights start too small, by PyTorch's default. Alone hardly any gradient reaches the "
    "first layers. With a head behind every fourth layer each group of four hears from its own."
)
RACE = {
    "weak start": (
        "The same layers from the same start: with heads on the way the net learns. It is a rescue from a bad start; "
        "with He's rule or batch normalisation there is nothing to rescue."
    ),
    "healthy": (
        "A small Inception net with batch normalisation, with and without a side head: both learn, and end about "
        "level. Where gradients are healthy a side head has nothing to rescue."
    ),
}


def _two_caption(knobs: Knobs) -> str:
    of = trunk()
    if knobs.heads == "none":
        return f"GoogLeNet without its side heads: {of.parameters:,} parameters, and one loss at the far end."
    return (
        f"GoogLeNet has two more classifiers for its training, behind the modules 4a and 4d. They are no branches of a "
        f"module: each makes a guess and has a loss of its own. With them it has {parameters(knobs):,} parameters here."
        if knobs.heads != "both"
        else "GoogLeNet has two more classifiers for its training, behind the modules 4a and 4d. They are no branches "
        f"of a module: each makes a guess and has a loss of its own. All together: {of.training:,} parameters."
    )


def _loss_caption(of: Loss) -> str:
    if not any(of.there):
        return "Without side heads the whole loss is the main head's."
    return (
        f"Training makes one number smaller: the main loss, plus {short(of.weight)} times the losses of the side "
        "heads. No mean, and no plain sum. Type other losses, or drag them up and down."
    )


def _pulses_caption(knobs: Knobs) -> str:
    factor = f"A model with one number: each part of the network multiplies the gradient by {knobs.gain:g}. "
    if knobs.heads == "none" or knobs.weight == 0:
        return factor + "Only the main head sends a pulse, and it has the whole way to go."
    if knobs.gain >= 1:
        return factor + "It does not shrink on its way, so the side heads have nothing to rescue."
    return factor + "The side heads' pulses start nearer to the first layers, so that more of them arrives there."


def _fall_caption(knobs: Knobs) -> str:
    if knobs.heads == "none":
        return "There is nothing to take off: what was trained is what predicts."
    return (
        f"After training only the main head predicts: the side heads are thrown away, not averaged in. "
        f"{parameters(knobs):,} parameters become {trunk().parameters:,}."
    )
