"""Runs worth showing in class, by name."""

import msgspec

from engine.contract.spec.choices import Normalisation
from engine.contract.spec.headed import HeadedCNN, InceptionNet
from engine.contract.spec.networks import ColourNet, ConvStack, DenseNet, StagedCNN
from engine.contract.spec.run import CNN, DENSE, Contestant, Optimiser, RunSpec, StopAt


class Preset(msgspec.Struct, frozen=True):
    """A run worth showing in class: a title, what to look for while it trains, and the run.

    `source` names who described what it shows, empty where nobody needs to be named.
    """

    title: str
    what_to_look_for: str
    spec: RunSpec
    source: str = ""


_DEEP = (64,) * 20
_SZEGEDY_2015 = "Szegedy et al., Going Deeper with Convolutions, CVPR 2015"
_HE_2016 = "He, Zhang, Ren and Sun, Deep Residual Learning for Image Recognition, CVPR 2016"
_HE_2015 = "He, Zhang, Ren and Sun, Delving Deep into Rectifiers, ICCV 2015"
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
        validate_every=47,
        activation_gradients=True,
    )


def _stacks(*contestants: Contestant) -> RunSpec:
    """Return a run of plain and residual stacks, trained as in the paper but small.

    Of nine seeds this is the one whose losses end nearest to the medians: see `engine.making.seeds`.
    """
    return RunSpec(
        contestants=contestants,
        data="digits",
        optimiser=Optimiser("momentum", weight_decay=1e-4),
        lr=0.1,
        schedule="one-cycle",
        batch=32,
        stop=StopAt(steps=250),
        seed=7,
        validate_every=50,
        snapshot_every=50,
        activation_gradients=True,
    )


def _twins(blocks: int) -> RunSpec:
    """Return a run of a plain stack with so many blocks against its residual twin."""
    return _stacks(
        Contestant("Plain", ConvStack(blocks=blocks)),
        Contestant("Residual", ConvStack(blocks=blocks, shortcut="identity")),
    )


def _depths(*blocks: int) -> RunSpec:
    """Return a run of plain stacks with so many blocks each, and of residual stacks as deep."""
    plain = [ConvStack(blocks=count) for count in blocks]
    residual = [ConvStack(blocks=count, shortcut="identity") for count in blocks]
    return _stacks(
        *(Contestant(f"Plain, {stack.depth} layers", stack) for stack in plain),
        *(Contestant(f"Residual, {stack.depth} layers", stack) for stack in residual),
    )


def _sick(*contestants: Contestant, optimiser: Optimiser, lr: float) -> RunSpec:
    """Return a short run on digits, of a net that can't learn so and one that can."""
    return RunSpec(
        contestants=contestants,
        data="digits",
        optimiser=optimiser,
        lr=lr,
        batch=32,
        stop=StopAt(steps=200),
        validate_every=20,
        activation_gradients=True,
    )


def _four(norm: Normalisation) -> HeadedCNN:
    """Return four convolutions and a dense head."""
    return HeadedCNN((16,) * 4, head="dense", norm=norm, init="he")


def _anywhere(*contestants: Contestant, lr: float = 0.01, steps: int = 300) -> RunSpec:
    """Return a run on digits that may lie anywhere on their canvas."""
    return RunSpec(
        contestants=contestants,
        data="translated24",
        optimiser=Optimiser("adamw", weight_decay=0.01),
        lr=lr,
        schedule="one-cycle",
        stop=StopAt(steps=steps),
        validate_every=47,
    )


_EXPLOSION = RunSpec(
    contestants=(
        Contestant("Gain 2", DenseNet((64,) * 12, init=2.0)),
        Contestant("Gain 1.41 (He)", DenseNet((64,) * 12, init=1.41)),
    ),
    optimiser=Optimiser("momentum"),
    lr=0.01,
    stop=StopAt(epochs=2.0),
    validate_every=47,
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
        spec=RunSpec(
            contestants=(DENSE, CNN),
            data="digits",
            batch=32,
            schedule="one-cycle",
            stop=StopAt(epochs=15.0),
            validate_every=94,
        ),
    ),
    "fashion": Preset(
        title="Dense net against CNN: clothes",
        what_to_look_for=(
            "As many pictures as of the animals, and as large. The CNN, with less than a quarter of the parameters, "
            "ends two to four points ahead. Both find clothes hard: of all of them they know the shirt least, and take "
            "it for a T-shirt, a coat or a pullover, as the view of mistakes shows."
        ),
        spec=RunSpec(contestants=(DENSE, CNN), data="fashion", lr=6e-3, schedule="one-cycle"),
        source="Xiao, Rasul and Vollgraf, Fashion-MNIST, arXiv:1708.07747, 2017",
    ),
    "anywhere": Preset(
        title="Dense nets against CNN: digits anywhere",
        what_to_look_for=(
            "Now each digit lies somewhere on a canvas of nine times its size. The CNN finds it wherever it is: its "
            "filters look everywhere. The dense net with about as many parameters hardly learns. The one with more "
            "than nine times as many learns the pictures that it trains on better than new ones; after 2,000 steps it "
            "has all of them right, and more than a third of the new ones wrong."
        ),
        spec=_anywhere(
            Contestant("CNN", HeadedCNN((8, 16, 32))),
            Contestant("Small dense net", DenseNet((10,))),
            Contestant("Large dense net", DenseNet((100,))),
            lr=3e-3,
            steps=400,
        ),
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
    ),
    "separable": Preset(
        title="Standard against separable",
        what_to_look_for=(
            "The separable net has 6.7 times fewer parameters and 6.6 times fewer multiply-accumulates, and ends "
            "within a few points of the standard one. Now look at the seconds that each step takes: they fall "
            "too, but far less than the multiply-accumulates do."
        ),
        spec=_anywhere(
            Contestant("Standard", StagedCNN()),
            Contestant("Separable", StagedCNN(separable=True)),
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
            "the input, more in the plain twin than in the residual one."
        ),
        spec=_twins(9),
        source=_HE_2016,
    ),
    "twins-32": Preset(
        title="Twins with 32 layers",
        what_to_look_for=(
            "The residual twin minds the depth far less: the training loss of the plain one stays more than twice as "
            "high. In the first steps the plain net's gradients grow towards the input, far more than the residual "
            "one's: nothing vanishes, but what growth does and what depth does can't be told apart here. With 5 times "
            "as many steps the plain net ends lower, but still at many times the residual one's training loss."
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
        title="Gradients that vanish, and three cures",
        what_to_look_for=(
            "Four nets of 20 layers. With sigmoids alone the gradient norms fall by about twelve powers of ten towards "
            "the input, and nothing is learned. ReLU with He's rule for the first weights, or batch normalisation or "
            "shortcuts around the same sigmoids: in each the first layer's norm keeps within two powers of ten of the "
            "last one's, and all three learn."
        ),
        spec=msgspec.structs.replace(
            _deep_dense(
                Contestant("Sigmoid", DenseNet(_DEEP, "sigmoid", init="glorot")),
                Contestant("ReLU, He", DenseNet(_DEEP, init="he")),
                Contestant("Batch norm", DenseNet(_DEEP, "sigmoid", "batch", "glorot")),
                Contestant("Shortcuts", DenseNet(_DEEP, "sigmoid", init="glorot", shortcut="identity")),
            ),
            optimiser=Optimiser("adam"),
            lr=1e-3,
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
            validate_every=20,
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
        spec=_EXPLOSION,
    ),
    "clipping": Preset(
        title="Clipping to the rescue",
        what_to_look_for=(
            "The same two nets, but the gradient of each is scaled down to norm 1 where it is longer. Now the loss of "
            "the net with gain 2 stays finite and falls. Yet the net that starts with He's gain is ahead: clipping "
            "helps, a good start cures."
        ),
        spec=msgspec.structs.replace(_EXPLOSION, clip_norm=1.0),
        source="Pascanu, Mikolov and Bengio, On the Difficulty of Training Recurrent Neural Networks, ICML 2013",
    ),
    "first-weights": Preset(
        title="First weights that are too large",
        what_to_look_for=(
            "One net starts with weights about six times as large as the other. Before it has learned anything it is "
            "sure of wrong answers: its loss starts at more than ten times ln 10 = 2.30, the loss of guessing, and the "
            "run is spent on undoing that. The other one starts near ln 10, and ends more than ten points ahead."
        ),
        spec=_sick(
            Contestant("Gain 8", DenseNet(init=8.0)),
            Contestant("Gain 1.41 (He)", DenseNet(init=1.41)),
            optimiser=Optimiser(),
            lr=3e-3,
        ),
        source=_HE_2015,
    ),
    "dead": Preset(
        title="ReLUs that die",
        what_to_look_for=(
            "The rate is very large. The first steps throw the weights of the net without batch normalisation so far "
            "that most units of a layer give 0 for every picture. Hardly any gradient passes them, so they stay dead, "
            "and the accuracy stays near chance. The same net with batch normalisation bears this rate and learns."
        ),
        spec=_sick(
            Contestant("Without", _four("none")),
            Contestant("Batch norm", _four("batch")),
            optimiser=Optimiser("sgd"),
            lr=0.7,
        ),
        source="Ioffe and Szegedy, Batch Normalization, ICML 2015",
    ),
    "degradation": Preset(
        title="Degradation",
        what_to_look_for=(
            "Six nets see the same batches. At this training budget the plain ones end with a higher training loss the "
            "deeper they are; the residual ones of 20 and 32 layers end at less than half their twins' losses. A "
            "training loss can't be high by overfitting, and the deep plain nets' gradients are not small: this is "
            "neither overfitting nor vanishing."
        ),
        spec=_depths(3, 9, 15),
        source=_HE_2016,
    ),
    "auxiliary": Preset(
        title="Deep nets with and without auxiliary heads",
        what_to_look_for=(
            "Twenty dense ReLU layers start with weights that are too small. Without help almost no gradient reaches "
            "the first layers. The same net with a classifier behind every fourth layer gets gradient from each of "
            "them, and learns. In nets with good weights to start from, or batch normalisation, there is nothing to "
            "rescue."
        ),
        spec=RunSpec(
            contestants=(
                Contestant("Alone", DenseNet(_DEEP)),
                Contestant("With auxiliary heads", DenseNet(_DEEP, aux_every=4)),
            ),
            data="digits",
            lr=1e-3,
            stop=StopAt(steps=300),
            validate_every=47,
            activation_gradients=True,
        ),
        source=_SZEGEDY_2015,
    ),
    "inception": Preset(
        title="Inception with and without an auxiliary head",
        what_to_look_for=(
            "Two modules of four branches each, and batch normalisation. Both nets learn, and end about level: here "
            "the auxiliary classifier has nothing to rescue. Its parameters fall off when training is over."
        ),
        spec=_anywhere(
            Contestant("Inception", InceptionNet()),
            Contestant("With auxiliary head", InceptionNet(aux=True)),
        ),
        source=_SZEGEDY_2015,
    ),
    "gap": Preset(
        title="Two heads on one trunk",
        what_to_look_for=(
            "The same convolutions, and two heads. The dense head fits the pictures it trains on about as closely, or "
            "more closely, but in accuracy on new pictures the mean of each map, with 6.1 times fewer parameters in "
            "the whole net, ends ahead."
        ),
        spec=_anywhere(
            Contestant("Mean of each map", HeadedCNN()),
            Contestant("Dense head", HeadedCNN(head="dense")),
            lr=3e-3,
            steps=400,
        ),
        source="Lin, Chen and Yan, Network in Network, ICLR 2014",
    ),
    "gates": Preset(
        title="Nets with gates",
        what_to_look_for=(
            "Squeeze and excitation lets every stage dim its maps, by other amounts for other pictures: choose other "
            "pictures and look at the layers called gate.sigmoid. On a task this small the gates win no accuracy: "
            "both nets end about level."
        ),
        spec=_anywhere(
            Contestant("Without gates", StagedCNN()),
            Contestant("With gates", StagedCNN(squeeze=4)),
        ),
        source="Hu, Shen and Sun, Squeeze-and-Excitation Networks, CVPR 2018",
    ),
}

_ANY = ("device", "probe", "threads", "validate_every", "snapshot_every", "by_heart")
"""What of a run is the engine's choice, and makes it no other run."""


def preset_of(spec: RunSpec) -> str | None:
    """The name of the preset that a run is; None if it is none.

    It may run on another device, with other threads, look at another probe and be measured at other steps: much of that
    is the engine's choice.
    """
    for name, preset in PRESETS.items():
        own = preset.spec
        same = msgspec.structs.replace(spec, **{field: getattr(own, field) for field in _ANY})
        if same == own:
            return name
    return None


def source_of(preset: str | None) -> str:
    """Who described what a preset shows, as the words under it; "" where nobody needs to be named."""
    source = PRESETS[preset].source if preset else ""
    return f"Source: {source}" if source else ""
