"""A document of two parts: three pictures with titles and captions, and a card."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from desktop.export.pages import Document, Page, PageQuestion
from scenes.stage.core.marks import AnyMark, Formula, Grid, Role
from scenes.stage.core.stage import Frame, Stage
from scenes.stage.numbers.values import Values


def told(*marks: AnyMark, title: str = "Scene", caption: str = "Each number is doubled.", whole: bool = False) -> Frame:
    stage = Stage(2.0)
    stage.whole = whole
    stage.step("A step", caption, 2.0)
    stage.add(*marks)
    if not whole:
        stage.tell(title)
    return Frame(tuple(stage.marks), tuple(stage.steps), 2.0, whole=whole)


def numbers() -> Grid:
    values = Values(np.arange(9).reshape(3, 3) - 4)
    return Grid(values=values, origin=(200, 200), u=(120, 0), v=(0, 120), role=Role.INPUT, name="input")


@pytest.fixture
def frame() -> Callable[..., Frame]:
    return told


@pytest.fixture
def document(qapp: object) -> Document:
    question = PageQuestion("How many rows has it?", ("three", "two", "eight"), 0, ("Counted.", "Too few.", "No."))
    formula = Formula(tex="x^2", plain="x squared", x=900, y=400, size=52)
    return Document(
        "Numbers & letters",
        (
            Page("Look", lambda: told(numbers()), "Doubling", "**Say** it.\n\n- *slowly*, $x_1^2$"),
            Page("Ask", lambda: told(numbers(), formula), "Doubling", question=question),
            Page("Pause", lambda: told(numbers(), whole=True), "A card"),
            Page("Rest", lambda: told(numbers(), caption="That was all.")),
        ),
        "A. Teacher",
        "en-GB",
    )
