"""A small document with one page of each kind, a short one whose numbers are known, and a hostile one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.classroom.stops.card import card_scene
from desktop.export.pages import Document, Page, PageQuestion
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.marks import AnyMark, Formula, Grid, Image, Role, lettering
from scenes.stage.core.stage import Frame, Stage
from scenes.stage.core.timeline import boundaries
from scenes.stage.numbers.values import Values

EVIL = "</style></title>]]>\"' onclick='x' <script>alert(1)</script><img src=x onerror=y>&amp;\x07\x0b\n${7*7}"
"""Words that are an attack wherever they are not only words."""
PIXELS = (np.arange(2700).reshape(30, 30, 3) % 251).astype(np.uint8)
PHOTO = Image(pixels=Values(PIXELS), origin=(100.0, 200.0), u=(8.0, 0.0), v=(0.0, 8.0))
MOVED = replace(PHOTO, origin=(400.0, 300.0))


def told(caption: str, *marks: AnyMark, more: str = "", whole: bool = False) -> Frame:
    """A frame of a step, with its title, its caption and its dots unless it takes the `whole` stage."""
    stage = Stage(1.0)
    stage.step("A step", caption, 1.0, more=more)
    stage.add(*marks)
    if not whole:
        stage.tell("A scene")
    return Frame(tuple(stage.marks), tuple(stage.steps), 1.0, whole=whole)


def step_of(name: str, index: int) -> Frame:
    """The end of a step of a scene."""
    scene = catalogue().find(name)
    return render(scene, scene.knobs(), boundaries(plan(scene, scene.knobs()))[index])


def card(words: str) -> Frame:
    """A card with all of its points."""
    scene = card_scene(words)
    return render(scene, scene.knobs(), boundaries(plan(scene, scene.knobs()))[-1])


@pytest.fixture
def document(qapp: object) -> Document:
    question = PageQuestion("How many?", ("One", "Two", "Three"), 1, ("Too few.", "One and one.", "Too many."))
    pages = (
        Page("Multiply", lambda: step_of("convolution", 2), "Convolution", "Ask **first**.\n\n- then count"),
        Page("Add", lambda: step_of("convolution", 3), "Convolution"),
        Page("How many?", lambda: step_of("convolution", 3), "Convolution", question=question),
        Page("Three words", lambda: card("# Three words\n\n- One point\n- Another point"), "Words"),
        Page("A photo", lambda: told("This is a photo.", PHOTO, more="It is of 900 pixels."), "Photos"),
        Page("The same", lambda: told("It has moved.", lettering(500, 500, "here"), MOVED), "Photos"),
    )
    return Document("A <short> lesson", pages, "A teacher", "en-GB")


@pytest.fixture
def frame() -> Callable[..., Frame]:
    """Return what makes a frame of a caption and some marks."""
    return told


@pytest.fixture
def short(qapp: object) -> Document:
    """Return two parts and a page without one: three pictures of nine numbers, and a card."""
    question = PageQuestion("How many rows has it?", ("three", "two", "eight"), 0, ("Counted.", "Too few.", "No."))
    formula = Formula(tex="x^2", plain="x squared", x=900, y=400, size=52)
    values = Values(np.arange(9).reshape(3, 3) - 4)
    grid = Grid(values=values, origin=(200, 200), u=(120, 0), v=(0, 120), role=Role.INPUT, name="input")
    doubled = "Each number is doubled."
    pages = (
        Page("Look", lambda: told(doubled, grid), "Doubling", "**Say** it.\n\n- *slowly*, $x_1^2$"),
        Page("Ask", lambda: told(doubled, grid, formula), "Doubling", question=question),
        Page("Pause", lambda: told(doubled, grid, whole=True), "A card"),
        Page("Rest", lambda: told("That was all.", grid)),
    )
    return Document("Numbers & letters", pages, "A. Teacher", "en-GB")


@pytest.fixture
def hostile(qapp: object) -> Document:
    question = PageQuestion(EVIL, (EVIL, f"{EVIL} 2"), 0, (EVIL, EVIL))
    pages = (
        Page(EVIL, lambda: told(EVIL, lettering(100, 300, EVIL, name=EVIL), more=EVIL), EVIL, EVIL),
        Page(EVIL, lambda: card(EVIL), EVIL, EVIL, question),
        Page(EVIL, lambda: card(EVIL), EVIL, EVIL),
    )
    return Document(EVIL, pages, EVIL, '"><script>')
