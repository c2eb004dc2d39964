"""What wrong answers come from: each slip with what is true, and the moment that shows it.

E01 to E39 are the errors that the lecture which this course grew from has made or invites; other ids are slips of
reckoning, named by their concept.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenes.questions.moments import Moment


@dataclass(frozen=True)
class Misconception:
    """`belief` is what somebody thinks who answers so, `truth` the correct statement, `shown` what refutes it."""

    name: str
    belief: str
    truth: str
    shown: Moment


_FIRST: tuple[Misconception, ...] = ()
"""Of the first chapters: concepts C1 to C11."""

_SECOND: tuple[Misconception, ...] = ()
"""Of the later chapters: concepts C12 to C22."""

MISCONCEPTIONS = {each.name: each for each in (*_FIRST, *_SECOND)}
