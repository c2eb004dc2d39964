"""Runs worth showing in class."""

import msgspec

from engine.spec.networks import DenseNet
from engine.spec.run import CNN, DENSE, Contestant, Optimiser, RunSpec, StopAt


class Preset(msgspec.Struct, frozen=True):
    """A run worth showing in class: a title, what to look for while it trains, and the run."""

    title: str
    what_to_look_for: str
    spec: RunSpec


PRESETS: dict[str, Preset] = {
    "race": Preset(
        title="Dense net against CNN: animals",
        what_to_look_for=(
            "The CNN has less than a quarter of the dense net's parameters, and it still ends about five points "
            "ahead on pictures that neither has trained on."
        ),
        spec=RunSpec(contestants=(DENSE, CNN), lr=6e-3, schedule="one-cycle"),
    ),
    "digits": Preset(
        title="Dense net against CNN: centred digits",
        what_to_look_for=(
            "On small digits that always sit in the middle the two end within about two points of each other: "
            "filters that slide over the picture have little left to win."
        ),
        spec=RunSpec(contestants=(DENSE, CNN), data="digits", batch=32, schedule="one-cycle", stop=StopAt(epochs=15.0)),
    ),
    "explosion": Preset(
        title="Gradients that explode",
        what_to_look_for=(
            "Both nets have twelve hidden layers and differ only in how large their weights start. With gain 2 the "
            "gradient norms are far larger from the first step on, and within a few steps the loss is not finite any "
            "more. Two cures: start with He's gain of 1.41, as the other net does, or clip the gradient to norm 1."
        ),
        spec=RunSpec(
            contestants=(
                Contestant("Gain 2", DenseNet((64,) * 12, init=2.0)),
                Contestant("Gain 1.41 (He)", DenseNet((64,) * 12, init=1.41)),
            ),
            optimiser=Optimiser("momentum"),
            lr=0.01,
            stop=StopAt(epochs=2.0),
        ),
    ),
}
