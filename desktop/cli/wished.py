"""What words on the command line mean: a scene with its knobs, one of its steps, a theme."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.words import UsageError
from scenes.stage.numbers.reading import echoed

if TYPE_CHECKING:
    from scenes.stage.core.catalogue import Scene
    from scenes.stage.core.knobs import Knobs
    from scenes.stage.data.pictures import Picture
    from scenes.stage.output.theme import Theme


def theme(name: str) -> Theme | None:
    """The theme of a name; None for "". Raises UsageError, as the others do."""
    if not name:
        return None
    from scenes.stage.output.theme import THEMES

    if name not in THEMES:
        raise UsageError(f"There is no theme named {echoed(name)!r}; the themes are {', '.join(THEMES)}.")
    return THEMES[name]


def scene(name: str, words: Sequence[tuple[str, str]]) -> tuple[Scene, Knobs]:
    """The scene of a name with its knobs turned as some words say."""
    from scenes.stage.core.catalogue import catalogue
    from scenes.stage.core.knobs import KnobError, parse

    try:
        found = catalogue().find(name)
        return found, parse(found.knobs, dict(words), {"picture": _picture})
    except KeyError as error:
        raise UsageError(error.args[0]) from error
    except KnobError as error:
        raise UsageError(str(error)) from error


def step(scene: Scene, knobs: Knobs, word: str) -> int:
    """The number, from 1, of the step that a number or a title means."""
    from scenes.stage.core.catalogue import plan
    from scenes.stage.core.timeline import step_named

    try:
        return step_named(plan(scene, knobs), word) + 1
    except KeyError as error:
        raise UsageError(error.args[0]) from error


def _picture(word: str) -> Picture:
    """A bundled picture by its name, or one from a file."""
    from scenes.stage.data.pictures import BUNDLED, Picture

    if word in BUNDLED:
        return Picture(word)
    if not os.path.exists(word):  # which knows that "" is no path, nor a word of 300 letters
        raise UsageError(f"There is no picture {echoed(word)!r}: give a file, or one of {', '.join(BUNDLED)}.")
    from desktop.pictures.answers import PictureError
    from desktop.pictures.reading import read_picture

    try:
        opened = read_picture(Path(word))
    except PictureError as error:
        raise UsageError(str(error)) from error
    for note in opened.notes:
        print(note, file=sys.stderr)
    return opened.picture
