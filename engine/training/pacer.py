"""The wait between two steps of a run that is watched."""

from collections.abc import Callable, Sequence

from engine.contract.events import StepResult
from engine.contract.pace import AS_FAST_AS_IT_GOES, SLOW_STEPS

RISEN = 3.0
"""A loss of so many times the first one is about to break the run: an event."""


class Pacer:
    """Knows when the next step is due.

    Steps are due at even distances; a step that is late by more than one of them makes the later ones late too, so
    that no run hurries after a pause.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.pace = AS_FAST_AS_IT_GOES
        self._clock = clock
        self._due = self._begun = clock()
        self._near_until = 0
        self._first: list[float] = []
        self._risen: set[int] = set()

    def left(self, step: int, total_steps: int) -> float:
        """Seconds until the step after `step` is due; 0 or less where it is time."""
        rate = self.pace.steps_a_second(total_steps, step < self._near_until)
        if rate is None:
            return 0.0
        self._due = self._begun + 1 / rate
        return self._due - self._clock()

    def begin(self) -> None:
        """A step begins."""
        if self.pace != AS_FAST_AS_IT_GOES:
            now = self._clock()
            late = now - self._due
            self._begun = self._due if 0 <= late < self._due - self._begun else now

    def note(self, step: int) -> None:
        """An event has happened after a step."""
        self._near_until = step + SLOW_STEPS

    def watch(self, step: int, results: Sequence[StepResult | None]) -> None:
        """Notice where a loss has risen so far that the run is about to break down, once for each contestant."""
        if not self._first:
            self._first = [result.loss if result else 0.0 for result in results]
        for index, (result, first) in enumerate(zip(results, self._first, strict=True)):
            if result and result.loss > RISEN * first and index not in self._risen:
                self._risen.add(index)
                self.note(step)
