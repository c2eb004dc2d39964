"""What would be written instead if one knob stood otherwise: the wrong answers, each with the mistake that gives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from scenes.questions.predicting.figures import Figure, figures, number_in
from scenes.questions.predicting.news import News
from scenes.stage.core.catalogue import Scene, plan, render
from scenes.stage.core.knobs import Knob, KnobError, Knobs, change, knobs_of
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import Step, boundaries, step_titled
from scenes.stage.data.recording import Recording

MOST, ENOUGH = 5, 3
"""So many wrong answers there are at most; and when no more mistakes are known, so many are enough."""
FEW = 4
"""Choices among no more than so many values are tried out one by one."""
RENDERS = 24
"""So many pictures are computed for one question at most."""


@dataclass(frozen=True)
class Counterfactual:
    """What stands at the same place when one knob is turned: its value, how it is written, and why somebody says so.

    `knobs` are those of that world, so that it can be shown; `knob` is the name of the one that is turned.
    """

    value: float
    text: str
    why: str
    knob: str
    knobs: Knobs
    slip: str = ""


@dataclass(frozen=True)
class _Turn:
    knob: str
    value: Any
    why: str
    slip: str = ""


def counterfactuals(
    scene: Scene, knobs: Knobs, news: News, title_of_next_step: str, recording: Recording | None = None
) -> tuple[Counterfactual, ...]:
    """The numbers that one turned knob would put at the place of the news, at the end of the step of that title.

    The scene's confusions come first, then other turns of its knobs. All differ from the key and from each other as
    they are written. Raises KeyError where there is no such step.
    """
    steps = plan(scene, knobs, recording)
    worlds, told = _Worlds(scene, recording, steps, title_of_next_step), {_said(news.text)}
    found: list[Counterfactual] = []
    known = ((turn, MOST) for turn in _confused(scene, knobs))
    tried = ((turn, ENOUGH) for turn in _turns(knobs, worlds.step))
    for turn, most in chain(known, tried):
        if len(found) >= most or worlds.renders >= RENDERS:
            continue
        world = _turned(scene, knobs, turn)
        figure = None if world is None else worlds.figure(world, news)
        if world is not None and figure is not None and _said(figure.text) not in told:
            told.add(_said(figure.text))
            found.append(Counterfactual(figure.value, figure.text, turn.why, turn.knob, world, turn.slip))
    return tuple(found)


class _Worlds:
    """Pictures of one step under other knobs, counted."""

    def __init__(self, scene: Scene, recording: Recording | None, steps: tuple[Step, ...], title: str) -> None:
        self._scene, self._recording, self._title = scene, recording, title
        self._index, self._count = step_titled(steps, title), len(steps)
        self._end = boundaries(steps)[self._index]
        self.step = steps[self._index]
        self.renders = 1

    def figure(self, knobs: Knobs, news: News) -> Figure | None:
        """What stands at the place of the news in the world of these knobs; None where there is no such number."""
        frame = self._frame(knobs)
        found = () if frame is None else figures(frame)
        return next((figure for figure in found if figure.key == news.figure.key), None)

    def _frame(self, knobs: Knobs) -> Frame | None:
        """The end of the step under other knobs. Some titles name a knob's value: as many steps are the same steps."""
        self.renders += 1
        frame = render(self._scene, knobs, self._end, self._recording)
        try:
            index = step_titled(frame.steps, self._title)
        except KeyError:
            if len(frame.steps) != self._count:
                return None
            index = self._index
        end = boundaries(frame.steps)[index]
        if abs(end - frame.t) < 1e-9:
            return frame
        self.renders += 1
        return render(self._scene, knobs, end, self._recording)


def _turned(scene: Scene, knobs: Knobs, turn: _Turn) -> Knobs | None:
    """The knobs with one turned; None where that is refused, changes nothing, or asks for another training run."""
    try:
        world = change(knobs, turn.knob, turn.value)
    except KnobError:
        return None
    same_run = scene.preset is None or scene.preset(world) == scene.preset(knobs)
    return world if same_run and world != knobs else None


def _confused(scene: Scene, knobs: Knobs) -> Iterator[_Turn]:
    for each in scene.confusions:
        yield _Turn(each.knob, each.wanted(knobs), each.why, each.slip)


def _turns(knobs: Knobs, step: Step) -> Iterator[_Turn]:
    """Turns of knobs that choose what is done: first those that the step is about, then in the panel's order."""
    forms = [form for form in knobs_of(knobs) if not form.given]
    for form in sorted(forms, key=lambda form: form.name not in step.knobs):
        now = getattr(knobs, form.name)
        for value in _others(form, now):
            yield _Turn(form.name, value, f"So it is where “{form.label}” is {_in_words(value)}.")


def _others(form: Knob, now: Any) -> tuple[Any, ...]:
    if form.kind == "toggle":
        return (not now,)
    if form.kind == "integer":
        return now + 1, now - 1
    if form.kind == "choice" and len(form.choices) <= FEW:
        return tuple(value for value in form.choices if value != now)
    return ()


def _in_words(value: Any) -> str:
    return ("off", "on")[value] if isinstance(value, bool) else f"{value}"


def _said(text: str) -> float | str:
    """What a text says: +1 and 1 are one number."""
    number = number_in(text)
    return text if number is None else number.value
