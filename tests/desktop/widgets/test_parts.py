from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.parts import TwoRows, WholeTicker, hold_lines, label


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("It goes from 84 to 52 %, and 9 % stay.", "It goes from 84 to 52\u00a0%, and 9\u00a0% stay."),
        ("Animal silhouettes · 2", "Animal silhouettes\u00a0·\u00a02"),
        ("Dense net · CNN", "Dense net · CNN"),
        (
            "It takes 0.34 ms or 9 µs, and 1.5 MB in 2 files.",
            "It takes 0.34\u00a0ms or 9\u00a0µs, and 1.5\u00a0MB in 2 files.",
        ),
    ],
)
def test_no_line_ends_between_a_number_and_what_belongs_to_it(qtbot: QtBot, words: str, shown: str) -> None:
    made = label(words, wrap=True)
    qtbot.addWidget(made)
    assert made.text() == words
    assert QLabel.text(made) == shown


def test_words_keep_the_room_of_all_their_lines_and_give_it_back(qtbot: QtBot) -> None:
    made = label("One word after the other. " * 8, wrap=True)
    qtbot.addWidget(made)
    line = made.fontMetrics().lineSpacing()
    hold_lines(made, 200)
    assert made.minimumHeight() > 3 * line
    made.setText("One word.")
    hold_lines(made, 200)
    assert made.minimumHeight() < 2 * line


def test_controls_stand_in_two_rows_where_one_would_cut_them(qtbot: QtBot) -> None:
    window, made, when = QWidget(), TwoRows(), WholeTicker()
    qtbot.addWidget(window)
    made.setParent(window)
    first, second = QPushButton("Which of the networks"), QPushButton("Save the numbers")
    for row, widgets in ((made.first, (first, when)), (made.second, (second,))):
        for widget in widgets:
            row.addWidget(widget)
    when.setText("after step 94")
    made.resize(made.sizeHint() + QSize(40, 0))
    with qtbot.waitExposed(window):
        window.show()
    assert first.y() == second.y()
    narrow = made.width() - 60
    assert made.minimumSizeHint().width() <= narrow
    made.resize(narrow, 100)
    qtbot.waitUntil(lambda: first.y() < second.y())
    assert when.width() >= when.fontMetrics().horizontalAdvance(when.text())
    made.resize(narrow + 100, 100)
    qtbot.waitUntil(lambda: first.y() == second.y())
    when.setText(when.text() + " (the last validation up to a step that lies far behind it), 500 pictures")
    qtbot.waitUntil(lambda: first.y() < second.y())
