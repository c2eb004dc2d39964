"""A small scene with every kind of knob and grip, and the window around it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.app.composition import Application, StartOptions
from desktop.app.services import Services
from desktop.canvas.canvas import Canvas
from desktop.player.session import SceneSession
from desktop.window.main_window import MainWindow, SavedGeometry
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import Catalogue, Scene, scene
from scenes.stage.core.grips import EditCell, Grip, PickCell, Scrub, SetValue
from scenes.stage.core.lattice import Lattice
from scenes.stage.core.marks import Grid, Rect
from scenes.stage.core.stage import Stage
from scenes.stage.data.pictures import Picture
from scenes.stage.numbers.values import Values

CELL = 60.0


@dataclass(frozen=True)
class MiniKnobs(kit.Knobs):
    mode: str = kit.choice("plain", "plain", "wide", "odd", label="Mode", help="What to do")
    method: str = kit.choice("the first way", "the first way", "another, longer way", "the third way", label="Method")
    n: int = kit.integer(3, 1, 5, label="Size")
    gain: float = kit.real(1.0, -2.0, 2.0, 0.5, label="Gain")
    relu: bool = kit.toggle(False, label="ReLU")
    picture: Picture = kit.picture("example", "example", "digit", label="Picture")
    cells: kit.Edits = kit.edits()
    corner: tuple[int, int] = kit.hidden((0, 0), to_plain=list, from_plain=tuple)

    def problem(self) -> str | None:
        if self.mode == "odd" and self.n % 2 == 0:
            return "Odd mode needs an odd size."
        if self.relu and self.n == 5:
            return "With ReLU the size is at most 4."
        return None


def numbers(knobs: MiniKnobs) -> np.ndarray:
    values = np.arange(9, dtype=float).reshape(3, 3)
    for index, value in knobs.cells:
        if len(index) == 2:
            values[index] = value
    return values


def cells(x: float, y: float) -> Lattice:
    return Lattice((x, y), (CELL, 0), (0, CELL), 2, 2)


def grid(name: str, values: np.ndarray, x: float, y: float, grip: Grip | None) -> Grid:
    return Grid(values=Values(values), origin=(x, y), u=(CELL, 0), v=(0, CELL), name=name, grip=grip)


@scene(
    chapter="Seeing with filters",
    title="Mini",
    order=1,
    subtitle="a scene for tests",
    try_this=("Turn the knobs.",),
    mistaken=("It is not real.",),
    sources=("Nowhere.",),
)
def mini(stage: Stage, knobs: MiniKnobs) -> None:
    """Draw a grid to edit, one to scrub, a box to edit, one to choose, and a grid to pick a cell of."""
    stage.step("First", "The first caption.", 2.0)
    moving = stage.step("Second", f"The second caption, for size {knobs.n}.", 4.0)
    if knobs.mode != "wide":
        stage.step("Third", "The third caption.", 2.0)
    values = numbers(knobs)
    output, where = cells(500, 200), cells(900, 500)
    box = Rect(x=900, y=200, width=120, height=60, fill=1)
    bias = dict(knobs.cells).get((0,), 1.0)
    stage.add(
        grid("input", values, 100, 200, EditCell("cells", shape=(3, 3), low=-9, high=9)),
        grid("output", values[:2, :2], 500, 200, Scrub(output, moving.start, moving.seconds)),
        replace(box, name="bias", value=bias, grip=EditCell("cells", index=(0,))),
        replace(box, name="four", y=300, grip=SetValue("n", 4)),
        replace(grid("corners", np.eye(2), 900, 500, PickCell("corner", where)), highlighted=(knobs.corner,)),
        grid("doubled", values * 2, 500, 500, None),
    )


@dataclass(frozen=True)
class NoKnobs(kit.Knobs):
    pass


@scene(chapter="Going deeper", title="Other", order=1)
def other(stage: Stage, knobs: NoKnobs) -> None:
    """Draw nothing."""
    stage.step("Only", "Only one caption.", 1.0)


@dataclass(frozen=True)
class BrokenKnobs(kit.Knobs):
    works: bool = kit.toggle(True, label="Works")


@scene(chapter="Going small", title="Broken", order=1)
def broken(stage: Stage, knobs: BrokenKnobs) -> None:
    """Fail as soon as the knob is turned."""
    stage.step("Fine", "All is fine.", 1.0)
    if not knobs.works:
        raise ZeroDivisionError("a lesson divides by zero")


@pytest.fixture
def mini_scene() -> Scene:
    return mini


@pytest.fixture
def small_catalogue() -> Catalogue:
    return Catalogue((mini, other, broken), (("halves", "SyntaxError: invalid syntax (halves.py, line 3)"),))


@pytest.fixture
def session(qapp: object, small_catalogue: Catalogue) -> SceneSession:
    return SceneSession(small_catalogue)


@pytest.fixture
def faults() -> list[str]:
    """What windows have told of faults inside the application; a test that causes some on purpose empties it."""
    return []


@pytest.fixture
def open_application(
    qtbot: object, small_catalogue: Catalogue, faults: list[str]
) -> Iterator[Callable[..., Application]]:
    """Return a function that opens a window on the small catalogue: at a scene, unless it is to begin at `home`."""
    windows: list[MainWindow] = []

    def opened(
        options: StartOptions | None = None,
        catalogue: Catalogue | None = None,
        size: tuple[int, int] = (1280, 800),
        home: bool = False,
    ) -> Application:
        window = MainWindow(SavedGeometry())
        windows.append(window)
        window.showNormal()  # the screen of the platform of the tests is so small that it would be filled
        window.resize(*size)
        application = Application(
            window, Services(window, eager=False), catalogue or small_catalogue, options or StartOptions()
        )
        application.faults.happened.connect(lambda sentence, details: faults.append(f"{sentence}\n{details}"))
        if not home:
            application.workspace.places.show_scene()
        QTest.qWaitForWindowExposed(window)
        return application

    yield opened
    for window in windows:
        window.close()
        window.deleteLater()
    assert not faults, "\n".join(faults)


@pytest.fixture
def application(open_application: Callable[..., Application]) -> Application:
    return open_application()


@pytest.fixture
def canvas(application: Application) -> Canvas:
    return application.workspace.canvas


@pytest.fixture
def press(application: Application) -> Callable[..., None]:
    """Return a function that presses keys of the window, whichever widget has the focus."""

    def pressed(*keys: Qt.Key | str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(application.workspace.window().windowHandle(), key, modifiers)

    return pressed


@pytest.fixture
def at(canvas: Canvas) -> Callable[[float, float], QPoint]:
    """Return a function from stage units to the canvas's pixels."""
    return lambda x, y: canvas.stage_geometry.to_widget((x, y)).toPoint()


GREETING = """
import os, sys, time
from engine.contract.events import *
from engine.contract.spec import PRESETS
from engine.contract.wire import command_decoder, frame

def say(*messages):
    for message in messages:
        sys.stdout.buffer.write(frame(message))
    sys.stdout.buffer.flush()

def hear():
    decoder = command_decoder()
    while data := sys.stdin.buffer.raw.read(65536):
        yield from decoder.feed(data)

hello = Hello(PROTOCOL, {"torch": "9.9"})
ready = Ready((Device("cpu", "Processor", True), Device("cuda", "Card", False, "There is no card.")), 3, 0.5)
"""


@pytest.fixture
def use_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that replaces the engine by a few lines: they can `say` events and `hear` commands."""

    def use(program: str) -> None:
        path = tmp_path / "engine_of_the_test.py"
        path.write_text(GREETING + program, encoding="utf-8")
        monkeypatch.setenv("CONVOSCOPE_ENGINE", shlex.join([sys.executable, str(path)]))

    return use
