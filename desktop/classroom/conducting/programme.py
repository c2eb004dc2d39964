"""What a lesson that is being given is made of: the scenes of its stops as the class has left them, and questions."""

from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path

from desktop.classroom.conducting.cues import Cue, asked_at, cues, told
from desktop.classroom.conducting.posed import Now, Posed, World, foretold, posed
from desktop.classroom.conducting.tallies import Tallies
from desktop.classroom.lessons.model import Ask, Lesson, Stop
from desktop.classroom.stops.card import sentence_scene
from desktop.classroom.stops.foreign import Ready
from desktop.classroom.stops.scene_of import StopError, StopScene, end_scene, scene_of
from scenes.questions.draws import DrawError
from scenes.stage.core.catalogue import plan
from scenes.stage.core.knobs import KnobError, Knobs
from scenes.stage.core.timeline import Step, boundaries, step_titled
from scenes.stage.data.recording import Recorded, Recording

THE_END = "the end"
"""The session's room for the card behind the last stop."""


class Programme:
    """A lesson in a folder with what was made of it so far.

    `left_at` finds the knobs of a stop as the class has left them, if it was there; `recorded` finds the run of a
    preset; `ready` are pictures of the lesson's own that are read already.
    """

    def __init__(
        self,
        lesson: Lesson,
        folder: Path,
        left_at: Callable[[str], Knobs | None],
        recorded: Recorded,
        ready: Ready,
    ) -> None:
        self.lesson, self.folder, self.ready = lesson, folder, ready
        self._left_at, self._recorded = left_at, recorded
        self._scenes: dict[str, tuple[Stop, StopScene]] = {}
        self._plans: dict[str, tuple[StopScene, Knobs, tuple[Step, ...]]] = {}
        self._posed: dict[tuple[str, int], Posed | None] = {}

    def revise(self, lesson: Lesson) -> tuple[frozenset[str], frozenset[tuple[str, int]]]:
        """Take what the lesson's file says by now.

        Returns the ids of the stops that show something else than before, and the questions that are other ones.
        """
        before = {stop.id: stop for stop in self.lesson.stop}
        self.lesson = lesson
        now = {stop.id: stop for stop in lesson.stop}
        other = frozenset(name for name, stop in before.items() if name not in now or _shows(stop) != _shows(now[name]))
        asks = {(name, number): ask for name, stop in before.items() for number, ask in enumerate(stop.ask)}
        changed = frozenset(
            (name, number)
            for (name, number), ask in asks.items()
            if name not in now or number >= len(now[name].ask) or now[name].ask[number] != ask or name in other
        )
        for key in changed:
            self._posed.pop(key, None)
        return other, changed

    def ask(self, cue: Cue) -> Ask | None:
        """What is asked at a cue; None where it is no question, or one that there is no longer."""
        stop = self.stop(cue)
        return stop.ask[cue.ask] if stop is not None and cue.ask is not None and cue.ask < len(stop.ask) else None

    def cues(self, tallies: Tallies, left_out: Container[str]) -> tuple[Cue, ...]:
        """The cues as knobs and counts stand."""
        return cues(self.lesson, lambda stop: [step.title for step in self.plan(stop)], tallies, left_out)

    def stop(self, cue: Cue) -> Stop | None:
        """The stop of a cue; None at the end."""
        return next((stop for stop in self.lesson.stop if stop.id == cue.stop), None)

    def scene(self, stop: Stop) -> StopScene:
        """The scene of a stop, or a card that says why it can't be shown: a file may be gone since it was read."""
        made = self._scenes.get(stop.id)
        if made is None or made[0] != stop:
            made = self._scenes[stop.id] = stop, self._made(stop)
        return made[1]

    def _made(self, stop: Stop) -> StopScene:
        try:
            return scene_of(stop, self.folder, ready=self.ready)
        except StopError as error:
            scene = sentence_scene(stop.title or stop.id, str(error))
            return StopScene(scene, scene.knobs())

    def knobs(self, stop: Stop) -> Knobs:
        """The knobs of a stop, as the class has left them."""
        left = self._left_at(stop.id)
        return left if left is not None else self.scene(stop).knobs

    def plan(self, stop: Stop) -> tuple[Step, ...]:
        """The steps of a stop's scene, as the class has left its knobs."""
        made, knobs = self.scene(stop), self.knobs(stop)
        known = self._plans.get(stop.id)
        if known is None or known[0] is not made or known[1] != knobs:
            known = self._plans[stop.id] = made, knobs, plan(made.scene, knobs)
        return known[2]

    # --- Questions --------------------------------------------------------------------------------------------------

    def question(self, cue: Cue) -> Posed | None:
        """The question of a cue; None where it can't be put as things stand."""
        stop = self.stop(cue)
        if stop is None or cue.ask is None or self.ask(cue) is None:
            return None
        key = stop.id, cue.ask
        if key not in self._posed:
            self._posed[key] = self._put(stop, cue.ask)
        return self._posed[key]

    def _put(self, stop: Stop, number: int) -> Posed | None:
        ask = stop.ask[number]
        try:
            if ask.mark:
                return foretold(self._when_asked(stop, ask), ask)
            return posed(self.lesson, stop, number, World(self.scene(stop).scene, self.knobs(stop), ask.at))
        except (KeyError, KnobError, DrawError):  # the file's faults are told where it is read
            return None

    def _when_asked(self, stop: Stop, ask: Ask) -> Now:
        """What the class sees when a question of a stop is put, with the knobs as it has left them."""
        scene, knobs, steps = self.scene(stop).scene, self.knobs(stop), self.plan(stop)
        titles = [step.title for step in steps]
        end = boundaries(steps)[titles.index(asked_at(ask, told(stop, titles)))]
        return Now(scene, knobs, end, scene.run(knobs, self._recorded))

    def fresh(self, cue: Cue) -> Posed | None:
        """The question of a cue; one about a number is made anew whenever it is put."""
        if cue.kind == "ask" and cue.ask is not None and self.asks_a_number(cue):
            self._posed.pop((cue.stop, cue.ask), None)
        return self.question(cue)

    def asks_a_number(self, cue: Cue) -> bool:
        """Whether a cue's question is about a number that the next step writes."""
        ask = self.ask(cue)
        return ask is not None and bool(ask.mark)

    def recording(self, place: World) -> Recording | None:
        """The run that a world shows, if it shows one."""
        return place.scene.run(place.knobs, self._recorded)

    # --- Pictures ---------------------------------------------------------------------------------------------------

    def room(self, cue: Cue) -> str:
        """The session's room for a cue: the stop's, or one for the question's own scene."""
        stop = self.stop(cue)
        if stop is None:
            return THE_END
        ask = self.ask(cue)
        if ask is not None and ask.item:
            return f"{stop.id}{'!' if cue.kind == 'show' else '?'}{cue.ask}"
        return stop.id

    def world(self, cue: Cue) -> World | None:
        """What a cue shows; None where that can't be told."""
        stop = self.stop(cue)
        if stop is None:
            scene = end_scene(self.lesson)
            return World(scene, scene.knobs(), "")
        ask = self.ask(cue)
        if ask is not None and ask.item:
            question = self.question(cue)
            return None if question is None else question.shown if cue.kind == "show" else question.before
        return World(self.scene(stop).scene, self.knobs(stop), cue.at)


def _shows(stop: Stop) -> tuple[object, ...]:
    """What a stop is shown by: another one of these is another picture."""
    return stop.scene, stop.lab, stop.card, stop.picture, stop.knobs, stop.shows


def step_in(world: World) -> int | None:
    """The step of a world; None where its scene has no step of that title as its knobs stand."""
    try:
        return step_titled(plan(world.scene, world.knobs), world.at)
    except KeyError:
        return None


def nearest(steps: tuple[Step, ...], title: str) -> int:
    """The step of a title; the last one where the class has turned knobs so that there is none."""
    try:
        return step_titled(steps, title)
    except KeyError:
        return len(steps) - 1
