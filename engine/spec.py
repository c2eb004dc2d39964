"""What a training run is, as plain data: the half of the contract that goes into the engine.

Nothing here imports torch, so the window can build, check, store and show a run without loading it.
"""

import math
import re
from typing import Literal

import msgspec

DataName = Literal["animals", "digits"]
OptimiserName = Literal["sgd", "momentum", "adam", "adamw"]
ScheduleName = Literal["constant", "one-cycle"]

LEARNING_RATES = (1e-7, 100.0)
BATCHES = (1, 2048)
MAX_STEPS = 1_000_000
MAX_EPOCHS = 10_000.0
MAX_CONTESTANTS = 4
MAX_THREADS = 1024
MAX_WIDTH = 1024
MAX_HIDDEN_LAYERS = 32
MAX_CONV_LAYERS = 6
MAX_CHANNELS = 256
MAX_KERNEL = 11
MAX_GAIN = 10.0
MAX_SEED = 2**32 - 1
MAX_NAME = 40


class SpecError(ValueError):
    """A run that can't be trained; the text is one sentence for the user."""


class DataSet(msgspec.Struct, frozen=True):
    """What is known of a data set without loading it.

    `shape` is (channels, height, width) of one picture; `train` and `validation` count pictures.
    """

    title: str
    shape: tuple[int, int, int]
    classes: tuple[str, ...]
    train: int
    validation: int


DATA: dict[DataName, DataSet] = {
    "animals": DataSet(
        title="Animal silhouettes",
        shape=(1, 28, 28),
        classes=("bear", "bird", "cat", "cow", "dog", "elephant", "giraffe", "horse", "sheep", "zebra"),
        train=8500,
        validation=1500,
    ),
    "digits": DataSet(
        title="Handwritten digits",
        shape=(1, 8, 8),
        classes=tuple(str(digit) for digit in range(10)),
        train=1297,
        validation=500,
    ),
}


class DenseNet(msgspec.Struct, frozen=True, tag="dense"):
    """Fully connected layers with ReLU between them; `hidden` gives the width of each hidden layer.

    `gain` None starts from PyTorch's default weights; a number starts from normal weights of standard
    deviation gain / sqrt(inputs) and biases of 0. The square root of 2 is He initialisation (He et al.
    2015).
    """

    hidden: tuple[int, ...] = (64,)
    gain: float | None = None


class SmallCNN(msgspec.Struct, frozen=True, tag="cnn"):
    """A small convolutional network: conv, ReLU, pool; conv, ReLU, pool; dense.

    Each entry of `channels` is one convolution (stride 1, same padding) with ReLU and 2x2 max pooling
    behind it; one dense layer ends the network. `channels` counts the filters of each convolution, `kernel`
    is the odd side of all of them.
    """

    channels: tuple[int, ...] = (8, 16)
    kernel: int = 5


Network = DenseNet | SmallCNN


class Contestant(msgspec.Struct, frozen=True):
    """One network of a race, under the name that every chart shows."""

    name: str
    network: Network


class Optimiser(msgspec.Struct, frozen=True):
    """The update rule.

    `momentum` counts for "momentum" only (0..1, heavy ball as in PyTorch's SGD). `weight_decay` is an L2
    term in the gradient for "sgd", "momentum" and "adam", and decoupled for "adamw". Adam's betas are 0.9
    and 0.999, its epsilon is 1e-8.
    """

    name: OptimiserName = "adam"
    momentum: float = 0.9
    weight_decay: float = 0.0


class StopAt(msgspec.Struct, frozen=True):
    """When a run ends: at the first limit that is reached; at least one of `steps` and `epochs` is set.

    One step is one batch; one epoch is one pass over the training pictures. `accuracy` (0..1) ends the run
    as soon as the validation accuracy of any contestant reaches it.
    """

    steps: int | None = None
    epochs: float | None = None
    accuracy: float | None = None


class RunSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One training run: who races, on which data, and how.

    All contestants see the same batches in the same order; each starts from weights that depend on `seed`
    and its own network only. With schedule "one-cycle", `lr` is the peak: linear warm-up over the first 15
    % of the run, then a cosine down to 0. `threads` None lets the engine choose. `validate_every` and
    `snapshot_every` are in steps; None lets the engine choose from the batch and the length of the run.
    `probe` is the index of a validation picture. `clip_norm` limits the norm of each contestant's whole
    gradient, None doesn't.
    """

    contestants: tuple[Contestant, ...]
    data: DataName = "animals"
    optimiser: Optimiser = Optimiser()
    lr: float = 3e-3
    schedule: ScheduleName = "constant"
    batch: int = 64
    stop: StopAt = StopAt(epochs=4.0)
    seed: int = 1
    device: str = "cpu"
    threads: int | None = None
    validate_every: int | None = None
    snapshot_every: int | None = None
    probe: int = 0
    clip_norm: float | None = None


def _require(holds: bool, sentence: str) -> None:
    """Raise `SpecError` with the sentence unless the condition holds."""
    if not holds:
        raise SpecError(sentence)


def check_lr(lr: float) -> None:
    """Raise `SpecError` unless the learning rate can be used."""
    low, high = LEARNING_RATES
    _require(
        low <= lr <= high,
        f"The learning rate {lr:g} is out of range; choose one from {low:g} to {high:g}.",
    )


def check_batch(batch: int, data: DataName) -> None:
    """Raise `SpecError` unless a batch of so many pictures can be drawn from the data set."""
    low, high = BATCHES[0], min(BATCHES[1], DATA[data].train)
    _require(
        low <= batch <= high,
        f"A batch of {batch} pictures is out of range; choose from {low} to {high} for {data}.",
    )


def check_probe(probe: int, data: DataName) -> None:
    """Raise `SpecError` unless the data set has a validation picture of that index."""
    last = DATA[data].validation - 1
    _require(0 <= probe <= last, f"There is no probe picture {probe}; {data} has pictures 0 to {last}.")


def check_stop(stop: StopAt) -> None:
    """Raise `SpecError` unless the run would end."""
    _require(
        stop.steps is not None or stop.epochs is not None,
        "The run would never end; set a number of steps or of epochs to stop at.",
    )
    _require(
        stop.steps is None or 1 <= stop.steps <= MAX_STEPS,
        f"A run of {stop.steps} steps is out of range; choose from 1 to {MAX_STEPS} steps.",
    )
    _require(
        stop.epochs is None or 0 < stop.epochs <= MAX_EPOCHS,
        f"A run of {stop.epochs} epochs is out of range; choose more than 0 and at most {MAX_EPOCHS:g}.",
    )
    _require(
        stop.accuracy is None or 0 < stop.accuracy <= 1,
        f"The target accuracy {stop.accuracy} is out of range; choose more than 0 and at most 1.",
    )


def check_network(network: Network, data: DataName) -> None:
    """Raise `SpecError` unless the network can be built for pictures of that data set."""
    if isinstance(network, DenseNet):
        _require(
            len(network.hidden) <= MAX_HIDDEN_LAYERS and all(1 <= width <= MAX_WIDTH for width in network.hidden),
            f"A dense net has at most {MAX_HIDDEN_LAYERS} hidden layers of 1 to {MAX_WIDTH} units each.",
        )
        _require(
            network.gain is None or 0 < network.gain <= MAX_GAIN,
            f"The initial gain {network.gain} is out of range; choose more than 0 and at most {MAX_GAIN:g}.",
        )
        return
    _require(
        1 <= len(network.channels) <= MAX_CONV_LAYERS and all(1 <= c <= MAX_CHANNELS for c in network.channels),
        f"A CNN has 1 to {MAX_CONV_LAYERS} convolutions of 1 to {MAX_CHANNELS} filters each.",
    )
    _require(
        1 <= network.kernel <= MAX_KERNEL and network.kernel % 2 == 1,
        f"A kernel of size {network.kernel} can't be used here; choose an odd size from 1 to {MAX_KERNEL}.",
    )
    side = min(DATA[data].shape[1:])
    _require(
        side >> len(network.channels) >= 1,
        f"{len(network.channels)} poolings leave nothing of a {side}x{side} picture; use fewer convolutions.",
    )


def _check_contestants(spec: RunSpec) -> None:
    """Raise `SpecError` unless the contestants can race each other."""
    names = [contestant.name for contestant in spec.contestants]
    _require(
        1 <= len(names) <= MAX_CONTESTANTS,
        f"A run needs 1 to {MAX_CONTESTANTS} contestants, not {len(names)}.",
    )
    _require(
        all(name.strip() and len(name) <= MAX_NAME for name in names),
        f"Every contestant needs a name of 1 to {MAX_NAME} characters.",
    )
    _require(len(set(names)) == len(names), "Two contestants have the same name; give each its own.")
    for contestant in spec.contestants:
        check_network(contestant.network, spec.data)


def _check_optimiser(optimiser: Optimiser) -> None:
    """Raise `SpecError` unless the update rule can be used."""
    _require(
        0 <= optimiser.momentum < 1,
        f"The momentum {optimiser.momentum:g} is out of range; choose from 0 to less than 1.",
    )
    _require(
        0 <= optimiser.weight_decay <= 1,
        f"The weight decay {optimiser.weight_decay:g} is out of range; choose from 0 to 1.",
    )


def check(spec: RunSpec) -> None:
    """Raise `SpecError`, with one sentence that says what to change, unless the run can be trained."""
    _check_contestants(spec)
    _check_optimiser(spec.optimiser)
    check_lr(spec.lr)
    check_batch(spec.batch, spec.data)
    check_stop(spec.stop)
    check_probe(spec.probe, spec.data)
    _require(0 <= spec.seed <= MAX_SEED, f"The seed {spec.seed} is out of range; choose from 0 to {MAX_SEED}.")
    _require(
        re.fullmatch(r"cpu|mps|cuda(:\d{1,2})?", spec.device) is not None,
        f"There is no device {spec.device!r}; choose cpu, cuda or mps.",
    )
    _require(
        spec.threads is None or 1 <= spec.threads <= MAX_THREADS,
        f"{spec.threads} threads can't be used; choose from 1 to {MAX_THREADS}.",
    )
    for every in (spec.validate_every, spec.snapshot_every):
        _require(
            every is None or 1 <= every <= MAX_STEPS,
            f"{every} steps between two measurements can't be used; choose from 1 to {MAX_STEPS}.",
        )
    _require(
        spec.clip_norm is None or (math.isfinite(spec.clip_norm) and spec.clip_norm > 0),
        f"Gradients can't be clipped to the norm {spec.clip_norm}; choose a number above 0.",
    )


class Preset(msgspec.Struct, frozen=True):
    """A run worth showing in class: a title, what to look for while it trains, and the run."""

    title: str
    what_to_look_for: str
    spec: RunSpec


DENSE = Contestant("Dense net", DenseNet())
CNN = Contestant("CNN", SmallCNN())

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
                Contestant("Gain 2", DenseNet((64,) * 12, gain=2.0)),
                Contestant("Gain 1.41 (He)", DenseNet((64,) * 12, gain=1.41)),
            ),
            optimiser=Optimiser("momentum"),
            lr=0.01,
            stop=StopAt(epochs=2.0),
        ),
    ),
}
