"""What came out of a run of a sweep, in a few numbers."""

import math

import msgspec

from engine.contract.events import Finished, Tick, Validated
from engine.contract.spec import RunSpec
from engine.contract.tape import Tape

LAST = 20
"""The training loss at the end is the mean over so many batches."""


class Course(msgspec.Struct, frozen=True):
    """One contestant's way: the steps after which it was judged by the validation pictures, and how well it did then.

    `training_loss` is the mean loss of its last batches. A contestant that diverged has no loss from then on, and none
    at the end: NaN.
    """

    name: str
    steps: tuple[int, ...]
    losses: tuple[float, ...]
    accuracies: tuple[float, ...]
    training_loss: float

    @property
    def loss(self) -> float:
        """The validation loss at the end; NaN for a contestant that diverged."""
        return self.losses[-1] if self.losses else math.nan

    @property
    def accuracy(self) -> float:
        """The validation accuracy at the end; NaN for a contestant that diverged."""
        return self.accuracies[-1] if self.accuracies else math.nan


class Outcome(msgspec.Struct, frozen=True):
    """What came out of a run: how each contestant went, how many steps there were, and why it ended."""

    spec: RunSpec
    courses: tuple[Course, ...]
    steps: int
    reason: str


def outcome(tape: Tape) -> Outcome:
    """Draw a tape together."""
    validated = [event for event in tape.events if isinstance(event, Validated)]
    ticks = [event for event in tape.events if isinstance(event, Tick)]
    ends = [event.reason for event in tape.events if isinstance(event, Finished)]
    courses = tuple(_course(each.name, index, validated, ticks) for index, each in enumerate(tape.started.contestants))
    return Outcome(tape.started.spec, courses, ticks[-1].step if ticks else 0, ends[-1] if ends else "")


def _course(name: str, contestant: int, validated: list[Validated], ticks: list[Tick]) -> Course:
    scores = [(each.step, each.scores[contestant]) for each in validated]
    results = [each.results[contestant] for each in ticks[-LAST:]]
    last = [result.loss if result else math.nan for result in results]
    return Course(
        name,
        tuple(step for step, _ in scores),
        tuple(score.loss if score else math.nan for _, score in scores),
        tuple(score.accuracy if score else math.nan for _, score in scores),
        math.fsum(last) / len(last) if last else math.nan,
    )
