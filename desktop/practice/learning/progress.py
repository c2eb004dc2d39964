"""What was answered, and what follows from it: nothing is kept but tries, and everything else is computed from them.

Questions come again as cards do in Leitner's boxes (S. Leitner, “So lernt man lernen”, 1972): a right answer lets one
into the next box, a wrong one back into the first; what lies in the first box is asked in every session, in the second
in every second one, in the third in every fourth, and so on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from msgspec import Meta, Struct

MOST = 5_000
"""So many tries are kept; the oldest are forgotten. That is as much as all items of the course a hundred times."""
BOXES = 5
"""The last box: what lies there is asked in every sixteenth session."""
SEEN_THROUGH = 2
"""So many questions in a row must be answered without a slip until it is taken for cleared up."""

Name = Annotated[str, Meta(max_length=120)]
Count = Annotated[int, Meta(ge=0, le=2**53)]


class Try(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One answer. `session` is when its session began, in milliseconds since 1970; `number` counts its questions.

    `slip` is the one that a wrong answer came from; `passed` are those that a right one at the first try has avoided.
    """

    session: Count
    number: Annotated[int, Meta(ge=0, le=999)]
    subject: Name
    seed: Count
    attempt: Literal[1, 2]
    right: bool
    slip: Name = ""
    passed: Annotated[tuple[Name, ...], Meta(max_length=8)] = ()


Progress = tuple[Try, ...]
"""All tries, in the order in which they happened."""


def merged(*parts: Iterable[Try]) -> Progress:
    """All tries of some parts, each once, in order; the newest ones where there are too many."""
    everything = {each for part in parts for each in part}
    return tuple(sorted(everything, key=_when)[-MOST:])


def _when(each: Try) -> tuple[object, ...]:
    """Puts tries in order, also those that can't both have happened: whoever merges them comes to the same."""
    return each.session, each.number, each.attempt, each.subject, each.seed, each.right, each.slip, each.passed


@dataclass(frozen=True)
class Standing:
    """How a subject stands: its `box` (1 to `BOXES`), and the session and the seed in which it was asked last."""

    box: int
    session: int
    seed: int


@dataclass(frozen=True)
class Doubt:
    """A slip that has happened: how often, when last, and in how many questions since then it was `avoided`."""

    times: int = 0
    session: int = 0
    avoided: int = 0

    @property
    def open(self) -> bool:
        """Whether it has still to be cleared up."""
        return self.avoided < SEEN_THROUGH


@dataclass(frozen=True)
class Known:
    """What follows from some progress: how subjects stand by their keys, slips by their ids, and the sessions."""

    standings: Mapping[str, Standing]
    doubts: Mapping[str, Doubt]
    sessions: tuple[int, ...]

    @property
    def open_slips(self) -> tuple[str, ...]:
        """The slips that have still to be cleared up, the weakest first."""
        found = [name for name, doubt in self.doubts.items() if doubt.open]
        return tuple(sorted(found, key=lambda name: _weakness(self.doubts[name])))

    def box(self, key: str) -> int:
        """The box of a subject; 0 where it was never asked."""
        standing = self.standings.get(key)
        return standing.box if standing is not None else 0

    def is_due(self, key: str, session: int) -> bool:
        """Whether a subject that was asked before comes again in a session, which may go on already."""
        standing = self.standings.get(key)
        if standing is None or standing.session == session:
            return False
        since = sum(standing.session < each < session for each in self.sessions) + 1
        return since >= 1 << (standing.box - 1)


def _weakness(doubt: Doubt) -> tuple[int, int, int]:
    return doubt.avoided, -doubt.times, -doubt.session


def known(progress: Progress) -> Known:
    """What follows from some progress. A second try changes no box: only what is known at once is known."""
    standings: dict[str, Standing] = {}
    doubts: dict[str, Doubt] = {}
    for each in progress:
        if each.attempt == 1:
            before = standings.get(each.subject)
            box = min((before.box if before is not None else 1) + 1, BOXES) if each.right else 1
            standings[each.subject] = Standing(box, each.session, each.seed)
        if each.slip:
            doubts[each.slip] = Doubt(doubts.get(each.slip, Doubt()).times + 1, each.session)
        for name in each.passed:
            if name in doubts:
                doubts[name] = replace(doubts[name], avoided=doubts[name].avoided + 1)
    return Known(standings, doubts, tuple(sorted({each.session for each in progress})))
