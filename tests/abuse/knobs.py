"""Every knob of every scene at, beyond and far beyond its limits, as words, as values and out of a stored state."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from scenes.stage.core.catalogue import Scene
    from scenes.stage.core.knobs import Knob, Knobs

WORDS = (
    *("", " ", "x", "nan", "inf", "-inf", "1e308", "1e309", "-1e999", "9" * 309, "9" * 5000, "½", "1/9", "1/0", "0_5"),
    *("−1", "1,5", "1.000", "0x10", "True", "on", "None", "[]", "\0", "\n", "é" * 300, "../..", "a=b", "%s", "{x}"),
)
"""What may stand behind --knob NAME=."""
NUMBERS = (1, -99, 1e308, "x", None)
PLAIN: tuple[Any, ...] = (
    *(None, True, -1, 0, 0.5, 10**6, 10**30, -(10**400), 1e308, "x", "1", "", [], {}, [[]], [0], [0, 0], [99, 99]),
    *([-1, -1], [10**9, 10**30], [0.5, 0.5], ["a", "b"], [None, None], {"name": "cat"}, [[0, 1]], [[[0, 0, 0], 1]]),
    *([[index, number]] for index in ([], [0], [0, 0], [99, 99], [-1, -1]) for number in NUMBERS),
    *([[[0, 0, 0], 1], [[0, 1, 0, 0], number]] for number in NUMBERS),
)
"""What may stand in a state file where a knob's value does."""


class Try(NamedTuple):
    """One value for one knob: "word", "value" or "plain"."""

    scene: str
    knob: str
    how: str
    value: Any


@cache
def tries() -> tuple[Try, ...]:
    """Everything that one round tries."""
    from scenes.stage.core.catalogue import catalogue
    from scenes.stage.core.knobs import knobs_of

    return tuple(
        Try(scene.name, form.name, how, value)
        for scene in catalogue().scenes
        for form in knobs_of(scene.knobs)
        for how, values in (("word", words(form)), ("value", limits(form)), ("plain", (*limits(form), *PLAIN)))
        for value in values
    )


def limits(form: Knob) -> Iterator[Any]:
    """Values at, just beyond and far beyond the limits of a knob."""
    if form.kind in ("integer", "real"):
        for end, away in ((form.low, -1), (form.high, 1)):
            yield from (end, end + away * form.step, end + away * 0.5, end + away * 1e-9, away * 1e308, away * 10**400)
        yield from (math.nan, math.inf, -math.inf, 5e-324)
    elif form.kind == "toggle":
        yield from (True, False, 1, 0, "on")
    elif form.kind == "choice":
        yield from (*form.choices, form.choices[0].upper(), f"{form.choices[0]} ", form.choices[:2])


def words(form: Knob) -> Iterator[str]:
    """What may be typed behind a knob's name."""
    if form.kind == "picture":
        yield from (choice.name for choice in form.choices)
    yield from (str(value) for value in limits(form) if not (isinstance(value, int) and abs(value) > 10**300))
    yield from WORDS


def case(seed: int, place: Path) -> str | None:
    """Turn one knob as the seed says, from the second round on with others turned by chance, and draw what comes."""
    from scenes.stage.core.catalogue import catalogue
    from scenes.stage.core.knobs import KnobError, change, from_plain, parse, to_plain

    tried = tries()[seed % len(tries())]
    scene, chance = catalogue().find(tried.scene), random.Random(seed)
    others = turned(scene, chance) if seed >= len(tries()) and chance.random() < 0.8 else scene.knobs()
    try:
        if tried.how == "word":
            knobs = parse(scene.knobs, {tried.knob: tried.value})
        elif tried.how == "value":
            knobs = change(others, tried.knob, tried.value)
        else:
            knobs = from_plain(scene.knobs, to_plain(others) | {tried.knob: tried.value})
    except KnobError as error:
        return _no_sentence(str(error), tried)
    try:
        return drawn(scene, knobs, chance)
    except Exception as error:
        error.add_note(f"{tried}")
        raise RuntimeError(f"{scene.name} with {to_plain(knobs)}: {type(error).__name__}: {error}") from error


def turned(scene: Scene, chance: random.Random) -> Knobs:
    """Knobs of a scene with some of them turned by chance, as far as that can be shown."""
    from scenes.stage.core.knobs import KnobError, change, knobs_of

    knobs = scene.knobs()
    for form in chance.sample(knobs_of(scene.knobs), k=len(knobs_of(scene.knobs))):
        values = [value for value in (*form.choices, *limits(form)) if value == value]
        if values:
            try:
                knobs = change(knobs, form.name, chance.choice(values))
            except KnobError:
                continue
    return knobs


def _no_sentence(said: str, tried: Try) -> str | None:
    """What is wrong with a refusal."""
    if tried.how == "plain":
        return None  # nobody reads that one: the session leaves out what doesn't fit
    if len(said) > 600 or "\n" in said or not said.endswith("."):
        return f"{tried.scene} {tried.knob} {tried.how} {str(tried.value)[:60]!r} is refused without a sentence: {said}"
    if any(len(word.strip("',;:.")) > 80 for word in said.split()):
        return f"{tried.scene} {tried.knob} {tried.how}: long words are said again in full: {said}"
    return None


def drawn(scene: Scene, knobs: Knobs, chance: random.Random) -> str | None:
    """What is wrong with the pictures of a scene, as plain data and as SVG."""
    from desktop.runs.storage import bundled
    from scenes.stage.core.catalogue import plan, render
    from scenes.stage.core.knobs import from_plain, to_plain
    from scenes.stage.core.timeline import boundaries
    from scenes.stage.output.as_json import frame_as_plain

    if from_plain(scene.knobs, json.loads(json.dumps(to_plain(knobs)))) != knobs:
        return f"{scene.name}: the next start would read {to_plain(knobs)} otherwise"
    recording = bundled(scene.preset(knobs)) if scene.preset and chance.random() < 0.7 else None
    ends = boundaries(plan(scene, knobs, recording))
    for t in (0.0, *chance.sample(ends, k=min(3, len(ends))), chance.uniform(0, ends[-1]), ends[-1]):
        frame = frame_as_plain(render(scene, knobs, t, recording))
        json.dumps(frame, allow_nan=False)
        wrong = next(unplaced(frame["marks"]), None)
        if wrong is not None:
            return f"{scene.name} with {to_plain(knobs)} at {t}: {wrong}"
    return None


PLACES = ("x", "y", "width", "height", "origin", "u", "v", "size", "points")


def unplaced(marks: Any) -> Iterator[str]:
    """What in marks stands nowhere, or says a number in words of a programmer."""
    if isinstance(marks, list):
        for each in marks:
            yield from unplaced(each)
    elif isinstance(marks, dict):
        for name, value in marks.items():
            if name in ("x", "y", "width", "height", "origin", "u", "v", "size", "points") and "NaN" in json.dumps(
                value
            ):
                yield f"a {marks.get('kind')} has no {name}"
            if name == "text" and isinstance(value, str) and re.search(r"\bnan\b|\binf\b|\de[+-]\d", value):
                yield f"a text says {value!r}"
            yield from unplaced(value)
