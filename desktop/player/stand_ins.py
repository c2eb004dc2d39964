"""What stands where there is nothing to show: no scene, or one that can't be drawn, or other words than the caption."""

from __future__ import annotations

from scenes.stage.core.catalogue import CHAPTERS, Scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.marks import Role, Text, TextRun, lettering
from scenes.stage.core.stage import CAPTION_Y, LEFT, Frame, Stage
from scenes.stage.core.timeline import Step

SIZE = 32.0
"""The type size of a line in the caption's place, in units."""


def _nothing(stage: Stage, knobs: Knobs) -> None:
    stage.step("Nothing to show", "There is no scene here; the outline says what is wrong.", 1.0)


NOTHING = Scene("", "No scene", CHAPTERS[0], 0, "", (), (), (), _nothing, Knobs)
"""Stands where no scene could be read, so that there is always one."""


def out_of_order(scene: Scene) -> Frame:
    """The picture that stands for a scene that raised an exception."""
    words = "This scene can't be drawn with these knobs: undo the last change, or reset them."
    marks = (
        Text(x=56.0, y=56.0, runs=(TextRun(scene.title, bold=True),), size=44.0),
        Text(x=56.0, y=130.0, runs=(TextRun(words),), size=28.0, role=Role.WARNING),
    )
    return Frame(marks, (Step("Out of order", words, 1.0),), 0.0)


def with_words(frame: Frame, words: str) -> Frame:
    """The picture with other words in its caption's place; "" leaves it empty."""
    line = lettering(LEFT, CAPTION_Y, words, size=SIZE, pinned=True)
    return frame.captioned(line) if words else frame.captioned()
