"""Many numbers on the stage: typed one after the other, copied, pasted; and where the keyboard begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app.composition import Application
from desktop.canvas.canvas import Canvas
from desktop.canvas.focus import FocusCursor

At = Callable[[float, float], QPoint]
Press = Callable[..., None]
LEFT, CTRL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def edits(application: Application) -> dict[tuple[int, ...], float]:
    return dict(application.session.knobs.cells)


def copied(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


@pytest.mark.parametrize("text", ["-1.5", "−1,5", "-3/2"])
def test_a_minus_begins_a_number(application: Application, canvas: Canvas, press: Press, text: str) -> None:
    canvas.setFocus()
    press(Qt.Key.Key_Tab)
    for sign in text:
        press(sign) if sign != "−" else _type_minus(application)
    assert canvas.editor is not None
    assert canvas.editor.text() == text
    press(Qt.Key.Key_Return)
    assert edits(application) == {(0, 0): -1.5}


def _type_minus(application: Application) -> None:
    """Type U+2212, for which QTest knows no key."""
    window = application.workspace.window().windowHandle()
    QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, 0x2212, Qt.KeyboardModifier.NoModifier, "−"))


def test_a_whole_grid_is_typed_with_enter_alone(application: Application, canvas: Canvas, press: Press) -> None:
    canvas.setFocus()
    press(Qt.Key.Key_Tab)
    for digit in "987654321":
        press(digit, Qt.Key.Key_Return)
    assert [edits(application)[divmod(index, 3)] for index in range(9)] == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert canvas.editor is None
    assert canvas.ring == FocusCursor("input", (2, 2))
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert edits(application)[(2, 1)] == 2
    assert (2, 2) not in edits(application)


def test_arrows_at_the_ends_of_the_text_go_to_the_cells_around(
    application: Application, canvas: Canvas, at: At, press: Press
) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(190, 290))
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left):
        press(key)
        assert canvas.editor is not None
        seen.append(canvas.editor.hit.cell)
    assert seen == [(0, 1), (0, 1), (0, 2), (1, 2), (1, 1), (1, 0)]
    assert edits(application) == {}
    press("1", "2", Qt.Key.Key_Left)
    assert canvas.editor.hit.cell == (1, 0), "inside the text it is the text's"
    press(Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_Down)
    assert edits(application) == {(1, 0): 2.0}
    assert canvas.editor.hit.cell == (2, 0)
    press(Qt.Key.Key_Return, modifiers=SHIFT)
    assert canvas.editor.hit.cell == (1, 2)


def test_undo_while_a_field_is_open_shows_what_is_there_again(
    application: Application, canvas: Canvas, at: At, press: Press
) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(130, 230))
    press("5", Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab, modifiers=SHIFT)
    assert canvas.editor is not None
    assert (canvas.editor.hit.cell, canvas.editor.text()) == ((0, 0), "5")
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert (canvas.editor.text(), edits(application)) == ("0", {})


@pytest.mark.parametrize(
    "text",
    ["1,5\t-2\n0,25\t4", "1.5 -2\n.25 4\n", "1,5;-2\n0,25;4", "[[1.5, -2], [0.25, 4]]", r"1.5 & -2 \\ 0.25 & 4 \\"],
)
@pytest.mark.parametrize("in_a_field", [False, True])
def test_a_matrix_is_pasted_at_the_cell(
    application: Application, canvas: Canvas, at: At, press: Press, text: str, in_a_field: bool
) -> None:
    copied(text)
    canvas.setFocus()
    press(Qt.Key.Key_Tab, Qt.Key.Key_Right, *([Qt.Key.Key_Return] if in_a_field else []))
    press(Qt.Key.Key_V, modifiers=CTRL)
    assert edits(application) == {(0, 1): 1.5, (0, 2): -2.0, (1, 1): 0.25, (1, 2): 4.0}
    assert canvas.editor is None
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert edits(application) == {}


def test_one_number_is_pasted_into_the_field_as_text(
    application: Application, canvas: Canvas, at: At, press: Press
) -> None:
    copied("2,5")
    QTest.mouseClick(canvas, LEFT, pos=at(130, 230))
    press(Qt.Key.Key_V, modifiers=CTRL)
    assert canvas.editor is not None
    assert canvas.editor.text() == "2,5"
    press(Qt.Key.Key_Return)
    assert edits(application) == {(0, 0): 2.5}


@pytest.mark.parametrize(
    ("text", "sentence", "taken"),
    [
        ("1\t2\n3\tfour", "“four” in row 2 of what you paste is no number.", {}),
        ("1\n40\n2", "Numbers here go from -9 to 9; 40 does not fit, so nothing was pasted.", {}),
        ("", "There are no numbers to paste.", {}),
        (
            "1\t2\n3\t4",
            "2 of the numbers would lie outside the grid, and were left out.",
            {(0, 2): 1.0, (1, 2): 3.0},
        ),
    ],
)
def test_what_can_not_be_pasted_is_told(
    application: Application, canvas: Canvas, press: Press, text: str, sentence: str, taken: dict[object, float]
) -> None:
    copied(text)
    canvas.setFocus()
    press(Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Right)
    press(Qt.Key.Key_V, modifiers=CTRL)
    assert application.workspace.banner.label.text() == sentence
    assert edits(application) == taken


def test_nothing_is_pasted_where_numbers_follow_from_others(
    application: Application, canvas: Canvas, at: At, press: Press
) -> None:
    copied("1\t2")
    press(Qt.Key.Key_V, modifiers=CTRL)
    QTest.mouseMove(canvas, at(530, 630))
    press(Qt.Key.Key_V, modifiers=CTRL)
    assert application.workspace.banner.label.text().split("\n") == [
        "Point at the cell where the numbers begin, or go there with Tab; then paste them.",
        "The numbers under the cursor can't be changed.",
    ]
    assert edits(application) == {}


def test_a_grid_is_copied_for_a_spreadsheet(application: Application, canvas: Canvas, at: At, press: Press) -> None:
    application.session.turn("cells", (((1, 1), -0.5),))
    press(Qt.Key.Key_C, modifiers=CTRL)
    assert "then its numbers can be copied" in application.workspace.banner.label.text()
    QApplication.processEvents()  # the message takes room from the stage
    canvas.setFocus()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_C, modifiers=CTRL)
    assert QGuiApplication.clipboard().text() == "0\t1\t2\n3\t-0.5\t5\n6\t7\t8"
    press(Qt.Key.Key_Escape)
    for place in ((590, 570), (530, 630)):
        QTest.mouseMove(canvas, at(*place))
    press(Qt.Key.Key_C, modifiers=CTRL)
    assert QGuiApplication.clipboard().text() == "0\t2\t4\n6\t-1\t10\n12\t14\t16"


def test_the_keyboard_begins_where_the_mouse_was(
    application: Application, canvas: Canvas, at: At, press: Press
) -> None:
    QTest.mouseClick(canvas, LEFT, pos=at(530, 630))
    assert canvas.ring is None, "arrows are time until Tab asks for cells"
    press(Qt.Key.Key_Tab)
    assert canvas.ring == FocusCursor("doubled", (2, 0))
    QTest.mouseClick(canvas, LEFT, pos=at(985, 585))
    press(Qt.Key.Key_Tab, Qt.Key.Key_Up)
    assert canvas.ring is not None
    assert canvas.ring.name == "corners"
    assert application.session.knobs.corner == (0, 1)
    press(Qt.Key.Key_Escape, Qt.Key.Key_Tab)
    assert canvas.ring == FocusCursor("input")
