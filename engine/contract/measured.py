"""What is measured of a run now and then, beside its steps: scores, the health of layers, and what was said."""

import msgspec

from engine.contract.numbers import Array

JUDGED = ("relu", "sigmoid", "tanh")
"""The kinds of layers that can die or saturate."""


class Health(msgspec.Struct, frozen=True):
    """How the layers of one contestant are doing.

    `idle` follows `ContestantInfo.judged`: the share (0..1) that passes hardly any gradient on, seen on the first 100
    validation pictures. Of ReLUs it is the share of units, or of whole maps, that are 0 for all of them; of sigmoids
    and tanhs the share of their values where the slope is below a hundredth of the largest. `updates` follows
    `ContestantInfo.trained`: how long the step of a layer's weights and biases was, as a share of their own length;
    the median of the last five that were measured, one at every tenth step. It is empty before the first.
    """

    idle: tuple[float, ...] = ()
    updates: tuple[float, ...] = ()


class Score(msgspec.Struct, frozen=True):
    """Mean loss and accuracy over validation pictures, and now and then how the layers are doing."""

    loss: float
    accuracy: float
    health: Health | None = None


class Learned(msgspec.Struct, frozen=True):
    """What came of learning a few pictures by heart: the last loss, inf if it was not finite, after so many steps."""

    steps: int
    loss: float


class ByHeart(msgspec.Struct, frozen=True, tag="by-heart"):
    """Before the first step copies of the contestants tried to learn so many training pictures by heart.

    Each trained with all of them at every step, until its loss was small or it had tried for long enough.
    """

    pictures: int
    results: tuple[Learned, ...]


class Validated(msgspec.Struct, frozen=True, tag="validated"):
    """All contestants were measured on the first `count` validation pictures.

    That is a fixed, class-balanced 500 while the run goes on and all of them at its end.
    """

    step: int
    epoch: float
    count: int
    scores: tuple[Score | None, ...]


class Predictions(msgspec.Struct, frozen=True):
    """What one contestant said of validation pictures, an entry for each.

    `said` is the class (uint8), `sure` the probability that it gave to this class, in 255ths (uint8), and `losses` the
    cross-entropies (float16): exp(-loss) is the probability of the true class.
    """

    said: Array
    sure: Array
    losses: Array


class Predicted(msgspec.Struct, frozen=True, tag="predicted"):
    """What the contestants said of each picture of the `Validated` before it."""

    step: int
    predictions: tuple[Predictions | None, ...]
