"""Gives a lesson: the only thing that turns cues into what the session shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.classroom.conducting.conductor import Conductor
from desktop.classroom.conducting.cues import QUESTION, VOTE, Cue, Kind
from desktop.classroom.conducting.left import Left
from desktop.classroom.conducting.posed import Posed
from desktop.classroom.conducting.programme import Programme, nearest, step_in
from desktop.classroom.conducting.tallies import Tally, Vote
from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.stops.foreign import Foreign, Found
from desktop.player.remembered import fitting
from desktop.player.session import SceneSession
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recorded

IMPROMPTU: Vote = ("", 0, 1)
"""The vote on a question that no lesson has planned."""


class Conducting(QObject):
    """Goes through a lesson with a session, forwards and back, and puts questions, also where there is no lesson.

    `cued` says that another cue is shown, `changed` that anything else about the class is another than before: the
    lesson, a count, a question, a stop taken in or left out. `run_wanted` asks to train a preset live (its name, and
    the seconds that the class is patient).
    """

    cued = Signal()
    changed = Signal()
    run_wanted = Signal(str, float)

    def __init__(
        self,
        session: SceneSession,
        recorded: Recorded,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._recorded, self._now = session, recorded, now
        self.ready: dict[Foreign, Found] = {}
        """The pictures of the lesson's own that are read already."""
        self._programme: Programme | None = None
        self.left_out: frozenset[str] = frozenset()
        self.tallies: dict[Vote, Tally] = {}
        self._conductor: Conductor | None = None
        self._spent: dict[str, float] = {}
        self._since = 0.0
        self._impromptu: Posed | None = None
        self._revealed = False
        self._aside: tuple[str, Scene] | None = None
        """Where the class was before it was shown the world of a mistake: the session's room, and the scene."""
        self._mistakes = 0
        self._moving = False
        """Whether it is this object that opens another scene just now."""
        session.opened.connect(self._look_around)
        session.turned.connect(self._ask_anew)

    # --- Beginning and ending ---------------------------------------------------------------------------------------

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is given."""
        return self._programme.lesson if self._programme is not None else None

    @property
    def programme(self) -> Programme | None:
        """What that lesson is made of."""
        return self._programme

    @property
    def impromptu(self) -> bool:
        """Whether a question is open that no lesson has planned."""
        return self._impromptu is not None

    @property
    def folder(self) -> Path:
        """Where the pictures of its own lie."""
        return self._programme.folder if self._programme is not None else Path()

    @property
    def active(self) -> bool:
        """Whether a lesson is being given."""
        return self._conductor is not None

    def begin(self, lesson: Lesson, folder: Path, stop: str = "") -> None:
        """Give a lesson from its first stop or another one on; optional stops are left out until they are taken in."""
        self.end()
        self._programme = Programme(lesson, folder, self._session.left_at, self._recorded, self.ready)
        self.left_out = frozenset(each.id for each in lesson.stop if each.optional and each.id != stop)
        self._since = self._now()
        whole = Conductor(self._programme.cues(self.tallies, self.left_out))
        self._conductor = whole.jumped(stop) if stop else whole
        self._show(self._conductor.cue, forwards=True)
        self.changed.emit()

    def go_on(self, lesson: Lesson, folder: Path, left: Left) -> None:
        """Give a lesson from where a class was left, with all stops as it left them; nothing plays."""
        self.end()
        programme = self._programme = Programme(lesson, folder, self._session.left_at, self._recorded, self.ready)
        self.left_out, self.tallies = left.left_out, dict(left.tallies)
        self._spent, self._since = dict(left.spent), self._now()
        for cue in {programme.room(each): each for each in left.path}.values():
            self._furnish(cue, left.knobs)
        cues, cue = programme.cues(self.tallies, self.left_out), left.path[-1]
        if cue not in cues:  # the lesson of another version
            cue = Conductor(cues).jumped(cue.stop).cue
        asked = [each for each in left.path if each.kind == "ask" and (each.stop, each.ask) == (cue.stop, cue.ask)]
        for each in asked[-1:]:  # a question about the coming number is made where it was put
            self._furnish(each, left.knobs)
            programme.question(each)
        self._furnish(cue, left.knobs)
        self._conductor = Conductor(cues, cues.index(cue))
        self._show(cue, forwards=False)
        self.changed.emit()

    def _furnish(self, cue: Cue, knobs: Mapping[str, Mapping[str, Any]]) -> None:
        """Have the room of a cue as it was left: with plain knobs by rooms, and at the end of the cue's step."""
        assert self._programme is not None
        place, stop, room = self._programme.world(cue), self._programme.stop(cue), self._programme.room(cue)
        if place is not None:
            turned = fitting(type(place.knobs), knobs[room])[0] if room in knobs else place.knobs
            self._enter(room, place.scene, turned, stop.shows if stop is not None else None)
            self._session.set_speed(stop.speed if stop is not None else 1.0)
            self._session.show_step(nearest(self._session.steps, place.at))

    def end(self) -> None:
        """Give it no longer: the scene that is open is the user's own again."""
        self._impromptu = self._aside = None
        self._session.forget_stops()
        if self._conductor is None:
            return
        self._programme, self._conductor = None, None
        self.tallies, self._spent = {}, {}
        self.changed.emit()

    # --- Where the class is -----------------------------------------------------------------------------------------

    @property
    def cue(self) -> Cue | None:
        """The present cue of the lesson."""
        return self._conductor.cue if self._conductor is not None else None

    @property
    def coming(self) -> Cue | None:
        """The cue that the next press shows."""
        return self._conductor.coming if self._conductor is not None else None

    @property
    def all_cues(self) -> tuple[Cue, ...]:
        """The cues of the lesson as far as they can be told now."""
        return self._conductor.cues if self._conductor is not None else ()

    @property
    def kind(self) -> Kind | None:
        """What is going on: the kind of the present cue, or of a question that no lesson has planned."""
        if self._impromptu is not None:
            return "reveal" if self._revealed else "ask"
        return self.cue.kind if self.cue is not None else None

    @property
    def stop(self) -> Stop | None:
        """The present stop; None at the end of the lesson, and without one."""
        return self._programme.stop(self.cue) if self._programme is not None and self.cue is not None else None

    @property
    def question(self) -> Posed | None:
        """The question that lies over the stage."""
        if self._impromptu is not None:
            return self._impromptu
        cue = self.cue
        here = self.is_here or self._aside is not None
        asks = self._programme is not None and cue is not None and cue.kind in QUESTION and here
        return self._programme.question(cue) if asks and self._programme is not None and cue is not None else None

    @property
    def vote(self) -> Vote | None:
        """The vote whose hands are counted now."""
        if self._impromptu is not None:
            return None if self._revealed else IMPROMPTU
        cue, stop = self.cue, self.stop
        if cue is None or stop is None or cue.ask is None or self.question is None:
            return None
        asks_at_once = cue.kind == "ask" and stop.ask[cue.ask].mode != "peer"
        return (stop.id, cue.ask, VOTE.get(cue.kind, 1)) if asks_at_once or cue.kind in VOTE else None

    @property
    def votes(self) -> tuple[Tally | None, Tally | None]:
        """What was counted of the question over the stage: in the first vote, and in the second."""
        if self._impromptu is not None:
            return self.tallies.get(IMPROMPTU), None
        cue, stop = self.cue, self.stop
        if cue is None or stop is None or cue.ask is None:
            return None, None
        return self.tallies.get((stop.id, cue.ask, 1)), self.tallies.get((stop.id, cue.ask, 2))

    @property
    def elapsed(self) -> dict[str, float]:
        """The seconds spent at each stop up to now."""
        cue = self.cue
        if cue is None:
            return {}
        return self._spent | {cue.stop: self._spent.get(cue.stop, 0.0) + self._now() - self._since}

    @property
    def is_here(self) -> bool:
        """Whether the session shows what the present cue shows, and nobody has gone to another scene since."""
        if self._programme is None or self.cue is None:
            return False
        return self._session.stop == self._programme.room(self.cue)

    # --- Ways -------------------------------------------------------------------------------------------------------

    def next(self) -> bool:
        """Be at the end of what is playing, or show the next cue; tells whether that was the lesson's to do.

        At the end of the lesson nothing comes.
        """
        if self._session.player.playing and (self._impromptu is not None or self._aside is not None or self.is_here):
            self._session.next_step()
            return True
        if self._aside is not None:
            self._come_back()
            return True
        if self._impromptu is not None:
            if not self._revealed:
                self._reveal_impromptu()
                return True
            self.withdraw()
        if self._conductor is None:
            return False
        if self.is_here:
            self._replan()
            self._go(self._conductor.next(), forwards=True)
        else:
            self._show(self._conductor.cue, forwards=False)
        return True

    def back(self) -> bool:
        """Show the cue before, a stop's last one as the class has left it; tells whether there is a lesson to do so."""
        if self._aside is not None:
            self._come_back()
            return True
        if self._impromptu is not None:
            self.withdraw()
            return True
        if self._conductor is None:
            return False
        if self.is_here:
            self._replan()
            self._go(self._conductor.back(), forwards=False)
        else:
            self._show(self._conductor.cue, forwards=False)
        return True

    def to_edge(self, last: bool) -> bool:
        """Rest at the last cue of the present stop, or at its first; tells whether there is a lesson to do so."""
        if self._conductor is None or not self.is_here:
            return False
        self._impromptu = self._aside = None
        cues, stop = self._conductor.cues, self._conductor.cue.stop
        places = [at for at, cue in enumerate(cues) if cue.stop == stop]
        edge = Conductor(cues, places[-1] if last else places[0])
        self._conductor = self._past_what_cant_be_asked(edge, forwards=not last)
        self._show(self._conductor.cue, forwards=False, as_left=False)
        return True

    def jump(self, stop: str) -> None:
        """Go to a stop; one that is left out is taken in."""
        if self._conductor is not None:
            self._impromptu = self._aside = None
            self.take_in(stop)
            self._move(self._conductor.jumped(stop), forwards=True)
            self.changed.emit()

    def take_in(self, stop: str) -> None:
        """Show a stop that was left out when it is its turn."""
        self._leave_out(self.left_out - {stop})

    def leave_out(self, stop: str) -> None:
        """Pass over a stop."""
        self._leave_out(self.left_out | {stop})

    def _leave_out(self, stops: frozenset[str]) -> None:
        if self._conductor is not None and stops != self.left_out:
            self.left_out = stops
            self._replan()
            self.changed.emit()

    def revise(self, lesson: Lesson) -> None:
        """Go on with what the lesson's file says by now, at the same cue if there still is one."""
        if self._programme is None:
            return
        known = {stop.id for stop in self._programme.lesson.stop}
        self.left_out |= {stop.id for stop in lesson.stop if stop.optional and stop.id not in known}
        other, changed = self._programme.revise(lesson)
        self.tallies = {vote: tally for vote, tally in self.tallies.items() if vote[:2] not in changed}
        shown_anew = self.stop is not None and self.stop.id in other and self.is_here
        self._forget(other)
        self._replan(shown_anew)
        self.changed.emit()

    def _forget(self, stops: frozenset[str]) -> None:
        """Forget how the class has left stops that show something else now."""
        if self._session.stop in stops:
            self._enter("between", self._session.scene, self._session.knobs)
        for name in stops:
            self._session.forget_stop(name)

    # --- Questions --------------------------------------------------------------------------------------------------

    def ask(self, question: Posed) -> None:
        """Put a question that no lesson has planned; it is about what the next step of this scene writes."""
        self._impromptu, self._revealed = question, False
        self.tallies.pop(IMPROMPTU, None)
        self.changed.emit()

    @property
    def shows_mistake(self) -> bool:
        """Whether the world of a mistake is shown."""
        return self._aside is not None

    def show_mistake(self) -> bool:
        """Show the world in which the most chosen wrong answer would be right, or come back from it.

        Tells whether there is such an answer, of those that were counted.
        """
        if self._aside is not None:
            self._come_back()
            return True
        question, votes = self.question, [tally for tally in self.votes if tally is not None]
        chosen = votes[-1].most_chosen_mistake if votes else None
        other = question.answers[chosen].world if question is not None and chosen is not None else None
        if other is None or step_in(other) is None:
            return False
        self._aside = self._session.stop, self._session.scene
        self._mistakes += 1
        self._enter(f"mistake {self._mistakes}", other.scene, other.knobs)
        self._session.play_step(step_in(other) or 0)
        self.changed.emit()
        return True

    def _come_back(self) -> None:
        assert self._aside is not None
        (room, scene), self._aside = self._aside, None
        if room:
            self._enter(room, scene, scene.knobs())  # a room that there is already keeps its knobs
        else:
            self._enter("", scene, scene.knobs())
        self.changed.emit()

    def _look_around(self) -> None:
        """Forget a question, or the world of a mistake, that somebody has left for another scene."""
        if not self._moving:
            self._aside = None
            self.withdraw()

    def _ask_anew(self) -> None:
        """Make a question about a number anew when the class has turned something meanwhile."""
        cue, programme = self.cue, self._programme
        if self._impromptu is not None and not self._revealed:
            self.withdraw()
            return
        if self._moving or programme is None or cue is None or cue.kind != "ask" or not programme.asks_a_number(cue):
            return
        if self.question is not None:
            programme.fresh(cue)
            self.changed.emit()

    def withdraw(self) -> bool:
        """Take back a question that no lesson has planned; tells whether there was one."""
        had = self._impromptu is not None
        self._impromptu = None
        if had:
            self.changed.emit()
        return had

    def count(self, tally: Tally) -> None:
        """Take the hands of the present vote; they decide how the question goes on."""
        if self.vote is not None:
            self.tallies[self.vote] = tally
            if self._conductor is not None:
                self._replan()
            self.changed.emit()

    def _reveal_impromptu(self) -> None:
        self._revealed = True
        self._session.next_step()
        self.changed.emit()

    # --- From cues to pictures --------------------------------------------------------------------------------------

    def _replan(self, shows_anew: bool = False) -> None:
        """Tell the cues anew: knobs, counts or the file may say something else by now."""
        assert self._conductor is not None
        assert self._programme is not None
        planned = self._conductor.with_cues(self._programme.cues(self.tallies, self.left_out))
        if planned.cue != self._conductor.cue or shows_anew:
            self._move(planned, forwards=False)
        else:
            self._conductor = planned

    def _go(self, conductor: Conductor, forwards: bool) -> None:
        assert self._conductor is not None
        if conductor.cue != self._conductor.cue:
            self._move(self._past_what_cant_be_asked(conductor, forwards), forwards)

    def _move(self, conductor: Conductor, forwards: bool) -> None:
        """Be at a cue, and count the time at the stop that is left."""
        assert self._conductor is not None
        before, self._conductor = self._conductor.cue, conductor
        if conductor.cue.stop != before.stop:
            now = self._now()
            self._spent[before.stop] = self._spent.get(before.stop, 0.0) + now - self._since
            self._since = now
        self._show(conductor.cue, forwards)

    def _past_what_cant_be_asked(self, conductor: Conductor, forwards: bool) -> Conductor:
        """Pass over a question that makes no sense any more, so that no press is without effect."""
        assert self._programme is not None
        while self._is_idle(conductor.cue):
            further = conductor.next() if forwards else conductor.back()
            if further == conductor:
                break
            conductor = further
        return conductor

    def _is_idle(self, cue: Cue) -> bool:
        """Whether a cue would show nothing: its question can't be put, and it plays no step either."""
        assert self._programme is not None
        can_be_put = cue.kind not in QUESTION or self._programme.fresh(cue) is not None
        return not (can_be_put or (cue.kind == "reveal" and self._programme.asks_a_number(cue)))

    def _show(self, cue: Cue, forwards: bool, as_left: bool = True) -> None:
        """Show a cue; a stop that one comes back to `as_left` is found at the step that the class has left it at."""
        programme, session = self._programme, self._session
        assert programme is not None
        place, room = programme.world(cue), programme.room(cue)
        if place is not None:
            stop = programme.stop(cue)
            comes, known = session.stop != room, session.left_at(room) is not None
            if comes:
                self._enter(room, place.scene, place.knobs, stop.shows if stop is not None else None)
                session.set_speed(stop.speed if stop is not None else 1.0)
            if forwards or not (comes and known and as_left):
                self._be_at(
                    cue, nearest(session.steps, place.at), plays=forwards and not (comes and cue.kind == "open")
                )
            if stop is not None and stop.run == "live" and stop.lab and not known:
                self.run_wanted.emit(stop.lab, stop.patience)
        self.cued.emit()

    def _enter(self, room: str, scene: Scene, knobs: Knobs, shows: tuple[str, ...] | None = None) -> None:
        """Open a scene in a room of the session's, or the user's own where none is named."""
        self._moving = True
        try:
            if room:
                self._session.enter(room, scene, knobs, shows)
            else:
                self._session.open(scene.name)
        finally:
            self._moving = False

    def _be_at(self, cue: Cue, step: int, plays: bool) -> None:
        """Rest at the end of a step, or play it where that is what the cue brings."""
        session = self._session
        brings = cue.kind in ("step", "show") or (cue.kind == "reveal" and session.step != step)
        if plays and brings:
            session.play_step(step)
        elif session.player.playing or session.player.t != boundaries(session.steps)[step]:
            session.show_step(step)
