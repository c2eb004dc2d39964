"""What each press of the clicker shows: a lesson flattened into cues, by a pure function."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.classroom.conducting.tallies import BACK, ON, Tallies
from desktop.classroom.lessons.model import Ask, Lesson, Mode, Stop

Kind = Literal["open", "step", "ask", "count", "back", "discuss", "recount", "reveal", "show", "end"]
"""A stop opens at the end of its first step; a step is played; a question is put, its hands are counted, the class
looks at the scene again or discusses, hands are counted anew; the right answer is marked, the scene shows it."""

QUESTION = frozenset[Kind](("ask", "count", "back", "discuss", "recount", "reveal"))
"""The kinds of cues over which a question lies."""
VOTE: dict[Kind, int] = {"count": 1, "recount": 2}


@dataclass(frozen=True)
class Cue:
    """Something to show at a stop, by its id; at the end of the lesson there is none.

    `at` is the title of the step at whose end it rests; `ask` is the number of the question.
    """

    stop: str
    kind: Kind
    at: str = ""
    ask: int | None = None


Titles = Callable[[Stop], Sequence[str]]
"""Finds the titles of all steps of a stop, as its knobs stand now."""


def cues(lesson: Lesson, titles: Titles, tallies: Tallies, left_out: Container[str] = ()) -> tuple[Cue, ...]:
    """The cues of a lesson, but for the stops that are left out. What has been counted decides what follows a vote."""
    found: list[Cue] = []
    for stop in lesson.stop:
        if stop.id not in left_out:
            found += _cues_of_stop(stop, tuple(titles(stop)), tallies)
    return (*found, Cue("", "end"))


def told(stop: Stop, titles: Sequence[str]) -> tuple[str, ...]:
    """The titles of the steps at which a stop rests, from its first to its last. What isn't found is passed over."""
    begin = titles.index(stop.first) if stop.first in titles else 0
    end = titles.index(stop.last) if stop.last in titles else len(titles) - 1
    between = titles[begin : max(begin, end) + 1]
    return tuple(title for title in between if title not in stop.skip) or tuple(between[:1])


def _cues_of_stop(stop: Stop, titles: tuple[str, ...], tallies: Tallies) -> Iterator[Cue]:
    steps = told(stop, titles)
    shown: set[str] = set()
    for number, title in enumerate(steps):
        if title not in shown:
            yield Cue(stop.id, "open" if number == 0 else "step", title)
        for ask, question in enumerate(stop.ask):
            if asked_at(question, steps) == title:
                for cue in _cues_of_question(stop, ask, title, titles, tallies):
                    shown.add(cue.at)
                    yield cue


def asked_at(ask: Ask, steps: Sequence[str]) -> str:
    """The step, of those told, at whose end a question is put: the last one where the one that is named isn't told."""
    return ask.at if ask.at in steps else steps[-1]


def _cues_of_question(stop: Stop, number: int, title: str, titles: Sequence[str], tallies: Tallies) -> Iterator[Cue]:
    ask = stop.ask[number]
    after = titles.index(title) + 1
    if ask.mark and after == len(titles):
        return  # no step comes that could write the number
    first = tallies.get((stop.id, number, 1))
    for kind in asking(ask.mode, first.share if first is not None else None):
        yield Cue(stop.id, kind, titles[after] if kind == "reveal" and ask.mark else title, number)
    if ask.item and ask.mode != "exit":
        yield Cue(stop.id, "show", title, number)


def asking(mode: Mode, share: float | None) -> tuple[Kind, ...]:
    """How a question goes: `share` is that of the right answers in the first vote, None where it isn't known."""
    if mode != "peer":
        return "ask", "reveal"
    if share is None or BACK <= share <= ON:
        return "ask", "count", "discuss", "recount", "reveal"
    if share < BACK:
        return "ask", "count", "back", "recount", "reveal"
    return "ask", "count", "reveal"
