"""Maps of the loss around the networks of runs: asked for row by row, and kept, so that coming back is instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop.runs.readings import spec_of
from desktop.runs.storage import weights
from desktop.training.questions import Questions
from engine.contract.questions import GroundPlane, GroundRow, MapGround, NoReply, Reply, Stored
from scenes.stage.data.recording import Plan, Recording
from scenes.stage.numbers.growing import Numbers

PlaneName = Literal["path", "chance"]
PLANES: tuple[PlaneName, ...] = ("path", "chance")
SIDE, PICTURES = 25, 100
KEPT = 12
"""So many runs' maps are kept; each takes a few kilobytes."""


@dataclass(eq=False)
class Map:
    """The map of one contestant: `losses` (rows, columns), NaN where none is known yet; the first row is the lowest.

    `steps` are those after which the networks of the path were recorded.
    """

    contestant: int
    steps: tuple[int, ...]
    plane: GroundPlane | None = None
    losses: Numbers = field(default_factory=lambda: np.full((SIDE, SIDE), np.nan))
    rows: int = 0
    said: str = ""
    """Why it waits, or why there is no more of it."""
    token: int | None = None

    @property
    def complete(self) -> bool:
        """Whether all rows are there."""
        return self.rows == SIDE

    @property
    def going(self) -> bool:
        """Whether more is to come."""
        return self.token is not None


class _Key(NamedTuple):
    plan: int
    plane: PlaneName


class Maps(QObject):
    """All maps that were made. `changed` says that those which are `shown` are more, or others."""

    changed = Signal()

    def __init__(self, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._kept: dict[_Key, tuple[Plan, tuple[Map, ...]]] = {}
        self.shown: tuple[Map, ...] = ()

    def show(self, recording: Recording, plane: PlaneName) -> None:
        """Show the maps of a run, and ask for what of them is missing."""
        self.stop()
        key = _Key(id(recording.plan), plane)
        if key not in self._kept:
            self._kept[key] = recording.plan, _begun(recording)
            while len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
        self.shown = self._kept[key][1]
        for each in self.shown:
            if not each.complete:
                self._ask(recording, plane, each)
        self.changed.emit()

    def stop(self) -> None:
        """Break off what is shown; what is there of it stays."""
        for each in self.shown:
            if each.token is not None:
                self._questions.stop(each.token)
                each.token, each.said = None, "Stopped."
        self.changed.emit()

    @property
    def done(self) -> float:
        """The share of what is shown that is there, 0..1."""
        return sum(each.rows for each in self.shown) / max(1, SIDE * len(self.shown))

    def _ask(self, recording: Recording, plane: PlaneName, wanted: Map) -> None:
        plan, spec = recording.plan, spec_of(recording.plan)
        path = tuple(
            weights(kept) for each in recording.checkpoints if (kept := each.weights[wanted.contestant]) is not None
        )
        wanted.losses, wanted.rows, wanted.said = np.full((SIDE, SIDE), np.nan), 0, ""
        network = spec.contestants[wanted.contestant].network
        about = Stored(network, len(plan.classes), plan.mean, plan.deviation, path[-1])
        question = MapGround(spec, path, plane, SIDE, PICTURES)
        wanted.token = self._questions.ask(about, question, partial(self._take, wanted), partial(self._wait, wanted))

    def _take(self, wanted: Map, reply: Reply | NoReply) -> None:
        if isinstance(reply, NoReply):
            wanted.said, wanted.token = reply.message, None
        elif isinstance(reply.answer, GroundPlane):
            wanted.plane = reply.answer
        elif isinstance(reply.answer, GroundRow):
            wanted.said = ""
            wanted.losses[reply.answer.row] = reply.answer.losses.numpy()
            wanted.rows = reply.answer.row + 1
            if wanted.complete:
                wanted.token = None
        self.changed.emit()

    def _wait(self, wanted: Map, sentence: str) -> None:
        wanted.said = sentence
        self.changed.emit()


def _begun(recording: Recording) -> tuple[Map, ...]:
    """A map without a row for each contestant of which weights were recorded."""
    found = []
    for index in range(len(recording.plan.contestants)):
        steps = tuple(each.step for each in recording.checkpoints if each.weights[index] is not None)
        if steps:
            found.append(Map(index, steps))
    return tuple(found)


def span(maps: tuple[Map, ...]) -> tuple[float, float] | None:
    """The decimal logarithms of the lowest and the highest loss of all maps together; None where there is none yet."""
    every = np.concatenate([each.losses.ravel() for each in maps]) if maps else np.array([])
    every = every[np.isfinite(every) & (every > 0)]
    if not every.size:
        return None
    low, high = float(np.log10(every.min())), float(np.log10(every.max()))
    return low, max(high, low + 0.01)


def table(recording: Recording, maps: tuple[Map, ...]) -> list[list[object]]:
    """All that the maps show, as rows of a table: the ground, and the path on it."""
    rows: list[list[object]] = [["network", "what", "step", "first direction", "second direction", "loss"]]
    for each in maps:
        name = recording.plan.contestants[each.contestant].name
        if each.plane is None:
            continue
        for y, losses in zip(each.plane.y, each.losses[: each.rows], strict=False):
            rows += [[name, "ground", None, x, y, loss] for x, loss in zip(each.plane.x, losses.tolist(), strict=True)]
        if len(each.plane.path) == len(each.steps):
            path = zip(each.steps, each.plane.path, strict=True)
            rows += [[name, "path", step, x, y, None] for step, (x, y) in path]
    return rows
