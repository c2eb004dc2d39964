"""What the engine finds out about a unit: asked for in parts, and kept, so that coming back is instant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.lab.unit_card.unit import Unit
from desktop.runs.readings import spec_of
from desktop.training.questions import Questions
from desktop.training.session import Phase, TrainingSession
from desktop.training.subjects import subjects, then
from engine.contract.questions import (
    Answer,
    Ascend,
    Ascended,
    FindStrongest,
    NoReply,
    Present,
    Question,
    Reply,
    Scanned,
    StrongestFound,
    Subject,
    SwitchedOff,
    SwitchOff,
)
from engine.contract.spec import RunSpec, about
from scenes.stage.data.recording import Plan, Recording

PICTURES = 500
"""So many validation pictures say what is lost without a unit."""
KEPT = 24
"""What was found of so many layers is kept."""
QUIET_MS = 150
"""So long a step must have been looked at before it is asked about; a slider passes many."""
PAUSE = "The run goes on: its strongest pictures and what is lost without it are found as soon as it pauses."
NO_WEIGHTS = "No weights were recorded of this run, so nothing more can be found out about it. Train it again."
LEFT = "This network had left the race by then; look back to see it."
STOPPED = "Stopped."

Part = Literal["strongest", "ascent", "off", "ranking"]


@dataclass(eq=False)
class Findings:
    """What is known of the units of one layer of a network as it was after a `step`."""

    plan: Plan
    step: int
    strongest: dict[int, StrongestFound] = field(default_factory=dict)
    ascents: dict[int, tuple[Ascended, ...]] = field(default_factory=dict)
    """Of each unit the picture as it grew, the last one last."""
    whole: SwitchedOff | None = None
    """What the network gets right as it is."""
    off: dict[int, SwitchedOff] = field(default_factory=dict)

    def fall(self, unit: int) -> float | None:
        """How much of the accuracy is lost without a unit, as a share of all pictures; None where nobody knows."""
        off, whole = self.off.get(unit), self.whole
        if off is None or whole is None:
            return None
        return (sum(whole.right) - sum(off.right)) / max(1, sum(whole.of))


class _Key(NamedTuple):
    plan: int
    step: int
    live: bool
    contestant: int
    layer: int


class Inquiry(QObject):
    """Asks about one unit at a time. `changed` says that more is known of it, or of another."""

    changed = Signal()

    def __init__(self, questions: Questions, session: TrainingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions, self._session = questions, session
        self._kept: dict[_Key, Findings] = {}
        self._tokens: dict[Part, int] = {}
        self._subject: Subject | None = None
        self._spec: RunSpec | None = None
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._ask)
        self.unit = Unit(0, 0, 0)
        self.layer, self.count = "", 0
        self.found: Findings | None = None
        self.scanned = 0.0
        """The share of the training pictures that were looked at."""
        self.said = ""
        """Why there is no more of it, or not yet; "" where nothing is to be said."""

    @property
    def can_ask(self) -> bool:
        """Whether there is somebody to ask."""
        return self._subject is not None

    @property
    def ranking(self) -> bool:
        """Whether the units of the layer are being switched off one after the other."""
        return "ranking" in self._tokens

    @property
    def going(self) -> bool:
        """Whether more is to come."""
        return bool(self._tokens)

    def show(self, recording: Recording, cursor: int | None, unit: Unit, layer: str, count: int) -> None:
        """Find out about a unit of a layer (of so many) at a step; what is known of it is there at once."""
        subject, step, why = self._about(recording, cursor, unit.contestant)
        key = _Key(id(recording.plan), step, isinstance(subject, Present), unit.contestant, unit.layer)
        found = self._kept.get(key) or Findings(recording.plan, step)
        if subject is not None and found is self.found and unit == self.unit:
            return
        moved = self.found is not None and found.step != self.found.step
        self.stop()
        if subject is not None:
            self._keep(key, found)
        self.unit, self.layer, self.count, self.found, self.said = unit, layer, count, found, why
        self._subject, self._spec, self.scanned = subject, spec_of(recording.plan), 0.0
        self._quiet.start(QUIET_MS if moved else 0)
        self.changed.emit()

    def _keep(self, key: _Key, found: Findings) -> None:
        self._kept.pop(key, None)
        self._kept[key] = found
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    def _about(self, recording: Recording, cursor: int | None, contestant: int) -> tuple[Subject | None, int, str]:
        """Who is asked, as it was after which step, and why not (yet) where nobody is."""
        found = then(self._session, recording, cursor)
        if found is None:
            return None, recording.step, NO_WEIGHTS
        is_live = found.checkpoint is None
        step = recording.step if is_live else found.step
        if is_live and self._session.phase in (Phase.QUEUED, Phase.RUNNING):
            return None, step, PAUSE
        subject = subjects(found).get(contestant)
        return subject, step, LEFT if subject is None else ""

    def _ask(self) -> None:
        """Ask for what is not known yet."""
        found, unit, spec = self.found, self.unit.index, self._spec
        if self._subject is None or found is None or spec is None:
            return
        if unit not in found.strongest:
            self._begin("strongest", FindStrongest(spec, self.layer, unit), self._take_strongest)
        ascend = Ascend(about(spec.data).shape, self.layer, unit)
        if not found.ascents.get(unit) or found.ascents[unit][-1].step < ascend.steps:
            found.ascents[unit] = ()
            self._begin("ascent", ascend, self._take_ascent)
        if unit not in found.off or found.whole is None:
            self._begin("off", SwitchOff(spec, self.layer, (unit,), PICTURES), self._take_off)
        self.changed.emit()

    def rank(self) -> None:
        """Switch off all units of the layer, one after the other."""
        if self._subject is None or self.found is None or self._spec is None or self.ranking:
            return
        missing = tuple(unit for unit in range(self.count) if unit not in self.found.off)
        if missing:
            self._begin("ranking", SwitchOff(self._spec, self.layer, missing, PICTURES), self._take_off)
        self.changed.emit()

    def stop_ranking(self) -> None:
        """Switch off no more units; what is known stays."""
        self._break_off("ranking")
        self.said = STOPPED
        self.changed.emit()

    def stop(self) -> None:
        """Ask for nothing more."""
        self._quiet.stop()
        for part in tuple(self._tokens):
            self._break_off(part)

    def _break_off(self, part: Part) -> None:
        if part in self._tokens:
            self._questions.stop(self._tokens.pop(part))

    def _begin(self, part: Part, question: Question, take: Callable[[Findings, int, Answer], None]) -> None:
        assert self._subject is not None
        assert self.found is not None
        found, unit = self.found, self.unit.index

        def answered(reply: Reply | NoReply) -> None:
            if isinstance(reply, NoReply):
                self.said = reply.message
            else:
                self.said = ""
                take(found, unit, reply.answer)
            if isinstance(reply, NoReply) or reply.part + 1 == reply.parts:
                self._tokens.pop(part, None)
            self.changed.emit()

        self._tokens[part] = self._questions.ask(self._subject, question, answered, self._wait)

    def _wait(self, sentence: str) -> None:
        self.said = sentence
        self.changed.emit()

    def _take_strongest(self, found: Findings, unit: int, answer: Answer) -> None:
        if isinstance(answer, Scanned):
            self.scanned = answer.done / answer.of
        elif isinstance(answer, StrongestFound):
            found.strongest[unit] = answer

    def _take_ascent(self, found: Findings, unit: int, answer: Answer) -> None:
        if isinstance(answer, Ascended):
            found.ascents[unit] = (*found.ascents.get(unit, ()), answer)

    def _take_off(self, found: Findings, unit: int, answer: Answer) -> None:
        if isinstance(answer, SwitchedOff):
            if answer.unit is None:
                found.whole = answer
            else:
                found.off[answer.unit] = answer
