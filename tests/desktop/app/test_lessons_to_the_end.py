"""Each lesson that ships is given in the window by one key, from its first picture to its end card, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.composition import Application, StartOptions
from desktop.classroom.lessons.shelf import shipped
from scenes.stage.core.catalogue import catalogue

Open = Callable[..., Application]
MOST = 400
"""No lesson has so many cues."""


def seen(application: Application) -> tuple[object, ...]:
    """What the class sees; of a countdown whether there is one and how long it is, not how far it has come."""
    session, classroom = application.session, application.workspace.classroom
    frame = classroom.polling.over(application.workspace.canvas.picture)
    overlays = classroom.overlays
    countdown = overlays.countdown.seconds if overlays.countdown is not None else None
    return (
        countdown,
        session.scene.name,
        frame.marks,
        frame.steps[frame.step].caption,
        overlays.card,
        overlays.histogram,
    )


def press(application: Application, key: Qt.Key) -> None:
    QTest.keyClick(application.workspace.window().windowHandle(), key)


def run_through(application: Application, key: Qt.Key, until: Callable[[], bool]) -> list[object]:
    """Press a key until something holds; returns the cues that were shown, and fails at a press without effect."""
    conducting = application.workspace.classroom.conducting
    found: list[object] = [conducting.cue]
    for _ in range(MOST):
        if until():
            return found
        before = seen(application)
        press(application, key)
        assert seen(application) != before, f"A press changes nothing at {conducting.cue}, after {found[-1]}"
        found.append(conducting.cue)
    raise AssertionError(f"{MOST} presses are no end")


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.name.partition(".")[0])
def test_page_down_alone_leads_to_the_end_and_page_up_back(path: Path, open_application: Open) -> None:
    application = open_application(StartOptions(file=path), catalogue(), home=True)
    application.session.reduced_motion = True
    conducting = application.workspace.classroom.conducting
    first = conducting.cue
    assert first is not None
    assert first.kind == "open"
    assert not application.workspace.places.at_home
    there = run_through(application, Qt.Key.Key_PageDown, lambda: conducting.cue is conducting.all_cues[-1])
    assert [cue for index, cue in enumerate(there) if there.index(cue) == index] == there, "each cue once"
    assert set(conducting.all_cues) >= set(there)
    assert application.session.scene.name == "end"
    at_the_end = seen(application)
    press(application, Qt.Key.Key_PageDown)
    assert seen(application) == at_the_end, "further presses do nothing"
    back = run_through(application, Qt.Key.Key_PageUp, lambda: conducting.cue == first)
    assert back == there[::-1], "the same way"


def test_a_press_while_a_step_plays_is_its_end(open_application: Open) -> None:
    application = open_application(StartOptions(file=shipped()[-1]), catalogue(), home=True)
    session, conducting = application.session, application.workspace.classroom.conducting
    while conducting.cue != conducting.all_cues[-1]:
        before, cue = seen(application), conducting.cue
        press(application, Qt.Key.Key_PageDown)
        if session.player.playing:
            session.advance(0.4)
            assert seen(application) != before, f"Nothing moves in {conducting.cue}"
            playing = conducting.cue
            press(application, Qt.Key.Key_PageDown)
            assert not session.player.playing
            assert conducting.cue == playing
        assert conducting.cue != cue
        assert seen(application) != before
