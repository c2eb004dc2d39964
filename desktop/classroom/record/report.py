"""What became of a class: minutes of its stops, questions with their counts, and the slips behind wrong answers."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from desktop.classroom.lessons.titles import title_of
from desktop.classroom.record.entries import Counted
from desktop.classroom.record.reading import ClassRecord
from desktop.classroom.record.resuming import spent
from scenes.questions.misconceptions import MISCONCEPTIONS, Misconception
from scenes.stage.core.catalogue import catalogue

FEW = 5
"""Of fewer hands than these only the total is told: who they were could be guessed."""


@dataclass(frozen=True)
class StopTime:
    """A stop with its minutes; `spent` is None where the class wasn't there."""

    id: str
    title: str
    planned: float
    spent: float | None


@dataclass(frozen=True)
class Asked:
    """A question and the last count of each of its votes. `answers` may be unknown."""

    stem: str
    answers: tuple[str, ...]
    right: int
    votes: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def few(self) -> bool:
        """Whether too few hands were counted to tell what they chose."""
        return all(sum(counts) < FEW for _, counts in self.votes)


@dataclass(frozen=True)
class Slip:
    """A misconception, and for each count in which its answer was offered: the vote, its hands, and all hands."""

    slip: Misconception
    votes: tuple[tuple[int, int, int], ...]

    @property
    def hands(self) -> int:
        """All hands for it."""
        return sum(hands for _, hands, _ in self.votes)


def times(record: ClassRecord) -> tuple[StopTime, ...]:
    """The stops of the lesson with their minutes."""
    seconds = spent(record.entries)
    return tuple(
        StopTime(
            stop.id, title_of(stop, catalogue()), stop.minutes, seconds[stop.id] / 60 if stop.id in seconds else None
        )
        for stop in record.lesson.stop
    )


def minutes(record: ClassRecord) -> float:
    """How long the class was."""
    return sum(spent(record.entries).values()) / 60


def furthest(record: ClassRecord) -> int:
    """How many of the stops were shown."""
    seen = {each.stop for each in record.cued}
    return sum(stop.id in seen for stop in record.lesson.stop)


def questions(record: ClassRecord) -> tuple[Asked, ...]:
    """The questions that hands were counted of, in their order."""
    found: dict[Hashable, dict[int, Counted]] = {}
    for count in _counts(record):
        found.setdefault(_which(count), {})[count.vote] = count
    return tuple(_asked(votes) for votes in found.values())


def slips(record: ClassRecord) -> tuple[Slip, ...]:
    """The misconceptions that somebody chose, those of most hands first; counts of few hands are passed over."""
    last = {(_which(count), count.vote): count for count in _counts(record)}
    found: dict[str, list[tuple[int, int, int]]] = {}
    for count in last.values():
        if sum(count.counts) >= FEW:
            for name, hands in zip(count.slips, count.counts, strict=False):
                if name in MISCONCEPTIONS and hands:
                    found.setdefault(name, []).append((count.vote, hands, sum(count.counts)))
    made = (Slip(MISCONCEPTIONS[name], tuple(votes)) for name, votes in found.items())
    return tuple(sorted(made, key=lambda slip: -slip.hands))


def _counts(record: ClassRecord) -> list[Counted]:
    return [entry for entry in record.entries if isinstance(entry, Counted)]


def _which(count: Counted) -> Hashable:
    """What tells a question from others: those that no lesson has planned may begin alike."""
    return count.stop, count.ask, count.stem, count.answers


def _asked(votes: dict[int, Counted]) -> Asked:
    latest = votes[max(votes)]
    return Asked(
        latest.stem or "A question",
        latest.answers,
        latest.right,
        tuple((vote, votes[vote].counts) for vote in sorted(votes)),
    )
