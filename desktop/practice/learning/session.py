"""A session of practice as a value: some questions one after the other, an end, and what went well."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.practice.learning.asking import Asked, ask
from desktop.practice.learning.attempt import Attempt, begun
from desktop.practice.learning.choosing import length_of, next_subject
from desktop.practice.learning.progress import Known, Try
from desktop.practice.learning.subjects import Subject
from scenes.questions.misconceptions import MISCONCEPTIONS, Misconception
from scenes.stage.core.catalogue import Catalogue
from scenes.stage.data.recording import Recorded


@dataclass(frozen=True)
class Session:
    """A session about some subjects, called by its `title`; `began` is when, in milliseconds since 1970.

    `asked` are its questions so far with how each was answered; the last one is the present one.
    """

    title: str
    pool: tuple[Subject, ...]
    began: int
    length: int
    asked: tuple[tuple[Asked, Attempt], ...] = ()

    @property
    def number(self) -> int:
        """The number of the present question, from 1."""
        return len(self.asked)

    @property
    def question(self) -> Asked:
        """The present question. There is one as soon as the first was put."""
        return self.asked[-1][0]

    @property
    def attempt(self) -> Attempt:
        """How it was answered so far."""
        return self.asked[-1][1]

    @property
    def at_end(self) -> bool:
        """Whether the present question is the last one."""
        return self.number >= self.length

    def put(self, asked: Asked) -> Session:
        """Go on to a question."""
        return replace(self, asked=(*self.asked, (asked, begun(asked.posed))))

    def moved(self, attempt: Attempt) -> Session:
        """Go on with the present question."""
        return replace(self, asked=(*self.asked[:-1], (self.question, attempt)))

    def last_try(self) -> Try:
        """What is kept of the answer that was given last."""
        asked, attempt = self.asked[-1]
        answer, first = asked.posed.answers[attempt.chosen[-1]], len(attempt.chosen) == 1
        passed = asked.slips if attempt.right and first else ()
        return Try(
            session=self.began,
            number=self.number,
            subject=asked.subject.key,
            seed=asked.seed,
            attempt=1 if first else 2,
            right=attempt.right,
            slip="" if attempt.right else answer.slip,
            passed=passed,
        )


def session(title: str, pool: tuple[Subject, ...], began: int) -> Session:
    """A session that begins."""
    return Session(title, pool, began, length_of(pool))


def next_question(at: Session, known: Known, catalogue: Catalogue, recorded: Recorded) -> Asked | None:
    """The question that comes next; None where nothing of the pool can be asked."""
    passed_over: set[str] = set()
    while left := [each for each in at.pool if each.key not in passed_over]:
        subject = next_subject(left, known, at.began, [asked.subject.key for asked, _ in at.asked])
        asked = ask(subject, known, at.began, at.number + 1, catalogue, recorded)
        if asked is not None:
            return asked
        passed_over.add(subject.key)
    return None


@dataclass(frozen=True)
class Summary:
    """What became of a session: questions answered, right at once and at the second try, and slips that happened.

    `slips` are misconceptions, each with how often it has happened in this session.
    """

    answered: int
    at_once: int
    later: int
    slips: tuple[tuple[Misconception, int], ...]


def summary(at: Session) -> Summary:
    """What became of a session so far; a question that was not answered doesn't count."""
    attempts = [attempt for _, attempt in at.asked if attempt.chosen]
    right = [attempt for attempt in attempts if attempt.right]
    at_once = sum(len(attempt.chosen) == 1 for attempt in right)
    counts: dict[str, int] = {}
    for attempt in attempts:
        for slip in dict.fromkeys(attempt.posed.answers[index].slip for index in attempt.chosen):
            if slip in MISCONCEPTIONS:
                counts[slip] = counts.get(slip, 0) + 1
    slips = tuple((MISCONCEPTIONS[name], times) for name, times in sorted(counts.items(), key=lambda each: -each[1]))
    return Summary(len(attempts), at_once, len(right) - at_once, slips)
