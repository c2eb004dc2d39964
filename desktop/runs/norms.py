"""Which gradients the charts show: of the weights of every trained layer, or of what its layers give."""

from __future__ import annotations

from scenes.stage.charts.layer_norms import Kind
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Numbers

MEANINGS: dict[Kind, str] = {
    "weights": "The length of the gradient of the loss with respect to all weights and biases of one layer.",
    "activations": "The length of the gradient of the loss with respect to what one layer gives for the whole batch.",
}


def norms(recording: Recording, contestant: int, kind: Kind) -> tuple[tuple[str, ...], Numbers]:
    """The layers' names and their gradients' norms at every tick, (ticks, layers); NaN where the contestant left."""
    racer = recording.plan.contestants[contestant]
    if kind == "activations":
        return racer.activations, recording.activation_gradients(contestant)
    return racer.trained, recording.gradients(contestant)


def has_activations(recording: Recording | None) -> bool:
    """Whether the gradients of activations were recorded of a run."""
    return recording is not None and any(each.activations for each in recording.plan.contestants)
