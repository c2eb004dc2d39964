"""What is known of a run beside its steps: what was measured now and then, what was changed, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.numbers.values import Values

JUDGED = ("relu", "sigmoid", "tanh")
"""The kinds of layers that can die or saturate."""


@dataclass(frozen=True)
class Health:
    """How the layers of a contestant were doing.

    `idle` follows `Contestant.judged`: the share (0..1) of a layer's ReLUs that are dead, or of what its sigmoids or
    tanhs give that is saturated. `updates` follows `Contestant.trained`: how far a step moves the weights, as a share
    of their own length; it is empty where no step had been measured.
    """

    idle: tuple[float, ...] = ()
    updates: tuple[float, ...] = ()

    def require(self, judged: int, trained: int) -> None:
        """Raise ValueError unless it is of so many layers that can die or saturate, and of so many trained ones."""
        if len(self.idle) != judged or len(self.updates) not in (0, trained):
            raise ValueError("a contestant has other layers than those that were examined")


@dataclass(frozen=True)
class Score:
    """Mean loss and accuracy over validation pictures; `health` where the layers were examined too."""

    loss: float
    accuracy: float
    health: Health | None = None


@dataclass(frozen=True)
class Validation:
    """All contestants on the same `count` validation pictures."""

    step: int
    epoch: float
    count: int
    scores: tuple[Score | None, ...]


@dataclass(frozen=True)
class Predictions:
    """What one contestant said of validation pictures, three arrays (pictures,).

    `said` is the class (uint8), `sure` the probability that it gave to this class, in 255ths (uint8), and `losses` the
    cross-entropies (float16): exp(-loss) is the probability of the true class.
    """

    said: Values
    sure: Values
    losses: Values

    @property
    def size(self) -> int:
        """How many bytes the numbers take."""
        return self.said.array.nbytes + self.sure.array.nbytes + self.losses.array.nbytes


@dataclass(frozen=True)
class Predicted:
    """What the contestants said of the first validation pictures after a step."""

    step: int
    predictions: tuple[Predictions | None, ...]

    @property
    def size(self) -> int:
        """How many bytes the numbers take."""
        return sum(each.size for each in self.predictions if each is not None)


@dataclass(frozen=True)
class Learned:
    """What came of learning a few pictures by heart: the last loss, inf if it was not finite, after so many steps."""

    steps: int
    loss: float


@dataclass(frozen=True)
class ByHeart:
    """Before the first step copies of the contestants tried to learn so many pictures by heart."""

    pictures: int
    results: tuple[Learned, ...]


@dataclass(frozen=True)
class Change:
    """Settings in force from the step after `step` on."""

    step: int
    lr: float
    batch: int
    total_steps: int


@dataclass(frozen=True)
class Divergence:
    """A contestant's loss stopped being finite at `step`; `norm` was its largest gradient norm shortly before."""

    step: int
    contestant: int
    layer: str
    norm: float
    norm_step: int
    reason: str


@dataclass(frozen=True)
class Ending:
    """How the run came to its end."""

    reason: str
    step: int
    epoch: float
    seconds: float
