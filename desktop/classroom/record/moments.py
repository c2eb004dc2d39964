"""A moment as text, to be sent to somebody: a line for the shell, and below it the stop of a lesson."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.classroom.lessons.knobs import picture_files
from desktop.classroom.lessons.model import FORMAT, Stop
from desktop.classroom.lessons.reading import read
from desktop.classroom.lessons.shelf import id_of
from desktop.classroom.lessons.writing import stop_block
from scenes.stage.core.catalogue import Catalogue, Scene, plan
from scenes.stage.core.knobs import Knob, KnobError, Knobs, from_plain, knobs_of, parse, to_plain
from scenes.stage.core.timeline import step_named
from scenes.stage.data.pictures import Picture
from scenes.stage.numbers.reading import echoed, number_in_words

PROGRAM = "convoscope"
STOP = "[[stop]]"
LARGEST = 64 * 1024
"""Letters of the longest text that is read as a moment."""
NAMED = 3
"""So many knobs are named before one opens a moment."""


class MomentError(ValueError):
    """A text can't be opened as a moment, or a moment can't be copied; the message says why in one sentence."""


@dataclass(frozen=True)
class Place:
    """A scene with its knobs at the end of the step titled `at`; "" is its beginning."""

    scene: Scene
    knobs: Knobs
    at: str = ""


# --- Writing --------------------------------------------------------------------------------------------------------


def copied(place: Place) -> str:
    """A moment as text. Raises MomentError where too much is changed by hand for that."""
    stop = Stop(
        id=id_of(place.scene.name), scene=place.scene.name, knobs=_kept(place.knobs), first=place.at, last=place.at
    )
    text = f"{shell_line(place)}\n\n{stop_block(stop)}"
    if len(text) > LARGEST:
        raise MomentError("Too many numbers are changed by hand to copy this moment. Add it to a lesson instead.")
    return text


def leaves_out(knobs: Knobs) -> str:
    """What a copied moment can't take along, as a sentence; "" where that is nothing."""
    return "Your own picture stays here: it is not part of the text." if _own_pictures(knobs) else ""


def shell_line(place: Place) -> str:
    """The command that opens a moment, as far as words can say it: not numbers that were changed by hand."""
    words = [PROGRAM, "--scene", place.scene.name]
    for name, word in _words(place.knobs).items():
        words += ["--knob", f"{name}={word}"]
    if place.at:
        words += ["--step", place.at]
    return shlex.join(words)


def _words(knobs: Knobs) -> dict[str, str]:
    """The words for knobs that aren't as at first, or that would follow others and be otherwise then."""
    forms = [form for form in knobs_of(knobs) if form.kind != "hidden" and form.name not in _own_pictures(knobs)]
    said = {form.name: _word(form, getattr(knobs, form.name)) for form in forms}
    turned = {form.name: said[form.name] for form in forms if getattr(knobs, form.name) != form.default}
    try:
        found = parse(type(knobs), turned)
    except KnobError:  # what words leave out is needed to show it
        return turned
    return {
        form.name: said[form.name]
        for form in forms
        if form.name in turned or getattr(found, form.name) != getattr(knobs, form.name)
    }


def _word(form: Knob, value: Any) -> str:
    if form.kind == "toggle":
        return "on" if value else "off"
    return value.name if form.kind == "picture" else repr(value) if form.kind == "real" else str(value)


def _kept(knobs: Knobs) -> dict[str, Any]:
    own = _own_pictures(knobs)
    return {name: value for name, value in to_plain(knobs).items() if name not in own}


def _own_pictures(knobs: Knobs) -> frozenset[str]:
    """The knobs that stand at a picture of the user's own."""
    values = {form.name: getattr(knobs, form.name) for form in knobs_of(knobs)}
    return frozenset(name for name, value in values.items() if isinstance(value, Picture) and not value.bundled)


# --- Reading --------------------------------------------------------------------------------------------------------


def is_moment(text: str) -> bool:
    """Whether a text is meant as a moment: a line for the shell, or the stop of a lesson. No table begins so."""
    first = text[:LARGEST].lstrip().split("\n", 1)[0].split(maxsplit=1)
    return bool(first) and (first[0] in (PROGRAM, STOP) or _stop_at(text[:LARGEST]) is not None)


def read_moment(text: str, scenes: Catalogue) -> Place:
    """The moment that a text says; the stop in it goes before the line for the shell, which can say less.

    Nothing in it is carried out, and no file that it names is opened. Raises MomentError.
    """
    if len(text) > LARGEST:
        raise MomentError("This text is too long to be opened: a moment has a few lines.")
    at = _stop_at(text)
    place = _of_stop(text[at:], scenes) if at is not None else _of_line(text, scenes)
    try:
        plan(place.scene, place.knobs)
    except Exception as error:  # numbers changed by hand can be anything, and a scene makes of them what it can
        raise MomentError(f"{place.scene.title} can't be shown with these knobs.") from error
    return place


def _stop_at(text: str) -> int | None:
    """Where the stop begins."""
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip().startswith(STOP):
            return at
        at += len(line)
    return None


def _of_stop(block: str, scenes: Catalogue) -> Place:
    found = read(f'convoscope = {FORMAT}\nid = "moment"\ntitle = "Moment"\n\n{block}', scenes=scenes)
    if found.faults:
        raise MomentError(f"This stop can't be opened. {found.faults[0].sentence}")
    if found.lesson is None or len(found.lesson.stop) != 1:
        raise MomentError("This text has several stops. Copy one of them, and paste that.")
    stop = found.lesson.stop[0]
    if not stop.scene:
        raise MomentError("This stop shows no scene, so it can only be opened as part of a lesson.")
    if picture_files(stop):
        raise MomentError("This stop needs a picture that lies beside its lesson. Open the lesson instead.")
    scene = scenes.find(stop.scene)
    return Place(scene, from_plain(scene.knobs, stop.knobs), stop.first)


def _of_line(text: str, scenes: Catalogue) -> Place:
    try:
        words = shlex.split(text.strip().split("\n", 1)[0])
    except ValueError as error:
        raise MomentError("A quotation mark is missing in this command, so it can't be opened.") from error
    options = _options(words[1:])
    turned: dict[str, str] = {}
    for word in options.get("knob", []):
        name, equals, value = word.partition("=")
        if not equals:
            raise MomentError(f"A knob is written as name=value, not {echoed(word)!r}.")
        turned[name] = value
    names, steps = options.get("scene", []), options.get("step", [])
    if not names:
        raise MomentError("This command names no scene, so there is nothing to open.")
    try:
        scene = scenes.find(names[-1])
        knobs = parse(scene.knobs, turned)
        planned = plan(scene, knobs)
        return Place(scene, knobs, planned[step_named(planned, steps[-1])].title if steps else "")
    except (KeyError, KnobError) as error:
        raise MomentError(str(error.args[0])) from error


def _options(words: Sequence[str]) -> dict[str, list[str]]:
    """The values of the options that open a scene. Raises MomentError at any other word."""
    found: dict[str, list[str]] = {}
    rest = list(words)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name not in ("--scene", "--knob", "--step"):
            raise MomentError(f"Here a command opens a scene with --scene, --knob and --step, not {echoed(name)!r}.")
        if not equals:
            if not rest:
                raise MomentError(f"Something is missing behind {name}.")
            value = rest.pop(0)
        found.setdefault(name[2:], []).append(value)
    return found


# --- What it will open ----------------------------------------------------------------------------------------------


def question(place: Place) -> str:
    """The question whether to open a moment, which says what that is."""
    at = f" at “{place.at}”" if place.at else ""
    turned = _turned(place.knobs)
    return f"Open {place.scene.title}{at}{f' with {turned}' if turned else ''}?"


def _turned(knobs: Knobs) -> str:
    """What isn't as at first, as words: some by name, all others by their number."""
    changed = [form for form in knobs_of(knobs) if getattr(knobs, form.name) != form.default]
    named = [form for form in changed if form.kind != "hidden"][:NAMED]
    parts = [_said(form, getattr(knobs, form.name)) for form in named]
    others = len(changed) - len(named)
    if others:
        more = "other " if named else ""
        parts.append(f"{others} {more}setting{'s' if others > 1 else ''}")
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _said(form: Knob, value: Any) -> str:
    word = form.label if form.label[1:] != form.label[1:].lower() else form.label.lower()
    if form.kind == "toggle":
        return f"{word} {'on' if value else 'off'}"
    shown = (
        number_in_words(value) if form.kind in ("integer", "real") else value.name if form.kind == "picture" else value
    )
    return f"{word} {shown}" if form.kind in ("integer", "real") else f"{word} “{shown}”"
