"""The cards of the lab: what each run asks, in which group it stands, and where it is explained.

A question tells no result; what is claimed of a result stands in the preset, which is shown when the run is over.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.runs.guess import Measure
from engine.contract.pace import Pace
from engine.contract.spec import RunSpec, batches_in, train_count

RACES, DEPTH, GRADIENTS, LIGHT = "Races", "Depth", "Gradients", "Light nets"
GROUPS = (RACES, DEPTH, GRADIENTS, LIGHT)


@dataclass(frozen=True)
class Card:
    """A run as a card: its question, the scene that explains it, and which preset to try next.

    `measure` is what is guessed about, None where the question is about something else.
    """

    group: str
    question: str
    scene: str
    following: str
    measure: Measure | None = "accuracy"


CARDS: dict[str, Card] = {
    "race": Card(RACES, "A dense net or a CNN on animals: which wins, and by how much?", "dense", "digits"),
    "digits": Card(RACES, "The same two nets on small digits: who wins now?", "dense", "fashion"),
    "fashion": Card(RACES, "The same two nets on clothes: is that harder?", "dense", "anywhere"),
    "anywhere": Card(RACES, "Digits that lie anywhere: which of three nets still finds them?", "dense", "gap"),
    "gap": Card(RACES, "One trunk, two heads: which is better on new pictures?", "gap", "anywhere"),
    "inception": Card(RACES, "Does one more classifier in the middle help an Inception net?", "inception", "auxiliary"),
    "twins-8": Card(DEPTH, "8 layers: do shortcuts make a difference?", "residual", "twins-20", "loss"),
    "twins-20": Card(DEPTH, "20 layers: do shortcuts make a difference?", "degradation", "twins-32", "loss"),
    "twins-32": Card(DEPTH, "32 layers: do shortcuts make a difference?", "residual_backward", "degradation", "loss"),
    "degradation": Card(
        DEPTH, "8, 20 and 32 layers: does a deeper net learn better?", "degradation", "auxiliary", "loss"
    ),
    "auxiliary": Card(DEPTH, "20 layers with weak first weights: can more heads help?", "auxiliary", "vanishing-cured"),
    "vanishing": Card(GRADIENTS, "20 sigmoid layers: does this net learn at all?", "vanishing", "vanishing-cured"),
    "vanishing-cured": Card(GRADIENTS, "Four nets of 20 layers: which of them learn?", "vanishing", "two-gradients"),
    "two-gradients": Card(
        GRADIENTS, "Larger first weights: in which gradients can you see them?", "vanishing", "explosion", None
    ),
    "explosion": Card(
        GRADIENTS, "Twelve layers, two sizes of first weights: what happens?", "vanishing", "clipping", "loss"
    ),
    "clipping": Card(
        GRADIENTS, "The same two nets with clipped gradients: what happens now?", "vanishing", "explosion", "loss"
    ),
    "first-weights": Card(
        GRADIENTS, "The same net with first weights six times as large: does it catch up?", "vanishing", "dead"
    ),
    "dead": Card(
        GRADIENTS,
        "A very large rate, with and without batch normalisation: who learns?",
        "activation",
        "vanishing-cured",
    ),
    "separable": Card(LIGHT, "A convolution in two parts: how much accuracy does it cost?", "depthwise", "yellow"),
    "yellow": Card(LIGHT, "Is anything yellow? Which of three tiny nets can tell?", "pointwise", "separable"),
    "gates": Card(LIGHT, "Gates on every map: do they win accuracy?", "gates", "separable"),
}

SCENES = {
    "activation": "Activation",
    "dense": "From dense to convolution",
    "gap": "Global average pooling",
    "inception": "Inception module",
    "residual": "Residual block",
    "residual_backward": "Residual block, backwards",
    "degradation": "Degradation",
    "auxiliary": "Auxiliary classifiers",
    "vanishing": "Vanishing and exploding",
    "depthwise": "Depthwise separable layer",
    "pointwise": "1×1 convolution",
    "gates": "Squeeze and excitation",
}
"""The titles of the scenes that cards lead to."""


def steps(spec: RunSpec) -> int:
    """How many steps a run of a preset takes."""
    if spec.stop.steps is not None:
        return spec.stop.steps
    return round((spec.stop.epochs or 0) * batches_in(train_count(spec), spec.batch))


def length(spec: RunSpec, pace: Pace) -> str:
    """How long a run of a preset is at a pace, in words; a slow computer takes longer."""
    count = steps(spec)
    rate = pace.steps_a_second(count)
    if rate is None:
        return f"{count:,} steps, as fast as they go"
    minutes = count / rate / 60
    about = (
        "a minute" if 0.75 <= minutes < 1.5 else f"{minutes:.0f} minutes" if minutes >= 1.5 else f"{count / rate:.0f} s"
    )
    return f"{count:,} steps, about {about}"
