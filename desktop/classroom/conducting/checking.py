"""What a lesson's checker asks of the scenes that stops are shown by: their steps, and what can't be shown or asked."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from desktop.classroom.lessons.meaning import FaultsOf, Key, StepsOf
from desktop.classroom.lessons.model import Ask, Stop
from desktop.classroom.stops import scene_of as stops
from desktop.classroom.stops.card import card_faults
from desktop.classroom.stops.scene_of import StopError, scene_of
from scenes.questions.predicting.news import news
from scenes.stage.core.catalogue import plan
from scenes.stage.core.timeline import boundaries, step_titled
from scenes.stage.numbers.reading import echoed

Fault = tuple[Key, str]


def steps_of(folder: Path) -> StepsOf:
    """Find the steps of a stop of a lesson in a folder, whatever it shows."""
    return lambda stop: stops.steps_of(stop, folder)


def faults_of(folder: Path) -> FaultsOf:
    """Find what can't be shown of a card, and numbers that no step writes though they are asked about."""

    def found(stop: Stop) -> Iterator[Fault]:
        if stop.kind == "card":
            yield from ((("card",), sentence) for sentence in card_faults(stop.card))
        for number, ask in enumerate(stop.ask):
            if ask.mark:
                yield from _of_number(stop, folder, number, ask)

    return found


def _of_number(stop: Stop, folder: Path, number: int, ask: Ask) -> Iterator[Fault]:
    try:
        shown = scene_of(stop, folder)
        steps = plan(shown.scene, shown.knobs)
        index = step_titled(steps, ask.at or stop.last or steps[-1].title)
    except (StopError, KeyError):  # which is told already
        return
    if index + 1 == len(steps):
        yield (
            ("ask", number, "mark"),
            "No step comes after the last one of a scene, so no number can be foretold there.",
        )
        return
    written = news(shown.scene, shown.knobs, boundaries(steps)[index])
    if any(each.mark == ask.mark and ask.cell in (None, each.cell) for each in written):
        return
    names = list(dict.fromkeys(each.mark for each in written))
    near = get_close_matches(ask.mark, names, 1, 0.0)
    if not near:
        hint = "it writes no number"
    elif near[0] == ask.mark:
        hint = "it writes there, but not into that cell"
    else:
        hint = f"the nearest name is {echoed(near[0])!r}"
    where = f"The step after {echoed(steps[index].title)!r} writes no number into {echoed(ask.mark)!r}"
    yield ("ask", number, "mark"), f"{where}; {hint}."
