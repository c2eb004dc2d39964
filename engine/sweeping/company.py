"""Runs of one shape that go step by step together; each is, event by event, the run that it would be alone."""

import time
from collections.abc import Iterable, Iterator, Mapping

from torch import Tensor

from engine.contract.events import Event
from engine.sweeping.stack import Stack
from engine.training import train
from engine.training.train import Drawn, Run

Learned = dict[int, tuple[Tensor, float]]
"""What the contestants of a run measured, by their indices, and the seconds that each took."""


def play(runs: Mapping[int, Run]) -> Iterator[tuple[int, Event]]:
    """Train runs of one shape; yields what each says, with its index.

    A contestant that diverges, and a run that is over, leave the others alone.
    """
    present = dict(runs)
    for index, run in runs.items():
        yield from ((index, event) for event in train.begin(run))
    places = range(len(next(iter(runs.values())).racers))
    companies = [Company(present, contestant) for contestant in places]
    while present:
        drawn = {index: run.draw() for index, run in present.items()}
        learned: dict[int, Learned] = {index: {} for index in present}
        for contestant, company in enumerate(companies):
            for index, measured in company.step(drawn).items():
                learned[index][contestant] = measured
        for index, run in list(present.items()):
            yield from ((index, event) for event in run.follow(run.tick(drawn[index], learned[index])))
            reason = run.ended_by()
            if reason is not None:
                yield from ((index, event) for event in train.end(run, reason))
                del present[index]
        for company in companies:
            company.keep(present)


class Company:
    """The contestants of one place in several runs: a stack, or where there is one run its contestant alone."""

    def __init__(self, runs: Mapping[int, Run], contestant: int) -> None:
        self._racers = {index: racer for index, run in runs.items() if (racer := run.racers[contestant]) is not None}
        self._contestant = contestant
        self._stack = Stack(list(self._racers.values())) if len(runs) > 1 else None

    def step(self, drawn: Mapping[int, Drawn]) -> Learned:
        """Let each contestant learn from the batch that its run has drawn."""
        begun = time.perf_counter()
        batches = [drawn[index] for index in self._racers]
        if self._stack is not None and self._racers:
            measured: Iterable[Tensor] = self._stack.step(batches)
        else:
            measured = [racer.step(*batch) for racer, batch in zip(self._racers.values(), batches, strict=True)]
        seconds = (time.perf_counter() - begun) / max(1, len(self._racers))
        return {index: (own, seconds) for index, own in zip(self._racers, measured, strict=True)}

    def keep(self, runs: Mapping[int, Run]) -> None:
        """Go on with the contestants that are still in a run that goes on."""
        left = {index for index, run in runs.items() if run.racers[self._contestant] is not None}
        gone = {place for place, index in enumerate(self._racers) if index not in left}
        if not gone:
            return
        self._racers = {index: racer for index, racer in self._racers.items() if index in left}
        if self._stack is not None and self._racers:
            self._stack = self._stack.without(gone)
