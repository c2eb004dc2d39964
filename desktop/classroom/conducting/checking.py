"""What a lesson's checker asks of the scenes that stops are shown by: their steps, and what can't be shown or asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from desktop.classroom.lessons.faults import nearest
from desktop.classroom.lessons.meaning import FaultsOf, Key, StepsOf
from desktop.classroom.lessons.model import Ask, Stop
from desktop.classroom.stops import scene_of as stops
from desktop.classroom.stops.card import card_faults
from desktop.classroom.stops.foreign import Ready, pictures_of, without_reading
from desktop.classroom.stops.scene_of import NOTHING_READ, StopError, scene_of
from scenes.questions.predicting.news import news
from scenes.stage.core.catalogue import Scene, plan
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.lattice import Cell
from scenes.stage.core.timeline import Step, boundaries, step_titled
from scenes.stage.data.pictures import Picture
from scenes.stage.numbers.reading import echoed

LISTED = 5
"""So many names are told where none is like the one that is asked about."""

STEM, OPTION, WHY = 180, 60, 160
"""The most letters of a question's parts with which its card can be read from the last row."""

Fault = tuple[Key, str]


def steps_of(folder: Path, ready: Ready | None = None) -> StepsOf:
    """Find the steps of a stop of a lesson in a folder, whatever it shows.

    Where `ready` is given no picture is read, and one that is not in it is taken for a blank one.
    """

    def found(stop: Stop) -> tuple[Step, ...]:
        return stops.steps_of(stop, folder, NOTHING_READ if ready is None else without_reading(stop, folder, ready))

    return found


def faults_of(folder: Path, ready: Ready | None = None) -> FaultsOf:
    """Find what can't be shown of a card, what is too long in a question, and numbers asked about that no step writes.

    Where `ready` is given no picture is read, and numbers of a stop that waits for one are not looked for yet.
    """

    def found(stop: Stop) -> Iterator[Fault]:
        if stop.kind == "card":
            yield from ((("card",), sentence) for sentence in card_faults(stop.card))
        for number, ask in enumerate(stop.ask):
            yield from _too_long(number, ask)
        if ready is None or all(isinstance(ready.get(each), Picture) for each in pictures_of(stop, folder)):
            yield from _of_numbers(stop, folder, ready or NOTHING_READ)

    return found


def _too_long(number: int, ask: Ask) -> Iterator[Fault]:
    """The parts of a question that don't fit on its card."""
    texts: list[tuple[Key, str, str, int]] = [(("stem",), "question", ask.stem, STEM)]
    for place, choice in enumerate(ask.options):
        texts.append((("options", place, "text"), "option", choice.text, OPTION))
        texts.append((("options", place, "why"), "reason", choice.why, WHY))
    for key, what, text, most in texts:
        if len(text) > most:
            yield ("ask", number, *key), f"This {what} has {len(text)} letters, and {most} fit on its card."


def _of_numbers(stop: Stop, folder: Path, ready: Ready) -> Iterator[Fault]:
    asks = [(number, ask) for number, ask in enumerate(stop.ask) if ask.mark]
    if not asks:
        return
    try:
        shown = scene_of(stop, folder, ready=ready)
    except StopError:  # which is told already
        return
    steps = plan(shown.scene, shown.knobs)
    for number, ask in asks:
        try:
            index = step_titled(steps, ask.at or stop.last or steps[-1].title)
        except KeyError:  # which is told already
            continue
        if index + 1 == len(steps):
            sentence = "No step comes after the last one of a scene, so no number can be foretold there."
        else:
            written = _written(shown.scene, shown.knobs, boundaries(steps)[index])
            sentence = _not_written(ask, steps[index].title, written)
        if sentence:
            yield ("ask", number, "mark"), sentence


@lru_cache(maxsize=512)
def _written(scene: Scene, knobs: Knobs, t: float) -> tuple[tuple[str, Cell | None], ...]:
    """The marks and cells into which the step after t writes numbers: what to render for, once and not for each ask."""
    return tuple((each.mark, each.cell) for each in news(scene, knobs, t))


def _not_written(ask: Ask, title: str, written: tuple[tuple[str, Cell | None], ...]) -> str:
    """Why the number that is asked about can't be foretold at a step; "" where it can."""
    names = list(dict.fromkeys(mark for mark, _ in written))
    if any(mark == ask.mark and ask.cell in (None, cell) for mark, cell in written):
        return ""
    near = nearest(ask.mark, names)
    if ask.mark in names:
        hint = "it writes there, but not into that cell"
    elif near:
        hint = f"the nearest name is {echoed(near)!r}"
    elif names:
        hint = f"it writes into {', '.join(repr(echoed(name)) for name in names[:LISTED])}"
    else:
        hint = "it writes no number"
    return f"The step after {echoed(title)!r} writes no number into {echoed(ask.mark)!r}; {hint}."
