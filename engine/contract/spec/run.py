"""One training run: who races, on which data, how, and until when."""

import math
import re
from typing import Literal

import msgspec

from engine.contract.spec.altered import Altered, check_altered
from engine.contract.spec.data import Data, about, check_data
from engine.contract.spec.networks import DenseNet, Network, SmallCNN, check_network
from engine.contract.spec.refusal import in_words, require

OptimiserName = Literal["sgd", "momentum", "adam", "adamw"]
ScheduleName = Literal["constant", "one-cycle"]

LEARNING_RATES = (1e-7, 100.0)
BATCHES = (1, 2048)
REST = 8
"""A pass over the pictures ends before a rest of fewer than one in so many of a batch: it would be little but noise."""
PICTURES_BETWEEN_VALIDATIONS = 3000
VALIDATIONS_A_RUN = 10
"""So many times a run is measured on validation pictures at least, however few pictures it learns from."""
MAX_STEPS = 1_000_000
MAX_EPOCHS = 10_000.0
MAX_CONTESTANTS = 6
MAX_THREADS = 1024
MAX_SEED = 2**32 - 1
MAX_NAME = 40


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


class Origin(msgspec.Struct, frozen=True):
    """Where a run goes on from: the kept run of a key, which was called `name` then, after `step` of its steps."""

    run: str
    name: str
    step: int


class RunSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One training run: who races, on which data, and how.

    All contestants see the same batches in the same order; each starts from weights that depend on `seed`
    and its own network only. With schedule "one-cycle", `lr` is the peak: linear warm-up over the first 15
    % of the run, then a cosine down to 0. `threads` None lets the engine choose. `validate_every` and
    `snapshot_every` are in steps; None lets the engine choose from the batch and the length of the run.
    `probe` is the index of a validation picture. `clip_norm` limits the norm of each contestant's whole
    gradient, None doesn't. With `activation_gradients` every tick also tells the gradient with respect to the
    activations of every layer. `altered` is what is done to the training pictures. With an `origin` the contestants
    begin with the weights that they had there, which come with the command to start; steps are counted from 0 again,
    and the update rule remembers nothing. With `by_heart` copies of the contestants try to learn ten pictures by heart
    before the first step; the run is the same without.
    """

    contestants: tuple[Contestant, ...]
    data: Data = "animals"
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
    activation_gradients: bool = False
    altered: Altered = Altered()
    origin: Origin | None = None
    by_heart: bool = True

    @property
    def race(self) -> tuple[tuple[Contestant, ...], Data, Altered]:
        """Who races on which pictures: what else is set of a race makes sense in another of the same."""
        return self.contestants, self.data, self.altered


def train_count(spec: RunSpec) -> int:
    """How many pictures a run learns from."""
    return spec.altered.used(about(spec.data).counts)


def _called(data: Data) -> str:
    return data if isinstance(data, str) else f"“{data.title}”"


def check_lr(lr: float) -> None:
    """Raise `SpecError` unless the learning rate can be used."""
    low, high = LEARNING_RATES
    require(
        low <= lr <= high,
        f"The learning rate {lr:g} is out of range; choose one from {low:g} to {high:g}.",
    )


def check_batch(batch: int, spec: RunSpec) -> None:
    """Raise `SpecError` unless a batch of so many pictures can be drawn in the run."""
    low, high = BATCHES[0], min(BATCHES[1], train_count(spec))
    require(
        low <= batch <= high,
        f"A batch of {in_words(batch)} pictures is out of range; choose from {low} to {high} for {_called(spec.data)}.",
    )


def batches_in(pictures: int, batch: int) -> int:
    """How many batches so many pictures make until their pass ends: a small rest is left out of it, as `REST` says."""
    whole, rest = divmod(pictures, batch)
    return whole + (rest > 0 and (whole == 0 or REST * rest >= batch))


def validation_gap(spec: RunSpec, steps: int) -> int:
    """The steps between two validations of a run of so many steps: those that were set, or the engine's choice."""
    usual = round(PICTURES_BETWEEN_VALIDATIONS / spec.batch)
    return spec.validate_every or max(1, min(usual, steps // VALIDATIONS_A_RUN))


def check_probe(probe: int, data: Data) -> None:
    """Raise `SpecError` unless the data set has a validation picture of that index."""
    last = about(data).validation - 1
    require(
        0 <= probe <= last, f"There is no probe picture {in_words(probe)}; {_called(data)} has pictures 0 to {last}."
    )


def check_stop(stop: StopAt) -> None:
    """Raise `SpecError` unless the run would end."""
    require(
        stop.steps is not None or stop.epochs is not None,
        "The run would never end; set a number of steps or of epochs to stop at.",
    )
    require(
        stop.steps is None or 1 <= stop.steps <= MAX_STEPS,
        f"A run of {in_words(stop.steps or 0)} steps is out of range; choose from 1 to {in_words(MAX_STEPS)} steps.",
    )
    require(
        stop.epochs is None or 0 < stop.epochs <= MAX_EPOCHS,
        f"A run of {in_words(stop.epochs or 0)} epochs is out of range; "
        f"choose more than 0 and at most {in_words(MAX_EPOCHS)}.",
    )
    require(
        stop.accuracy is None or 0 < stop.accuracy <= 1,
        f"A target accuracy of {in_words(100 * (stop.accuracy or 0))} % is out of range; "
        "choose more than 0 and at most 100 %.",
    )


def check_race(contestants: tuple[Contestant, ...], data: Data) -> None:
    """Raise `SpecError` unless the contestants can race each other on a data set."""
    names = [contestant.name for contestant in contestants]
    require(
        1 <= len(names) <= MAX_CONTESTANTS,
        f"A run needs 1 to {MAX_CONTESTANTS} contestants, not {len(names)}.",
    )
    require(
        all(name.strip() and len(name) <= MAX_NAME for name in names),
        f"Every contestant needs a name of 1 to {MAX_NAME} characters.",
    )
    require(len(set(names)) == len(names), "Two contestants have the same name; give each its own.")
    for contestant in contestants:
        check_network(contestant.network, data)


def _check_optimiser(optimiser: Optimiser) -> None:
    """Raise `SpecError` unless the update rule can be used."""
    require(
        0 <= optimiser.momentum < 1,
        f"The momentum {optimiser.momentum:g} is out of range; choose from 0 to less than 1.",
    )
    require(
        0 <= optimiser.weight_decay <= 1,
        f"The weight decay {optimiser.weight_decay:g} is out of range; choose from 0 to 1.",
    )


def check(spec: RunSpec) -> None:
    """Raise `SpecError`, with one sentence that says what to change, unless the run can be trained."""
    check_data(spec.data)
    check_altered(spec.altered, len(about(spec.data).classes))
    check_race(spec.contestants, spec.data)
    _check_optimiser(spec.optimiser)
    check_lr(spec.lr)
    check_batch(spec.batch, spec)
    check_stop(spec.stop)
    check_probe(spec.probe, spec.data)
    require(
        0 <= spec.seed <= MAX_SEED,
        f"The seed {in_words(spec.seed)} is out of range; choose from 0 to {in_words(MAX_SEED)}.",
    )
    require(
        re.fullmatch(r"cpu|mps|cuda(:\d{1,2})?", spec.device) is not None,
        f"There is no device {spec.device!r}; choose cpu, cuda or mps.",
    )
    require(
        spec.threads is None or 1 <= spec.threads <= MAX_THREADS,
        f"{in_words(spec.threads or 0)} threads can't be used; choose from 1 to {MAX_THREADS}.",
    )
    for every in (spec.validate_every, spec.snapshot_every):
        require(
            every is None or 1 <= every <= MAX_STEPS,
            f"{in_words(every or 0)} steps between two measurements can't be used; "
            f"choose from 1 to {in_words(MAX_STEPS)}.",
        )
    require(
        spec.clip_norm is None or (math.isfinite(spec.clip_norm) and spec.clip_norm > 0),
        f"Gradients can't be clipped to the norm {spec.clip_norm}; choose a number above 0.",
    )


DENSE = Contestant("Dense net", DenseNet())
CNN = Contestant("CNN", SmallCNN())
