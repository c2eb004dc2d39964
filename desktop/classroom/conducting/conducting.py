"""Gives a lesson: the only thing that turns cues into what the session shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.classroom.conducting.conductor import Conductor
from desktop.classroom.conducting.cues import QUESTION, VOTE, Cue, Kind, cues
from desktop.classroom.conducting.left import Left
from desktop.classroom.conducting.posed import Posed, World, foretold, posed
from desktop.classroom.conducting.tallies import Tally, Vote
from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.stops.card import sentence_scene
from desktop.classroom.stops.foreign import Foreign, Found
from desktop.classroom.stops.scene_of import StopError, StopScene, end_scene, scene_of
from desktop.player.remembered import fitting
from desktop.player.session import SceneSession
from scenes.questions.draws import DrawError
from scenes.stage.core.catalogue import Scene, plan, render
from scenes.stage.core.knobs import KnobError, Knobs
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import Step, boundaries, step_titled
from scenes.stage.data.recording import Recording

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
        recorded: Callable[[str], Recording | None],
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._recorded, self._now = session, recorded, now
        self.ready: dict[Foreign, Found] = {}
        """The pictures of the lesson's own that are read already."""
        self.lesson: Lesson | None = None
        self.folder = Path()
        self.left_out: frozenset[str] = frozenset()
        self.tallies: dict[Vote, Tally] = {}
        self._conductor: Conductor | None = None
        self._spent: dict[str, float] = {}
        self._since = 0.0
        self._scenes: dict[str, tuple[Stop, StopScene]] = {}
        self._plans: dict[str, tuple[StopScene, Knobs, tuple[Step, ...]]] = {}
        self._posed: dict[tuple[str, int], Posed | None] = {}
        self._impromptu: Posed | None = None
        self._revealed = False
        self._aside: tuple[str, Scene] | None = None
        """Where the class was before it was shown the world of a mistake: the session's room, and the scene."""
        self._mistakes = 0

    # --- Beginning and ending ---------------------------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """Whether a lesson is being given."""
        return self._conductor is not None

    def begin(self, lesson: Lesson, folder: Path, stop: str = "") -> None:
        """Give a lesson from its first stop or another one on; optional stops are left out until they are taken in."""
        self.end()
        self.lesson, self.folder = lesson, folder
        self.left_out = frozenset(each.id for each in lesson.stop if each.optional and each.id != stop)
        self._since = self._now()
        whole = Conductor(self._cues())
        self._conductor = whole.jumped(stop) if stop else whole
        self._show(self._conductor.cue, forwards=True)
        self.changed.emit()

    def go_on(self, lesson: Lesson, folder: Path, left: Left) -> None:
        """Give a lesson from where a class was left, with all stops as it left them; nothing plays."""
        self.end()
        self.lesson, self.folder, self.left_out = lesson, folder, left.left_out
        self.tallies, self._spent, self._since = dict(left.tallies), dict(left.spent), self._now()
        for cue in {self._room(each): each for each in left.path}.values():
            self._furnish(cue, left.knobs)
        cues, cue = self._cues(), left.path[-1]
        if cue not in cues:  # the lesson of another version
            cue = Conductor(cues).jumped(cue.stop).cue
        asked = [each for each in left.path if each.kind == "ask" and (each.stop, each.ask) == (cue.stop, cue.ask)]
        for each in asked[-1:]:  # a question about the coming number is made where it was put
            self._furnish(each, left.knobs)
            self._question(each)
        self._furnish(cue, left.knobs)
        cues = self._cues()
        self._conductor = Conductor(cues, cues.index(cue))
        self._show(cue, forwards=False)
        self.changed.emit()

    def _furnish(self, cue: Cue, knobs: Mapping[str, Mapping[str, Any]]) -> None:
        """Have the room of a cue as it was left: with plain knobs by rooms, and at the end of the cue's step."""
        place, stop, session, room = self._world(cue), self._stop_of(cue), self._session, self._room(cue)
        if place is not None:
            turned = fitting(type(place.knobs), knobs[room])[0] if room in knobs else place.knobs
            session.enter(room, place.scene, turned, stop.shows if stop is not None else None)
            session.set_speed(stop.speed if stop is not None else 1.0)
            session.show_step(_nearest(session.steps, place.at))

    def end(self) -> None:
        """Give it no longer: the scene that is open is the user's own again."""
        self._impromptu = self._aside = None
        if self._conductor is None:
            return
        self.lesson, self._conductor = None, None
        self.tallies = {}
        for remembered in (self._spent, self._scenes, self._plans, self._posed):
            remembered.clear()
        self._session.forget_stops()
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
        return self._stop_of(self.cue) if self.cue is not None else None

    @property
    def question(self) -> Posed | None:
        """The question that lies over the stage."""
        if self._impromptu is not None:
            return self._impromptu
        cue = self.cue
        here = self.is_here or self._aside is not None
        return self._question(cue) if cue is not None and cue.kind in QUESTION and here else None

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
        return self.cue is not None and self._session.stop == self._room(self.cue)

    def picture_to_come(self) -> Frame | None:
        """The picture of the next cue; None where that is the present one with other words over it."""
        cue = self.coming
        if cue is None or cue.kind in QUESTION - {"reveal"}:
            return None
        place = self._world(cue)
        if place is None:
            return None
        recording = self._recorded(place.scene.preset(place.knobs)) if place.scene.preset is not None else None
        steps = plan(place.scene, place.knobs, recording)
        return render(place.scene, place.knobs, boundaries(steps)[_nearest(steps, place.at)], recording)

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

    def jump(self, stop: str) -> None:
        """Go to a stop; one that is left out is taken in."""
        if self._conductor is not None:
            self._impromptu = self._aside = None
            self.take_in(stop)
            self._go(self._conductor.jumped(stop), forwards=True)

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
        if self._conductor is None or self.lesson is None:
            return
        known = {stop.id for stop in self.lesson.stop}
        self.left_out |= {stop.id for stop in lesson.stop if stop.optional and stop.id not in known}
        self.lesson = lesson
        self._posed.clear()
        self._replan()
        self.changed.emit()

    # --- Questions --------------------------------------------------------------------------------------------------

    def ask(self, question: Posed) -> None:
        """Put a question that no lesson has planned; it is about what the next step of this scene writes."""
        self._impromptu, self._revealed = question, False
        self.tallies.pop(IMPROMPTU, None)
        self.changed.emit()

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
        if other is None:
            return False
        self._aside = self._session.stop, self._session.scene
        self._mistakes += 1
        self._session.enter(f"mistake {self._mistakes}", other.scene, other.knobs)
        self._session.play_step(_nearest(self._session.steps, other.at))
        self.changed.emit()
        return True

    def _come_back(self) -> None:
        assert self._aside is not None
        (room, scene), self._aside = self._aside, None
        if room:
            self._session.enter(room, scene, scene.knobs())  # a room that there is already keeps its knobs
        else:
            self._session.open(scene.name)
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

    def _question(self, cue: Cue) -> Posed | None:
        """The question of a cue; None where it can't be put as things stand."""
        stop = self._stop_of(cue)
        if stop is None or cue.ask is None or self.lesson is None:
            return None
        key = stop.id, cue.ask
        if key not in self._posed:
            try:
                self._posed[key] = (
                    foretold(self._session, stop.ask[cue.ask])
                    if stop.ask[cue.ask].mark
                    else posed(self.lesson, stop, cue.ask)
                )
            except (KeyError, KnobError, DrawError):  # the file's faults are told where it is read
                self._posed[key] = None
        return self._posed[key]

    # --- From cues to pictures --------------------------------------------------------------------------------------

    def _stop_of(self, cue: Cue) -> Stop | None:
        assert self.lesson is not None
        return next((stop for stop in self.lesson.stop if stop.id == cue.stop), None)

    def _scene_of(self, stop: Stop) -> StopScene:
        made = self._scenes.get(stop.id)
        if made is None or made[0] != stop:
            made = self._scenes[stop.id] = stop, self._made(stop)
        return made[1]

    def _made(self, stop: Stop) -> StopScene:
        """The scene of a stop, or a card that says why it can't be shown: a file may be gone since it was read."""
        try:
            return scene_of(stop, self.folder, ready=self.ready)
        except StopError as error:
            scene = sentence_scene(stop.title or stop.id, str(error))
            return StopScene(scene, scene.knobs())

    def _knobs(self, stop: Stop) -> Knobs:
        """The knobs of a stop, as the class has left them."""
        left = self._session.left_at(stop.id)
        return left if left is not None else self._scene_of(stop).knobs

    def _plan(self, stop: Stop) -> tuple[Step, ...]:
        made, knobs = self._scene_of(stop), self._knobs(stop)
        known = self._plans.get(stop.id)
        if known is None or known[0] is not made or known[1] != knobs:
            known = self._plans[stop.id] = made, knobs, plan(made.scene, knobs)
        return known[2]

    def _cues(self) -> tuple[Cue, ...]:
        lesson = self.lesson
        assert lesson is not None
        return cues(lesson, lambda stop: [step.title for step in self._plan(stop)], self.tallies, self.left_out)

    def _replan(self) -> None:
        """Tell the cues anew: knobs, counts or the file may say something else by now."""
        assert self._conductor is not None
        before = self._conductor.cue
        self._conductor = self._conductor.with_cues(self._cues())
        if self._conductor.cue != before:
            self._show(self._conductor.cue, forwards=False)

    def _go(self, conductor: Conductor, forwards: bool) -> None:
        assert self._conductor is not None
        before = self._conductor.cue
        if conductor.cue == before:
            return
        self._conductor = self._past_what_cant_be_asked(conductor, forwards)
        if conductor.cue.stop != before.stop:
            now = self._now()
            self._spent[before.stop] = self._spent.get(before.stop, 0.0) + now - self._since
            self._since = now
        self._show(self._conductor.cue, forwards)

    def _past_what_cant_be_asked(self, conductor: Conductor, forwards: bool) -> Conductor:
        """Pass over a question that makes no sense any more, so that no press is without effect."""
        while conductor.cue.kind in QUESTION and self._fresh(conductor.cue) is None:
            further = conductor.next() if forwards else conductor.back()
            if further == conductor:
                break
            conductor = further
        return conductor

    def _fresh(self, cue: Cue) -> Posed | None:
        """The question of a cue; one about a number is made anew whenever it is put."""
        stop = self._stop_of(cue)
        if cue.kind == "ask" and stop is not None and cue.ask is not None and stop.ask[cue.ask].mark:
            self._posed.pop((stop.id, cue.ask), None)
        return self._question(cue)

    def _room(self, cue: Cue) -> str:
        """The session's room for a cue: the stop's, or one for the question's own scene."""
        stop = self._stop_of(cue)
        if stop is None:
            return "the end"
        if cue.ask is not None and stop.ask[cue.ask].item:
            return f"{stop.id}{'!' if cue.kind == 'show' else '?'}{cue.ask}"
        return stop.id

    def _world(self, cue: Cue) -> World | None:
        """What a cue shows."""
        stop = self._stop_of(cue)
        if stop is None:
            assert self.lesson is not None
            scene = end_scene(self.lesson)
            return World(scene, scene.knobs(), "")
        if cue.ask is not None and stop.ask[cue.ask].item:
            question = self._question(cue)
            return None if question is None else question.shown if cue.kind == "show" else question.before
        return World(self._scene_of(stop).scene, self._knobs(stop), cue.at)

    def _show(self, cue: Cue, forwards: bool) -> None:
        place, session, room = self._world(cue), self._session, self._room(cue)
        if place is not None:
            stop = self._stop_of(cue)
            comes, known = session.stop != room, session.left_at(room) is not None
            if comes:
                session.enter(room, place.scene, place.knobs, stop.shows if stop is not None else None)
                session.set_speed(stop.speed if stop is not None else 1.0)
            if forwards or not (comes and known):
                self._be_at(
                    cue, _nearest(session.steps, place.at), plays=forwards and not (comes and cue.kind == "open")
                )
            if stop is not None and stop.run == "live" and stop.lab and not known:
                self.run_wanted.emit(stop.lab, stop.patience)
        self.cued.emit()

    def _be_at(self, cue: Cue, step: int, plays: bool) -> None:
        """Rest at the end of a step, or play it where that is what the cue brings."""
        session = self._session
        brings = cue.kind in ("step", "show") or (cue.kind == "reveal" and session.step != step)
        if plays and brings:
            session.play_step(step)
        elif session.player.playing or session.player.t != boundaries(session.steps)[step]:
            session.show_step(step)


def _nearest(steps: tuple[Step, ...], title: str) -> int:
    """The step of a title; the last one where the class has turned knobs so that there is none."""
    try:
        return step_titled(steps, title)
    except KeyError:
        return len(steps) - 1
