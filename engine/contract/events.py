"""The messages between window and engine: commands go in, events come out.

All are frozen and comparable by value. Per-contestant tuples are in the order of `RunSpec.contestants`; the
entry of a contestant that has diverged is None from then on. Losses are mean cross-entropies in nats,
accuracies lie in 0..1, times are in seconds. `step` counts the batches trained so far, so the first tick
says 1 and step 0 is the untrained network.
"""

from typing import Literal

import msgspec

from engine.contract.measured import JUDGED
from engine.contract.measured import ByHeart as ByHeart
from engine.contract.measured import Health as Health
from engine.contract.measured import Learned as Learned
from engine.contract.measured import Predicted as Predicted
from engine.contract.measured import Predictions as Predictions
from engine.contract.measured import Score as Score
from engine.contract.measured import Validated as Validated
from engine.contract.numbers import Array as Array
from engine.contract.numbers import View as View
from engine.contract.numbers import Weights as Weights
from engine.contract.pace import AS_FAST_AS_IT_GOES, Pace
from engine.contract.questions import BreakOff, NoReply, Query, Reply, Waits
from engine.contract.spec import Network, OwnData, RunSpec, StopAt
from engine.contract.sweeps.messages import AllTrained, RunFailed, RunTrained, TrainAll, Training

PROTOCOL = 8


# Commands: from the window to the engine


class Start(msgspec.Struct, frozen=True, tag="start"):
    """Begin a run, stopping one in progress; with `paused` it waits at step 0 for `Step` or `Resume`.

    `weights` are what the contestants begin with, one after the other; () where each begins with its own.
    """

    spec: RunSpec
    paused: bool = False
    pace: Pace = AS_FAST_AS_IT_GOES
    weights: tuple[Weights, ...] = ()


class Pause(msgspec.Struct, frozen=True, tag="pause"):
    """Wait after the present step."""


class Resume(msgspec.Struct, frozen=True, tag="resume"):
    """Go on after a pause."""


class Step(msgspec.Struct, frozen=True, tag="step"):
    """Train one batch, then pause."""


class Stop(msgspec.Struct, frozen=True, tag="stop"):
    """End the run; the engine stays ready for the next one."""


class SetLearningRate(msgspec.Struct, frozen=True, tag="set-lr"):
    """Use this learning rate (the peak, with one-cycle) from the next step on."""

    lr: float


class SetBatch(msgspec.Struct, frozen=True, tag="set-batch"):
    """Draw so many pictures a step from the next step on; the epoch goes on where it is."""

    batch: int


class SetProbe(msgspec.Struct, frozen=True, tag="set-probe"):
    """Look at this validation picture from now on; a snapshot follows at once.

    After a run its networks answer too, until the next `Start`, unless all of them diverged.
    """

    index: int


class SetStop(msgspec.Struct, frozen=True, tag="set-stop"):
    """Replace the limits of the run."""

    stop: StopAt


class SetPace(msgspec.Struct, frozen=True, tag="set-pace"):
    """Go at this pace from now on; nothing answers, for the run stays the same."""

    pace: Pace


class Measure(msgspec.Struct, frozen=True, tag="measure"):
    """Measure how long a real network takes for one picture here; `Measured` or `Unmeasured` answers.

    `network` is a name in `assets/networks`. `Stop`, `Start` and another `Measure` break it off without an answer; in
    a run it is refused, so that the run is not disturbed.
    """

    network: str
    threads: int = 1


class Lend(msgspec.Struct, frozen=True, tag="lend"):
    """Have pictures of the user's own where runs look for them, as long as the engine lives; nothing answers.

    `file` is what `own_data.path_of` names on the window's computer.
    """

    data: OwnData
    file: bytes


class Ping(msgspec.Struct, frozen=True, tag="ping"):
    """Ask for a `Pong` with the same token; the training loop itself answers, so silence means a hang."""

    token: int = 0


class Quit(msgspec.Struct, frozen=True, tag="quit"):
    """End the engine process, as closing its stdin does."""


Command = (
    Start
    | Pause
    | Resume
    | Step
    | Stop
    | SetLearningRate
    | SetBatch
    | SetProbe
    | SetStop
    | SetPace
    | Measure
    | TrainAll
    | Lend
    | Query
    | BreakOff
    | Ping
    | Quit
)


# Events: from the engine to the window


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """The first message, sent before torch is loaded.

    `versions` maps "convoscope", "python", "torch", "numpy" and "msgspec" to version texts.
    """

    protocol: int
    versions: dict[str, str]


class Device(msgspec.Struct, frozen=True):
    """A device a run can name. `reason` is one sentence that says why it can't be used, empty if it can."""

    name: str
    title: str
    available: bool
    reason: str = ""


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """Torch is loaded and warm, so the next `Start` trains at once.

    `threads` is the engine's choice for CPU runs, `seconds` is how long that took.
    """

    devices: tuple[Device, ...]
    threads: int
    seconds: float


class Layer(msgspec.Struct, frozen=True):
    """One layer of a network, in the order of the forward pass.

    `kind` is the operation: "conv", "dense", "norm", "pool", "add", "shortcut", or an activation's name as in
    `engine.contract.spec.ACTIVATIONS`. `text` describes it in a few words, `shape` is the shape of the output for one
    picture: (channels, height, width) or (units,). `macs` counts multiply-accumulates for one picture, those of
    convolutions and dense layers.
    """

    name: str
    kind: str
    text: str
    shape: tuple[int, ...]
    parameters: int
    macs: int


class ContestantInfo(msgspec.Struct, frozen=True):
    """A contestant as built: its layers, and their parameters and multiply-accumulates in total.

    `activations` names the layers of which ticks tell the gradient with respect to their output: all with a
    nonlinearity, and the last one, whose output are the logits. It is empty if the run doesn't ask for them.
    """

    name: str
    network: Network
    layers: tuple[Layer, ...]
    parameters: int
    macs: int
    activations: tuple[str, ...] = ()

    @property
    def trained(self) -> tuple[str, ...]:
        """Names of the layers that have parameters; gradient norms come in this order."""
        return tuple(layer.name for layer in self.layers if layer.parameters)

    @property
    def judged(self) -> tuple[str, ...]:
        """Names of the layers that can die or saturate; `Health.idle` comes in this order."""
        return tuple(layer.name for layer in self.layers if layer.kind in JUDGED)


class Started(msgspec.Struct, frozen=True, tag="started"):
    """A run begins.

    `spec` is the one given, with the engine's choice where it left one open (threads, intervals).

    A network sees (picture - `mean`) / `deviation`, where pictures hold 0..255. `total_steps` is where the
    run will end unless something stops it before. Of a data set of the user's own `examples` has one validation picture
    a class, uint8 (classes, channels, height, width): a tape holds these, and the pictures that were looked at. Of a
    set that is not `shown` it holds neither.
    `labels` are the classes of all validation pictures, uint8 (validation_count,); None on tapes of before.
    """

    spec: RunSpec
    contestants: tuple[ContestantInfo, ...]
    classes: tuple[str, ...]
    train_count: int
    validation_count: int
    mean: float
    deviation: float
    steps_per_epoch: int
    total_steps: int
    threads: int
    device: str
    examples: Array | None = None
    labels: Array | None = None


class StepResult(msgspec.Struct, frozen=True):
    """One contestant's step: loss and accuracy on the batch before the update, and gradient norms.

    `gradients` follows `ContestantInfo.trained`: the Euclidean norm over a layer's weights and biases together,
    before clipping. `activation_gradients` follows `ContestantInfo.activations`: the Euclidean norm of the gradient of
    the batch's mean loss with respect to what a layer gives for all pictures of the batch together. `seconds` is
    how long this contestant trained on the batch, from the forward pass to the update.
    """

    loss: float
    accuracy: float
    gradients: tuple[float, ...]
    activation_gradients: tuple[float, ...] = ()
    seconds: float = 0.0


class Tick(msgspec.Struct, frozen=True, tag="tick"):
    """One step was trained.

    `epoch` is the number of passes over the training pictures so far, with its fraction; `lr` and `batch`
    are those that this step used (the last batch of an epoch holds what is left); `progress` is the share
    of the run that is done, 0..1; `seconds` is the time spent on the run without pauses.
    """

    step: int
    epoch: float
    lr: float
    batch: int
    progress: float
    seconds: float
    results: tuple[StepResult | None, ...]


class Ticks(msgspec.Struct, frozen=True, tag="ticks"):
    """Some steps one after the other as a tape keeps them: the numbers of `count` `Tick`s, column by column.

    The columns are step, epoch, lr, batch, progress and seconds, and then of each contestant loss, accuracy, seconds,
    `gradients` and `activation_gradients`, NaN where it has left the race. `engine.contract.columns` packs each.
    """

    count: int
    columns: tuple[bytes, ...]


class Snapshot(msgspec.Struct, frozen=True, tag="snapshot"):
    """What the networks make of the probe picture after `step` steps.

    `probe` is its index among the validation pictures, `picture` is uint8 (channels, height, width),
    `label` an index into the classes.
    """

    step: int
    epoch: float
    probe: int
    picture: Array
    label: int
    views: tuple[View | None, ...]


class Checkpoint(msgspec.Struct, frozen=True, tag="checkpoint"):
    """The contestants as they are after `step` steps; it follows some of the snapshots, and the last one.

    How many there are depends on the size of the networks: a run whose networks are too large has none.
    """

    step: int
    weights: tuple[Weights | None, ...]


class Paused(msgspec.Struct, frozen=True, tag="paused"):
    """The run waits after `step`."""

    step: int


class Resumed(msgspec.Struct, frozen=True, tag="resumed"):
    """The run goes on after `step`."""

    step: int


class Changed(msgspec.Struct, frozen=True, tag="changed"):
    """Settings in force from the step after `step` on; `step` is the last one where the run is over.

    `lr` is the peak with one-cycle, `total_steps` the new end of the run.
    """

    step: int
    lr: float
    batch: int
    probe: int
    stop: StopAt
    total_steps: int


class Diverged(msgspec.Struct, frozen=True, tag="diverged"):
    """A contestant's loss stopped being finite at `step` and it left the race; the others go on.

    `contestant` is its index. `layer` had the largest gradient norm just before: `norm`, at step
    `norm_step` (inf if it overflowed). `reason` tells the story and the cure for the user.
    """

    step: int
    contestant: int
    layer: str
    norm: float
    norm_step: int
    reason: str


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    """The run is over: the last event of a run, but for the `Changed` and `Snapshot` that answer a later `SetProbe`.

    `reason` is the limit that ended it; "diverged" means that no contestant was left.
    """

    reason: Literal["steps", "epochs", "accuracy", "stopped", "diverged"]
    step: int
    epoch: float
    seconds: float


class Notice(msgspec.Struct, frozen=True, tag="notice"):
    """One sentence that the user may want to know; the run goes on."""

    text: str


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """A command could not be carried out.

    `message` is one sentence for the user, `details` is for a bug report. A run in progress has ended if
    `fatal`, and goes on otherwise.
    """

    message: str
    details: str = ""
    fatal: bool = True


class Measured(msgspec.Struct, frozen=True, tag="measured"):
    """A real network was measured: `seconds` is the median of `runs` passes of one picture (batch 1, inference).

    `machine` is the name of the processor that it ran on, with so many `threads`.
    """

    network: str
    seconds: float
    runs: int
    threads: int
    machine: str


class Unmeasured(msgspec.Struct, frozen=True, tag="unmeasured"):
    """A real network could not be measured: `message` is one sentence for the user, `details` is for a bug report."""

    network: str
    message: str
    details: str = ""


class Pong(msgspec.Struct, frozen=True, tag="pong"):
    """The answer to `Ping`."""

    token: int = 0


Event = (
    Hello
    | Ready
    | Started
    | Tick
    | Ticks
    | ByHeart
    | Validated
    | Predicted
    | Snapshot
    | Checkpoint
    | Paused
    | Resumed
    | Changed
    | Diverged
    | Finished
    | Notice
    | Failed
    | Measured
    | Unmeasured
    | Training
    | RunTrained
    | RunFailed
    | AllTrained
    | Reply
    | Waits
    | NoReply
    | Pong
)
