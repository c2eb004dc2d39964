"""The gestures: how likely each is, what it is of by chance, and how it is carried out.

A gesture is plain data, its name and some numbers and words, and means something in any state of the window: so a tape
of gestures can be cut down to those that a finding needs.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QComboBox, QLineEdit

from desktop.player.clock import LONGEST
from desktop.window.key_table import BINDINGS
from scenes.stage.core.gestures import editable
from tests.abuse.monkey.window import Window

Gesture = tuple[Any, ...]

TABLE_KEYS = tuple(key for bindings in BINDINGS.values() for binding in bindings for key in binding.keys)
STAGE_KEYS = (
    *("Tab", "Shift+Tab", "Up", "Down", "Left", "Right", "Shift+Up", "Shift+Down", "Shift+Left", "Shift+Right"),
    *("Ctrl+Up", "Ctrl+Down", "Return", "Enter", "Esc", "Delete", "Backspace", "-", "+", "5", ".", "C", "F2"),
    *("Ctrl+A", "Ctrl+X", "Alt+Left", "Alt+F4", "F10", "Menu", "Ctrl+Tab", "Ctrl+Home", "Shift+Space"),
)
TEXTS = (
    *("0", "1", "-1.5", "7", "99", "-99", "1e308", "-1e999", "9" * 309, "1e-320", "", " ", "abc", "nan", "inf", "--"),
    *(
        "1/9",
        "½",
        "−2",
        "1,5",
        "1.000",
        "1,000,000",
        "0x10",
        "é",
        "½½",
        "1e5",
        "3 4",
        "[1, 2]",
        "1;2",
        "%",
        "off",
        "5 %",
    ),
)
TABLES = (
    *(
        "1\t2\n3\t4",
        "[[1, 2], [3, 4]]",
        "1;2;3",
        "1,5;−2",
        "1 & 2 \\\\ 3 & 4",
        "nan\tinf",
        f"{'9' * 309}\t1",
        "",
        "cat",
    ),
    *("\n".join("\t".join(["7"] * 40) for _ in range(40)), "\t\t\n\t1", "1\t2\n3", "-3", "\0", "1e400\t0"),
)
ARROWS = ("Up", "Down", "Right", "Shift+Down")
NAMES = ("mine", "", " ", "a/b\\c", "é" * 300, "<b>bold</b>", "mine · 2")
ENDS = ("Return", "Tab", "Shift+Tab", "Esc", "Down", "Up", "")
"""How typing ends; "" leaves the text as it is, half-typed."""
SIZES = ((1280, 800), (800, 560), (1024, 768), (1920, 1080), (960, 600))
ANSWERS = ("", "", "/no/such/picture.png", "/dev/null", "/proc/self/environ")
"""What is chosen where the window asks for a file; "" calls it off."""
BUTTONS = {
    "left": Qt.MouseButton.LeftButton,
    "right": Qt.MouseButton.RightButton,
    "middle": Qt.MouseButton.MiddleButton,
}


SEVERAL = ("double", "interrupted", "interrupted slide", "by keys")
"""Gestures that may be more than one change."""


IN_THE_LAB = {
    "control": 18,
    "fill in": 14,
    "choose": 12,
    "run": 10,
    "train": 10,
    "runs": 10,
    "undo": 10,
    "lab": 8,
    "stop": 5,
    "key": 5,
} | {
    "stage key": 5,
    "slide": 4,
    "press": 4,
    "wheel": 2,
    "resize": 1,
    "break": 1,
    "wait": 1,
}
"""How often which gesture comes in cases that begin in the lab."""


class Kind(NamedTuple):
    """A kind of gesture: how often it comes elsewhere, what it is of by chance, and how it is done."""

    weight: int
    of: Callable[[Random], tuple[Any, ...]]
    do: Callable[..., None]


def by_chance(chance: Random, in_lab: bool = False) -> Gesture:
    """Any gesture."""
    weights = IN_THE_LAB if in_lab else {name: kind.weight for name, kind in KINDS.items()}
    name = chance.choices(list(weights), list(weights.values()))[0]
    return (name, *KINDS[name].of(chance))


def carry_out(window: Window, gesture: Gesture) -> None:
    """Do what a gesture says. A list, menu or dialog that is open takes it, and is closed after it."""
    name, *of = gesture
    over = window.top is not window.window
    KINDS[name].do(window, *of)
    window.settle()
    if over:
        window.dismiss()


# --- By chance --------------------------------------------------------------------------------------------------------


def _share(chance: Random) -> float:
    return round(0.999 * chance.random(), 3)


def _beside(chance: Random) -> int:
    return chance.choice((0, 0, 0, 2, -3, 9, -14, 40, -60))


def _grip(chance: Random) -> tuple[float, int, int]:
    return _share(chance), _beside(chance), _beside(chance)


def _far(chance: Random) -> tuple[int, int]:
    return chance.choice((0, 1, 5, -8, 30, -50, 120, -200, 2000)), chance.choice((0, 3, -6, 20, -40, 90, -150, -3000))


def _control(chance: Random) -> tuple[float, float, float]:
    return _share(chance), _share(chance), _share(chance)


def _amid(chance: Random) -> Gesture:
    name = chance.choice(("key", "key", "stage key", "undo", "train", "wait", "scene", "resize", "break"))
    return (name, *KINDS[name].of(chance))


# --- The stage --------------------------------------------------------------------------------------------------------


def _press(window: Window, where: float, dx: int, dy: int, button: str) -> None:
    window.click(window.at(where, dx, dy), BUTTONS[button])


def _double(window: Window, where: float, dx: int, dy: int) -> None:
    place = window.at(where, dx, dy)
    window.click(place)
    QTest.mouseDClick(window.below.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def _point(window: Window, where: float, dx: int, dy: int) -> None:
    window.move(window.at(where, dx, dy))


def _drag(window: Window, where: float, dx: int, dy: int, right: int, down: int, amid: Gesture = ()) -> None:
    """Drag from beside a grip; what happens amid that is another gesture."""
    start = window.at(where, dx, dy)
    window.press(start)
    for share in (0.1, 0.4, 0.7, 1.0):
        window.move(start + QPoint(int(share * right), int(share * down)))
        window.settle()
        if amid and share == 0.7:
            KINDS[amid[0]].do(window, *amid[1:])
    window.release(start + QPoint(right, down))


def _carry(window: Window, where: float, onto: float) -> None:
    """Drag from one grip onto another, and back half of the way."""
    start, end = window.at(where), window.at(onto)
    window.press(start)
    for place in (start, (start + end) / 2, end, (start + end) / 2):
        window.move(place)
    window.release((start + end) / 2)


def _rub(window: Window, where: float, right: int, down: int) -> None:
    """Drag with the other button."""
    start = window.at(where)
    window.press(start, BUTTONS["right"])
    for share in (0.2, 0.5, 1.0):
        window.move(start + QPoint(int(share * right), int(share * down)))
    window.release(start + QPoint(right, down), BUTTONS["right"])


def _there_and_back(window: Window, where: float, right: int, down: int) -> None:
    start = window.at(where)
    window.press(start)
    for place in (start + QPoint(right, down), start):
        window.move(place)
    window.release(start)


def _two_buttons(window: Window, where: float, right: int, down: int) -> None:
    start = window.at(where)
    window.press(start)
    window.press(start + QPoint(right, down), BUTTONS["right"])
    window.release(start + QPoint(right, down), BUTTONS["right"])
    window.release(start + QPoint(right, down))


def _wheel(window: Window, where: float, control: float, notches: int) -> None:
    """Turn the wheel over a grip, or over a control."""
    controls = window.controls()
    on_control = control > 0.5 and controls
    place = window.within(controls[int(where * len(controls))], 0.5, 0.5) if on_control else window.at(where)
    window.move(place)
    QTest.wheelEvent(window.below.windowHandle(), place.toPointF(), QPoint(0, 120 * notches))


def _type(window: Window, where: float, text: str, end: str) -> None:
    """Click a number, type another over it, and end that."""
    grips = window.grips()
    numbers = [index for index, found in enumerate(grips) if editable(found)]
    if numbers:
        window.click(window.at((numbers[int(where * len(numbers))] + 0.5) / len(grips)))
        window.settle()
    if window.canvas.editor is not None:
        window.key("Ctrl+A")
        window.type(text)
        if end:
            window.key(end)


def _by_keys(window: Window, tabs: int, arrow: str, text: str, end: str) -> None:
    """Go to a number by keys, type another over it, and end that."""
    if window.canvas.isVisible():
        window.canvas.setFocus()
    for name in (*["Tab" if tabs > 0 else "Shift+Tab"] * abs(tabs), arrow, "Return", "Ctrl+A"):
        window.key(name)
    if window.canvas.editor is not None:
        window.type(text)
        if end:
            window.key(end)


def _paste(window: Window, where: float, text: str) -> None:
    window.move(window.at(where))
    QGuiApplication.clipboard().setText(text)
    window.key("Ctrl+V")


# --- Controls ---------------------------------------------------------------------------------------------------------


def _click_control(window: Window, which: float, x: float, y: float) -> None:
    controls = window.controls()
    if controls:
        window.click(window.within(controls[int(which * len(controls))], x, y))


def _slide(window: Window, which: float, start: float, end: float, amid: Gesture = ()) -> None:
    sliders = window.controls(QAbstractSlider)
    if sliders:
        slider = sliders[int(which * len(sliders))]
        window.press(window.within(slider, start, 0.5))
        seen = [window.within(slider, start + share * (end - start), 0.5) for share in (0.3, 0.6, 1.0)]
        for place in seen:
            window.move(place)
            window.settle()
            if amid and place == seen[1]:
                KINDS[amid[0]].do(window, *amid[1:])
        window.release(seen[-1])


def _fill_in(window: Window, which: float, text: str, end: str) -> None:
    fields = window.controls(QLineEdit)
    if fields:
        window.click(window.within(fields[int(which * len(fields))], 0.5, 0.5))
        window.key("Ctrl+A")
        window.type(text)
        if end:
            window.key(end)


def _choose(window: Window, which: float, downs: int, end: str) -> None:
    lists = window.controls(QComboBox)
    if lists:
        window.click(window.within(lists[int(which * len(lists))], 0.5, 0.5))
        window.settle()
        for _ in range(abs(downs)):
            window.key("Down" if downs > 0 else "Up")
        window.key(end)
        window.settle()
        window.dismiss()


# --- The window -------------------------------------------------------------------------------------------------------


def _key(window: Window, name: str) -> None:
    window.key(name)


def _scene(window: Window, which: float) -> None:
    scenes = window.session.catalogue.scenes
    scene = scenes[int(which * len(scenes))].name
    button = window.workspace.outline.buttons[scene]
    if window.top is window.window and not button.visibleRegion().isEmpty():
        window.click(window.within(button, 0.5, 0.5))
    else:
        window.workspace.places.open_scene(scene)


def _time(window: Window, share: float) -> None:
    """Go to a moment on the time line."""
    timeline = window.workspace.transport.timeline
    if window.top is window.window and not timeline.visibleRegion().isEmpty():
        window.click(window.within(timeline, share, 0.5))


def _wait(window: Window, seconds: float) -> None:
    """Let time pass, as the clock does."""
    while seconds > 0:
        window.session.advance(min(seconds, LONGEST))
        window.settle()
        seconds -= LONGEST


def _train(window: Window, steps: int) -> None:
    """Let the engine answer, and train."""
    window.engine.live(steps)
    window.application.live._look()


def _run(window: Window, name: str, steps: int) -> None:
    """Begin a run by its key, or pause it, and let the engine hear of it."""
    window.key(name)
    _train(window, steps)


def _runs(window: Window, downs: int, key: str, text: str) -> None:
    """Do something to a run of the lab's list by keys."""
    lab = window.workspace.places.lab
    if lab is None or not window.workspace.places.in_lab or window.top is not window.window:
        return
    lab.aside.show_page(1)
    lab.runs.list.setFocus()
    for name in (*["Down"] * downs, key):
        window.key(name)
    if key == "F2" and isinstance(window.window.focusWidget(), QLineEdit):
        window.type(text)
        window.key("Return")


def _stop(window: Window) -> None:
    """End the run, so that it comes into the list."""
    window.application.live._training.stop()
    _train(window, 0)


def _break(window: Window) -> None:
    """Let the engine die, if there is one."""
    if window.engine.stage.value == "ready":
        window.engine.fail("The engine is gone", "It was shot.")


def _resize(window: Window, width: int, height: int) -> None:
    window.window.resize(width, height)


def _answer(window: Window, answer: str) -> None:
    window.answer = answer


KINDS: dict[str, Kind] = {
    "press": Kind(12, lambda c: (*_grip(c), c.choice(("left", "left", "left", "right", "middle"))), _press),
    "double": Kind(3, _grip, _double),
    "point": Kind(2, _grip, _point),
    "drag": Kind(10, lambda c: (*_grip(c), *_far(c)), _drag),
    "interrupted": Kind(3, lambda c: (*_grip(c), *_far(c), _amid(c)), _drag),
    "interrupted slide": Kind(2, lambda c: (*_control(c), _amid(c)), _slide),
    "rub": Kind(2, lambda c: (_share(c), *_far(c)), _rub),
    "carry": Kind(4, lambda c: (_share(c), _share(c)), _carry),
    "there and back": Kind(2, lambda c: (_share(c), *_far(c)), _there_and_back),
    "two buttons": Kind(1, lambda c: (_share(c), *_far(c)), _two_buttons),
    "wheel": Kind(3, lambda c: (_share(c), _share(c), c.choice((-3, -1, 1, 2, 40))), _wheel),
    "type": Kind(12, lambda c: (_share(c), c.choice(TEXTS), c.choice(ENDS)), _type),
    "by keys": Kind(6, lambda c: (c.randint(-4, 9), c.choice(ARROWS), c.choice(TEXTS), c.choice(ENDS)), _by_keys),
    "paste": Kind(4, lambda c: (_share(c), c.choice(TABLES)), _paste),
    "control": Kind(14, _control, _click_control),
    "slide": Kind(6, _control, _slide),
    "fill in": Kind(6, lambda c: (_share(c), c.choice(TEXTS), c.choice(ENDS)), _fill_in),
    "choose": Kind(6, lambda c: (_share(c), c.randint(-2, 6), c.choice(("Return", "Return", "Esc"))), _choose),
    "undo": Kind(8, lambda c: (c.choice(("Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z")),), _key),
    "run": Kind(6, lambda c: (c.choice(("N", "Space")), c.choice((0, 3, 40))), _run),
    "key": Kind(16, lambda c: (c.choice(TABLE_KEYS),), _key),
    "stage key": Kind(12, lambda c: (c.choice(STAGE_KEYS),), _key),
    "scene": Kind(2, lambda c: (_share(c),), _scene),
    "time": Kind(7, lambda c: (_share(c),), _time),
    "wait": Kind(3, lambda c: (c.choice((0.02, 0.3, 1.0, 5.0)),), _wait),
    "train": Kind(4, lambda c: (c.choice((1, 2, 20, 60)),), _train),
    "lab": Kind(1, lambda c: (), lambda window: window.workspace.places.show_lab()),
    "runs": Kind(
        1, lambda c: (c.randint(0, 4), c.choice(("F2", "F2", "Delete", "C", "Return")), c.choice(NAMES)), _runs
    ),
    "stop": Kind(1, lambda c: (), _stop),
    "break": Kind(1, lambda c: (), _break),
    "resize": Kind(1, lambda c: c.choice(SIZES), _resize),
    "answer": Kind(1, lambda c: (c.choice(ANSWERS),), _answer),
}
