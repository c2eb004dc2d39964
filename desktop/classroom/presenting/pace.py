"""The pace of a lesson: how far it is ahead of its plan, or behind, and what could be left out or taken in."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from desktop.classroom.lessons.model import Lesson

ON_TIME = 0.5
"""Minutes by which a lesson may be off its plan without a word."""
LONGEST = 100 * 3600 - 1
"""The most seconds that are written as on a clock."""


@dataclass(frozen=True)
class Lead:
    """Minutes that will be left at the end as things stand (`ahead`, less than 0 when it is behind).

    `stop` is the index of an optional stop that would make up for them; None where there is none.
    """

    ahead: float
    stop: int | None = None

    @property
    def words(self) -> str:
        """The lead or the lag, as "+2:10 behind"."""
        if abs(self.ahead) < ON_TIME:
            return "on time"
        lead = clock_words(abs(self.ahead) * 60)
        return f"{lead} ahead" if self.ahead > 0 else f"+{lead} behind"

    def suggestion(self, title: str) -> str:
        """The question whether to do something about it, for the title of the stop; "" where nothing can be done."""
        if self.stop is None:
            return ""
        lead = f"{round(abs(self.ahead))} min"
        return f"{lead} ahead: take in “{title}”?" if self.ahead > 0 else f"{lead} behind: leave out “{title}”?"


def pace(lesson: Lesson, spent: Sequence[float], at: int, left_out: Set[int]) -> Lead:
    """How a lesson goes, with the minutes `spent` on each of its stops so far, at the stop of that index.

    What is still to come is taken to last as long as it is planned for, without the stops `left_out`.
    """
    plan = [0.0 if index in left_out else stop.minutes for index, stop in enumerate(lesson.stop)]
    rest = max(0.0, plan[at] - spent[at]) + sum(plan[at + 1 :])
    ahead = lesson.planned - sum(spent) - rest
    return Lead(ahead, _making_up(lesson, ahead, at, left_out))


def _making_up(lesson: Lesson, ahead: float, at: int, left_out: Set[int]) -> int | None:
    """The longest optional stop to come that lasts no longer than the lesson is off its plan."""
    wanted = [
        (stop.minutes, -index)
        for index, stop in enumerate(lesson.stop)
        if index > at and stop.optional and (index in left_out) == (ahead > 0)
    ]
    fitting = [each for each in wanted if ON_TIME <= each[0] <= abs(ahead) + 1e-9]
    return -max(fitting)[1] if fitting else None


def clock_words(seconds: float) -> str:
    """A span of time as 2:10, or 1:02:10; whatever a clock says that was set anew, from 0:00 to 99:59:59."""
    minutes, rest = divmod(int(min(max(0.0, seconds), LONGEST)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
