"""What a misconception is.

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
