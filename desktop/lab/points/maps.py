"""Maps of a run: asked for while somebody looks, each from the last one of its kind, and kept for looking back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from desktop.lab.drawing.answering import NO_WEIGHTS
from desktop.lab.points.neighbours import Map
from desktop.lab.points.wanted import Place
from desktop.runs.readings import spec_of
from desktop.runs.storage import weights
from desktop.training.questions import Questions
from desktop.training.session import TrainingSession
from engine.contract.numbers import Array
from engine.contract.questions import MapPoints, NoReply, PointsMapped, Present, Reply, Stored, Subject
from scenes.stage.data.recording import Checkpoint, Plan, Recording

Method = Literal["t-sne", "components"]
METHODS: tuple[Method, ...] = ("t-sne", "components")
PICTURES = 500
KEPT = 4
"""The maps of so many runs are kept; each takes 4 kB for a layer and a step."""
MOST = 300
"""Of so many steps a map is kept; of more, every second one goes."""


class _Series(NamedTuple):
    """Maps that follow each other."""

    place: Place
    method: Method


class _Moment(NamedTuple):
    """What is looked at: the networks as they are now (no checkpoint), or as they were then.

    A map will do that was made after `step` or later, but not after `until`, if that is a step.
    """

    step: int
    until: int | None
    checkpoint: Checkpoint | None = None


@dataclass(eq=False)
class _Asked:
    """A question that is being answered; `done` is the share of its parts that came."""

    contestant: int
    moment: _Moment
    method: Method
    token: int = -1
    done: float = 0.0


@dataclass(eq=False)
class _Run:
    """All maps of a run by series and step, and why there is none for a contestant at a moment."""

    plan: Plan
    maps: dict[_Series, dict[int, Map]] = field(default_factory=dict)
    refused: dict[tuple[int, int], str] = field(default_factory=dict)


class PointMaps(QObject):
    """Knows all maps that were made. `changed` says that there is another, or a word on why there is none."""

    changed = Signal()

    def __init__(self, session: TrainingSession, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._questions = session, questions
        self._runs: dict[int, _Run] = {}
        self._asked: dict[int, _Asked] = {}
        """By the contestant, what is asked about it."""
        self._shown: dict[_Series, Map] = {}
        """What was shown last of each series: the next one goes on from it."""
        self._run: _Run | None = None
        self.halted = False
        """Whether the user stopped the answers; nothing is asked until it goes on."""

    def look(
        self, recording: Recording, cursor: int | None, places: Sequence[Place], method: Method
    ) -> tuple[dict[Place, Map], str]:
        """Return the maps that there are by a step (None: now), and a word on why there are no others; ask for them."""
        run = self._of(recording.plan)
        moment = self._moment(recording, cursor)
        if moment is None:
            self.stop()
            return {}, NO_WEIGHTS
        found = {place: best for place in places if (best := _latest(run, _Series(place, method), cursor))}
        self._shown.update({_Series(place, method): each for place, each in found.items()})
        alive = [index for index in range(len(recording.plan.contestants)) if not _gone(recording, index, moment)]
        wanted = {place.contestant for place in places}
        asked = [index for index in alive if index in wanted] or alive[:1]
        for index in asked if not self.halted else ():
            whose = (index, None) if index == asked[0] else (index,)
            self._want(recording, run, moment, method, index, [each for each in places if each.contestant in whose])
        said = [run.refused[index, moment.step] for index in asked if (index, moment.step) in run.refused]
        return found, said[0] if said else ""

    def stop(self) -> None:
        """Break off whatever is asked: nobody looks at it any more."""
        for each in self._asked.values():
            self._questions.stop(each.token)
        self._asked.clear()

    @property
    def going(self) -> bool:
        """Whether there are more to come."""
        return bool(self._asked)

    @property
    def done(self) -> float:
        """The share of what is asked that is there, 0..1."""
        return sum(each.done for each in self._asked.values()) / max(1, len(self._asked))

    def _of(self, plan: Plan) -> _Run:
        """What is known of a run; the maps of those that were looked at long ago are forgotten."""
        run = self._runs.pop(id(plan), None) or _Run(plan)
        self._runs[id(plan)] = run
        while len(self._runs) > KEPT:
            del self._runs[next(iter(self._runs))]
        if run is not self._run:
            self.stop()
            self._run, self._shown, self.halted = run, {}, False
        return run

    def _moment(self, recording: Recording, cursor: int | None) -> _Moment | None:
        """What of a run is looked at; None where nothing of it is known any more."""
        own = self._session.recording
        if cursor is None and self._session.present and own is not None and own.plan is recording.plan:
            return _Moment(recording.validations[-1].step if recording.validations else 0, None)
        checkpoint = recording.checkpoint_by(recording.step if cursor is None else cursor)
        return _Moment(checkpoint.step, cursor, checkpoint) if checkpoint is not None else None

    def _want(
        self, recording: Recording, run: _Run, moment: _Moment, method: Method, index: int, places: Sequence[Place]
    ) -> None:
        """Ask a contestant for those of some maps that are missing, unless a question to it is open."""
        missing = [
            place for place in places if not _there(run.maps.get(_Series(place, method), {}), moment, place.contestant)
        ]
        if not missing or index in self._asked or (index, moment.step) in run.refused:
            return
        starts = [self._start(run, _Series(place, method), moment) for place in missing]
        question = MapPoints(
            spec_of(recording.plan).data, tuple(place.layer for place in missing), method, tuple(starts), PICTURES
        )
        asked = self._asked[index] = _Asked(index, moment, method)
        answered = partial(self._take, run, asked, {place.layer: place for place in missing})
        asked.token = self._questions.ask(_subject(recording, index, moment), question, answered)

    def _start(self, run: _Run, series: _Series, moment: _Moment) -> Array | None:
        """The map that another goes on from: the one that is seen, or the nearest in time."""
        known = [each for each in run.maps.get(series, {}).values() if each.done == 1.0]
        seen = self._shown.get(series)
        if seen is not None and seen.done == 1.0:
            known = [seen]
        if not known:
            return None
        return Array.of(min(known, key=lambda each: abs(each.step - moment.step)).points)

    def _take(self, run: _Run, asked: _Asked, places: dict[str, Place], reply: Reply | NoReply) -> None:
        """Keep a map, or why there is none."""
        if isinstance(reply, NoReply):
            run.refused[asked.contestant, asked.moment.step] = reply.message
            self._asked.pop(asked.contestant, None)
        elif isinstance(reply.answer, PointsMapped):
            step = asked.moment.step if reply.step is None else reply.step
            series = run.maps.setdefault(_Series(places[reply.answer.layer], asked.method), {})
            points = reply.answer.points.numpy()
            series[step] = Map(step, points, _labels(run.plan, len(points)), reply.answer.done, reply.answer.share)
            if len(series) > MOST:
                for old in sorted(series)[1:-1:2]:
                    del series[old]
            asked.done = (reply.part + 1) / reply.parts
            if reply.part + 1 == reply.parts:
                self._asked.pop(asked.contestant, None)
        self.changed.emit()


def _labels(plan: Plan, count: int) -> npt.NDArray[np.int64]:
    """The classes of the first so many validation pictures of a run that has them."""
    assert plan.labels is not None
    labels: npt.NDArray[np.int64] = plan.labels.array[:count].astype(np.int64)
    return labels


def _latest(run: _Run, series: _Series, step: int | None) -> Map | None:
    """The last map by a step (None: of all), or if there is none the first one behind it."""
    known = run.maps.get(series, {})
    before = [each for each in known if step is None or each <= step]
    return known[max(before)] if before else known[min(known)] if known else None


def _there(known: dict[int, Map], moment: _Moment, contestant: int | None) -> bool:
    """Whether a map of a moment is there; one of the pixels is the same at all of them."""
    steps = [step for step, each in known.items() if each.done == 1.0]
    if contestant is None:
        return bool(steps)
    return any(moment.step <= step and (moment.until is None or step <= moment.until) for step in steps)


def _gone(recording: Recording, index: int, moment: _Moment) -> bool:
    """Whether a contestant had left the race."""
    if moment.checkpoint is not None:
        return moment.checkpoint.weights[index] is None
    return any(each.contestant == index for each in recording.divergences)


def _subject(recording: Recording, index: int, moment: _Moment) -> Subject:
    plan, checkpoint = recording.plan, moment.checkpoint
    if checkpoint is None:
        return Present(index)
    kept = checkpoint.weights[index]
    assert kept is not None
    network = spec_of(plan).contestants[index].network
    return Stored(network, len(plan.classes), plan.mean, plan.deviation, weights(kept))
