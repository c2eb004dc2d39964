"""Runs worth showing in class, by name."""

import msgspec

from engine.spec.networks import ColourNet, ConvStack, DenseNet, StagedCNN
from engine.spec.run import CNN, DENSE, Contestant, Optimiser, RunSpec, StopAt


class Preset(msgspec.Struct, frozen=True):
    """A run worth showing in class: a title, what to look for while it trains, and the run.

    `source` names who described what it shows, empty where nobody needs to be named.
    """

    title: str
    what_to_look_for: str
    spec: RunSpec
    source: str = ""


_DEEP = (64,) * 20
_HE_2016 = "He, Zhang, Ren and Sun, Deep Residual Learning for Image Recognition, CVPR 2016"
_GLOROT_2010 = (
    "Glorot and Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, AISTATS 2010"
)


def _deep_dense(*contestants: Contestant) -> RunSpec:
    """Return a run of deep dense nets that tells both kinds of gradients."""
    return RunSpec(
        contestants=contestants,
        data="digits",
        optimiser=Optimiser("momentum"),
        lr=0.02,
        stop=StopAt(steps=300),
        activation_gradients=True,
    )


def _twins(blocks: int) -> RunSpec:
    """Return a run of a plain stack with so many blocks against its residual twin, as in the paper but small.

    With this seed the losses of all three depths end near their means over seeds.
    """
    return RunSpec(
        contestants=(
            Contestant("Plain", ConvStack(blocks=blocks)),
            Contestant("Residual", ConvStack(blocks=blocks, shortcut="identity")),
        ),
        data="digits",
        optimiser=Optimiser("momentum", weight_decay=1e-4),
        lr=0.1,
        schedule="one-cycle",
        batch=32,
        stop=StopAt(steps=250),
        seed=2,
        validate_every=50,
        snapshot_every=50,
        activation_gradients=True,
    )


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
    "yellow": Preset(
        title="Is anything yellow?",
        what_to_look_for=(
            "Yellow light is red and green at the same place, and each channel alone looks alike in both classes. "
            "The 1×1 convolution mixes the channels of every pixel and learns it with 26 parameters. The "
            "depthwise net has 38 and filters each channel for itself: it stays at chance. With a 1×1 convolution "
            "behind, it learns too."
        ),
        spec=RunSpec(
            contestants=(
                Contestant("1×1", ColourNet(init="he")),
                Contestant("Depthwise", ColourNet(("depthwise",), init="he")),
                Contestant("Depthwise + 1×1", ColourNet(("depthwise", "pointwise"), init="he")),
            ),
            data="yellow",
            lr=0.03,
            stop=StopAt(steps=200),
            validate_every=20,
        ),
        source="Lin, Chen and Yan, Network in Network, ICLR 2014",
    ),
    "separable": Preset(
        title="Standard against separable",
        what_to_look_for=(
            "The separable net has 6.7 times fewer parameters and 6.6 times fewer multiply-accumulates, and ends "
            "within a few points of the standard one. Now look at the seconds that each step takes: they fall "
            "too, but far less than the multiply-accumulates do."
        ),
        spec=RunSpec(
            contestants=(
                Contestant("Standard", StagedCNN()),
                Contestant("Separable", StagedCNN(separable=True)),
            ),
            data="translated24",
            optimiser=Optimiser("adamw", weight_decay=0.01),
            lr=0.01,
            schedule="one-cycle",
            stop=StopAt(steps=300),
        ),
        source="Howard et al., MobileNets, 2017",
    ),
    "twins-8": Preset(
        title="Twins with 8 layers",
        what_to_look_for=(
            "A plain and a residual net start from the same weights and see the same batches; only the shortcuts "
            "differ. At this depth both learn, and their training losses end close together. Keep the picture in "
            "mind for 20 and 32 layers."
        ),
        spec=_twins(3),
        source=_HE_2016,
    ),
    "twins-20": Preset(
        title="Twins with 20 layers",
        what_to_look_for=(
            "At this training budget the plain twin's training loss stays far above that of the residual one, and "
            "above that of the plain net with 8 layers: degradation. It is no overfitting, for the loss on the "
            "training batches is high too, and no vanishing gradient: in the first steps the norms grow towards "
            "the input."
        ),
        spec=_twins(9),
        source=_HE_2016,
    ),
    "twins-32": Preset(
        title="Twins with 32 layers",
        what_to_look_for=(
            "The residual twin hardly minds the depth, while the training loss of the plain one stays many times "
            "higher. In the first steps the plain net's gradients grow towards the input: with batch "
            "normalisation nothing vanishes, and yet the depth hurts. Given several times as many steps the plain "
            "net catches up."
        ),
        spec=_twins(15),
        source=_HE_2016,
    ),
    "vanishing": Preset(
        title="Gradients that vanish",
        what_to_look_for=(
            "Twenty sigmoid layers. On the logarithmic axis the gradient norms fall along a straight line towards "
            "the input, by more than half a power of ten with every layer. The first layers hardly move, and the "
            "accuracy stays at chance, 10 %."
        ),
        spec=_deep_dense(Contestant("Sigmoid", DenseNet(_DEEP, "sigmoid", init="glorot"))),
        source=_GLOROT_2010,
    ),
    "vanishing-cured": Preset(
        title="Gradients that vanish no more",
        what_to_look_for=(
            "Three nets of 20 layers: batch normalisation, shortcuts, or tanh instead of the sigmoid. In each the "
            "first layer's gradient norm keeps within two powers of ten of the last one's, and all three learn."
        ),
        spec=_deep_dense(
            Contestant("Batch norm", DenseNet(_DEEP, "sigmoid", "batch", "glorot")),
            Contestant("Shortcuts", DenseNet(_DEEP, "sigmoid", init="glorot", shortcut="identity")),
            Contestant("Tanh", DenseNet(_DEEP, "tanh", init="glorot")),
        ),
        source=_GLOROT_2010,
    ),
    "two-gradients": Preset(
        title="Two kinds of gradients",
        what_to_look_for=(
            "Three ReLU nets that differ in how large their weights start. Within each net the gradients of the "
            "weights are about as large in every layer. Only the gradients of the activations lean: the larger "
            "the gain, the faster they grow towards the input. By its weights alone an exploding net seems "
            "healthy."
        ),
        spec=msgspec.structs.replace(
            _deep_dense(
                Contestant("Gain 1.41 (He)", DenseNet(_DEEP, init=1.41)),
                Contestant("Gain 1.8", DenseNet(_DEEP, init=1.8)),
                Contestant("Gain 2.2", DenseNet(_DEEP, init=2.2)),
            ),
            lr=1e-7,
            stop=StopAt(steps=40),
        ),
    ),
    "explosion": Preset(
        title="Gradients that explode",
        what_to_look_for=(
            "Both nets have twelve hidden layers and differ only in how large their weights start. With gain 2 "
            "the gradient norms are far larger from the first step on, and within a few steps the loss is not "
            "finite any more. Two cures: start with He's gain of 1.41, as the other net does, or clip the "
            "gradient to norm 1."
        ),
        spec=RunSpec(
            contestants=(
                Contestant("Gain 2", DenseNet((64,) * 12, init=2.0)),
                Contestant("Gain 1.41 (He)", DenseNet((64,) * 12, init=1.41)),
            ),
            optimiser=Optimiser("momentum"),
            lr=0.01,
            stop=StopAt(epochs=2.0),
            activation_gradients=True,
        ),
    ),
}
