"""Short runs whose commands are written down beforehand."""

from collections.abc import Iterator
from typing import TypeVar

from engine.contract import events
from engine.contract.spec import (
    Contestant,
    DenseNet,
    RunSpec,
    SmallCNN,
    StopAt,
)
from engine.training.train import train

SMALL = RunSpec(
    contestants=(Contestant("Dense net", DenseNet((12,))), Contestant("CNN", SmallCNN((4,), 3))),
    data="digits",
    batch=100,
    stop=StopAt(steps=6),
    validate_every=30,
    threads=1,
    by_heart=False,
)
T = TypeVar("T")


class Script:
    """Commands that wait for a step: what is due is given out between two steps, in order."""

    def __init__(self, *lines: tuple[int, events.Command]) -> None:
        self.lines = list(lines)
        self.step = 0

    def get(self, wait: bool, limit: float | None = None) -> events.Command | None:
        if self.lines and (wait or self.lines[0][0] <= self.step):
            return self.lines.pop(0)[1]
        assert not wait, "the run waits for a command that never comes"
        return None

    def play(self, spec: RunSpec, paused: bool = False) -> Iterator[events.Event]:
        for event in train(spec, self, paused, clock=lambda: 0.0):
            if isinstance(event, events.Tick):
                self.step = event.step
            yield event


def kinds(happened: list[events.Event]) -> list[str]:
    return [type(event).__name__ for event in happened]


def only(happened: list[events.Event], kind: type[T]) -> list[T]:
    return [event for event in happened if isinstance(event, kind)]
