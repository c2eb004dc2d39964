"""What the contestants of a run said of the validation pictures at a step: which were mistaken, and how badly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenes.stage.data.recording import Plan, Recording
from scenes.stage.numbers.confusion import Classes, Counts, Pair, confusion, recall
from scenes.stage.numbers.series import number_text

NOT_KEPT = "What the networks said of each picture was not kept when this run was recorded. Train it again to see it."
CERTAIN = 0.995
"""A probability that would be rounded to 100 % without being it."""

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Said:
    """What one contestant said of each picture: the class, how probable it was, 0..1, and the loss (inf for none)."""

    classes: Classes
    sure: Floats
    losses: Floats


@dataclass(frozen=True, eq=False)
class Judged:
    """The first validation pictures as they were judged after a step: `labels` are their true classes, (pictures,).

    An entry of `said` is None where a contestant had left the race.
    """

    plan: Plan
    step: int
    labels: Classes
    said: tuple[Said | None, ...]

    @property
    def left(self) -> tuple[int, ...]:
        """Who is still in the race."""
        return tuple(index for index, each in enumerate(self.said) if each is not None)

    def counts(self, contestant: int) -> Counts | None:
        """The confusion matrix of a contestant; None for one that had left the race."""
        said = self.said[contestant]
        return confusion(self.labels, said.classes, len(self.plan.classes)) if said is not None else None


@dataclass(frozen=True)
class Wrong:
    """All pictures that a contestant mistook."""

    contestant: int


@dataclass(frozen=True)
class Cell:
    """The pictures of one class that a contestant took for one class, its own or another."""

    contestant: int
    true: int
    said: int


@dataclass(frozen=True)
class OnlyRight:
    """The pictures that a contestant alone recognised."""

    contestant: int


@dataclass(frozen=True)
class NoneRight:
    """The pictures that nobody recognised."""


Pick = Wrong | Cell | OnlyRight | NoneRight
"""Which pictures are looked at."""


@dataclass(frozen=True)
class Mistake:
    """What a contestant said of picture `index`, with what loss (inf for none).

    `true` is its class, `sure` how probable what it `said` was, 0..1.
    """

    index: int
    contestant: int
    true: int
    said: int
    sure: float
    loss: float


def judged(recording: Recording, step: int | None = None) -> Judged | None:
    """What was said at the last validation up to a step (None: of all) that is kept; None where none is."""
    kept = recording.predicted if step is None else recording.upto(step).predicted
    labels = recording.plan.labels
    if not kept or labels is None:
        return None
    found = kept[-1]
    said = tuple(
        Said(
            each.said.array.astype(np.int64),
            each.sure.array / 255.0,
            np.nan_to_num(each.losses.array.astype(np.float64), nan=np.inf),
        )
        if each is not None
        else None
        for each in found.predictions
    )
    count = max((len(each.classes) for each in said if each is not None), default=0)
    return Judged(recording.plan, found.step, labels.array[:count].astype(np.int64), said)


def worst(found: Judged, pick: Pick) -> tuple[Mistake, ...]:
    """The pictures that are picked, the largest loss first: the contestant's, or the largest of those who were wrong.

    Nobody is the only one right where there is no other in the race.
    """
    losses = _losses(found, pick)
    if not len(losses):
        return ()
    who, largest = np.argmax(losses, axis=0), losses.max(axis=0)
    order = np.argsort(-largest, kind="stable")
    return tuple(_mistake(found, int(index), int(who[index])) for index in order if largest[index] > -np.inf)


def _losses(found: Judged, pick: Pick) -> Floats:
    """The losses that count, (contestants, pictures): −inf for a picture that is not picked, or not of a contestant."""
    none = np.full((len(found.said), len(found.labels)), -np.inf)
    right = {index: found.said[index].classes == found.labels for index in found.left}  # type: ignore[union-attr]
    match pick:
        case Wrong(contestant):
            chosen = {contestant: ~right[contestant]} if contestant in right else {}
        case Cell(contestant, true, said):
            told = found.said[contestant]
            chosen = {contestant: (found.labels == true) & (told.classes == said)} if told is not None else {}
        case OnlyRight(contestant):
            others = {index: ~each for index, each in right.items() if index != contestant}
            all_wrong = np.logical_and.reduce(list(others.values())) if others else np.zeros(len(found.labels), bool)
            alone = all_wrong & right[contestant] if contestant in right else np.zeros(len(found.labels), bool)
            chosen = dict.fromkeys(others, alone)
        case NoneRight():
            chosen = dict.fromkeys(right, ~np.logical_or.reduce(list(right.values()))) if right else {}
    for index, mask in chosen.items():
        told = found.said[index]
        assert told is not None
        none[index] = np.where(mask, told.losses, -np.inf)
    return none


def _mistake(found: Judged, index: int, contestant: int) -> Mistake:
    said = found.said[contestant]
    assert said is not None
    return Mistake(
        index,
        contestant,
        int(found.labels[index]),
        int(said.classes[index]),
        float(said.sure[index]),
        float(said.losses[index]),
    )


# In words

A_CELL = "One cell of the matrix"


def after(step: int, cursor: int | None, count: int, kept: str = "validation") -> str:
    """Of which step what was said is, which may be before the step that is looked at, and of how many pictures.

    `kept` is what there was at that step, and not at each.
    """
    before = f" (the last {kept} up to step {cursor:,})" if cursor is not None and step < cursor else ""
    return f"after step {step:,}{before}, {count:,} pictures"


def probability(sure: float) -> str:
    """A probability in whole per cent; never 100 % where it is only near it."""
    return "> 99 %" if sure >= CERTAIN else f"{100 * sure:.0f} %"


def loss_words(loss: float) -> str:
    """The loss of one picture."""
    return f"loss {number_text(loss)}" if np.isfinite(loss) else "loss unknown"


def taken(pair: Pair, plan: Plan, sign: str = ":") -> str:
    """A pair of classes as a sentence, with a sign before the number."""
    times = "once" if pair.count == 1 else f"{pair.count} times"
    return f"{plan.classes[pair.true]} taken for {plan.classes[pair.said]}{sign} {times}"


def least_known(counts: Counts, contestant: int, plan: Plan) -> str:
    """Which class a contestant recognises least, in one sentence; "" where it recognises all pictures."""
    found = recall(counts)
    if not (found < 1).any():
        return ""
    worst_known = int(np.nanargmin(found))
    name, share = plan.contestants[contestant].name, 100 * found[worst_known]
    return f"{name} recognises {plan.classes[worst_known]} least: {share:.0f} % of these pictures."


def cell_words(counts: Counts, true: int, said: int, plan: Plan) -> str:
    """What stands in a cell of a confusion matrix."""
    count, of, name = int(counts[true, said]), int(counts[true].sum()), plan.classes[true]
    if not of:
        return f"No picture is of the class {name}."
    what = "recognised" if true == said else f"taken for {plan.classes[said]}"
    verb = "was" if count == 1 else "were"
    return f"{count} of {of} pictures of {name} {verb} {what} ({100 * count / of:.0f} %)"


def said_words(mistake: Mistake, plan: Plan) -> tuple[str, str]:
    """What was said of a picture, and what it is."""
    return f"said {plan.classes[mistake.said]} ({probability(mistake.sure)})", f"is {plan.classes[mistake.true]}"


def whose(pick: Pick) -> int:
    """The contestant whose matrix is told of in words."""
    return 0 if isinstance(pick, NoneRight) else pick.contestant


def pick_words(pick: Pick, plan: Plan) -> str:
    """Which pictures are looked at."""
    name = plan.contestants[pick.contestant].name if not isinstance(pick, NoneRight) else ""
    match pick:
        case Wrong():
            return f"The worst mistakes of {name}"
        case Cell(_, true, said):
            what = "recognised" if true == said else f"taken for {plan.classes[said]}"
            return f"{plan.classes[true]} {what} by {name}"
        case OnlyRight():
            return f"Only {name} is right" if len(plan.contestants) > 1 else f"{name} is right"
        case NoneRight():
            return "Nobody is right" if len(plan.contestants) > 1 else f"{plan.contestants[0].name} is wrong"


def picks(plan: Plan) -> tuple[Pick, ...]:
    """What can be picked without a cell: the worst of each contestant, and where only one or nobody is right."""
    everyone = range(len(plan.contestants))
    alone: tuple[Pick, ...] = tuple(map(OnlyRight, everyone)) if len(plan.contestants) > 1 else ()
    return (*map(Wrong, everyone), *alone, *((NoneRight(),) if alone else ()))
