"""The steps of the auxiliary scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.auxiliary.computed import Loss, loss, parameters, short, trunk
from scenes.auxiliary.knobs import Knobs
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """GoogLeNet with its auxiliary heads; then trained nets, with their first step if it is a weak start."""

    classifiers: Span
    inside: Span
    loss: Span
    pulses: Span
    inference: Span
    begin: Span | None
    race: Span


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps: the heads, one from inside, the loss, the pulses, the end of training, and trained nets."""
    return Steps(
        classifiers=stage.step("Two classifiers on the way", _classifiers_caption(knobs), 6.0),
        inside=stage.step("Inside an auxiliary head", INSIDE, 6.0),
        loss=stage.step("One loss from three", _loss_caption(loss(knobs)), 6.0),
        pulses=stage.step("Pulses go back from every head", _pulses_caption(knobs), 9.0),
        inference=stage.step("At inference the auxiliary heads fall off", _inference_caption(knobs), 7.0),
        begin=stage.step("Trained nets: the first step's gradients", BEGIN, 7.0, live=True, still=True)
        if knobs.nets == "weak start"
        else None,
        race=stage.step("Do the heads help?", RACE[knobs.nets], 8.0, live=True),
    )


INSIDE = (
    "Average pooling, a 1×1 convolution and two dense layers predict the 1000 classes from maps of the middle of the "
    "network. Nearly all parameters of a head are in its dense layers."
)
BEGIN = (
    "Twenty ReLU layers, started too small (PyTorch's default). Alone, hardly any gradient reaches the first layers. "
    "With a head behind every fourth layer, some reaches all of them."
)
RACE = {
    "weak start": (
        "The same layers from the same start: only with auxiliary heads the net learns in time. They rescue a bad "
        "start; with He's rule or batch normalisation there is nothing to rescue."
    ),
    "healthy": (
        "A small Inception net with batch normalisation, with and without an auxiliary head: both learn, and end "
        "about level. Where gradients are healthy an auxiliary head has nothing to rescue."
    ),
}


def _classifiers_caption(knobs: Knobs) -> str:
    if knobs.heads == "none":
        return f"GoogLeNet without its auxiliary heads: {trunk().parameters:,} parameters, and one loss at the far end."
    count = "All together" if knobs.heads == "both" else "With this one"
    return (
        "For its training GoogLeNet has two more classifiers, behind the modules 4a and 4d. They are no branches: each "
        f"predicts, and has a loss of its own. {count}: {parameters(knobs):,} parameters."
    )


def _loss_caption(whole: Loss) -> str:
    if not any(whole.there):
        return "Without auxiliary heads the whole loss is the main head's."
    return (
        f"Training makes one number smaller: the main loss, plus {short(whole.weight)} times those of the auxiliary "
        "heads. No mean, and no plain sum. Type other losses, or drag them up and down."
    )


def _pulses_caption(knobs: Knobs) -> str:
    factor = f"A toy model: on its way back each part multiplies the gradient by g = {knobs.gain:g}. "
    if knobs.heads == "none" or knobs.weight == 0:
        return factor + "Only the main head sends a pulse, and it has the whole way to go."
    if knobs.gain >= 1:
        return factor + "It does not shrink on its way, so the auxiliary heads have nothing to rescue."
    return factor + "The auxiliary heads' pulses start nearer to the first layers, so more of them arrives there."


def _inference_caption(knobs: Knobs) -> str:
    if knobs.heads == "none":
        return "There is nothing to take off: what was trained is what predicts."
    return (
        f"After training only the main head predicts: the auxiliary heads are thrown away, not averaged in. "
        f"{parameters(knobs):,} parameters become {trunk().parameters:,}."
    )
