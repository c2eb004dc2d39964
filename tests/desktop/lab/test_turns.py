"""Drawing in turns leaves most of the window's time to others."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.lab import turns
from desktop.lab.turns import FRAME, Turns, pause

PARTS = 3


@given(st.floats(0, 1e6), st.integers(1, 20))
def test_drawing_leaves_most_of_the_time_to_others(took: float, parts: int) -> None:
    assert pause(took, parts) >= FRAME // parts >= 1
    assert took <= 0.3 * pause(took, parts) + 1


@pytest.fixture
def drawn() -> list[int]:
    """The parts in the order in which they were drawn, and -1 for what else the window did."""
    return []


@pytest.fixture
def page_turns(story: SimpleNamespace, drawn: list[int], qtbot: QtBot) -> Turns:
    page, run = QWidget(), story.recording_of(story.run_events(20))
    qtbot.addWidget(page)
    page.show()
    made = Turns(
        page, lambda: (run, None), [lambda run, cursor, part=part: drawn.append(part) for part in range(PARTS)]
    )  # type: ignore[misc]
    made.start()
    return made


def test_a_run_is_drawn_at_once(page_turns: Turns, drawn: list[int]) -> None:
    page_turns.soon()
    assert drawn == [0, 1, 2]


def test_a_very_long_run_leaves_the_window_time_between_its_parts(
    page_turns: Turns, drawn: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LONG", 20)
    monkeypatch.setattr(turns, "LITTLE", 0.0)
    page_turns.all()
    drawn.clear()
    other = QTimer(page_turns, interval=0)
    other.timeout.connect(lambda: drawn.append(-1))
    other.start()
    page_turns.soon()
    assert drawn == []
    qtbot.waitUntil(lambda: 2 in drawn)
    other.stop()
    assert [part for part in drawn if part >= 0] == [0, 1, 2]
    assert -1 in drawn[drawn.index(0) : drawn.index(1)]
    assert -1 in drawn[drawn.index(1) : drawn.index(2)]


def test_a_part_is_drawn_right_after_a_frame_of_what_moves_beside_the_page(
    story: SimpleNamespace, drawn: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Beside(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            drawn.append(-1)

    monkeypatch.setattr(turns, "FRAME", 1_000_000)  # no turn comes by itself
    window, runs = QWidget(), [story.recording_of(story.run_events(20))]
    qtbot.addWidget(window)
    page, beside = QWidget(window), Beside(window)
    window.show()
    qtbot.waitUntil(lambda: -1 in drawn)
    made = Turns(page, lambda: (runs[-1], None), [lambda run, cursor: drawn.append(0)])
    made.start()
    made.all()
    runs.append(story.recording_of(story.run_events(20)))
    drawn.clear()
    beside.update()
    qtbot.waitUntil(lambda: 0 in drawn)
    assert drawn == [-1, 0]
    made.stop()
    runs.append(story.recording_of(story.run_events(20)))
    drawn.clear()
    beside.update()
    qtbot.waitUntil(lambda: -1 in drawn)
    qtbot.wait(0)
    assert drawn == [-1]
