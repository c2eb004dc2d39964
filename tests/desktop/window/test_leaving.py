from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.runs import storage as recordings
from desktop.runs.storage import RecordingError
from scenes.stage.data.recording import Recording

Answer = Callable[..., list[str]]


@pytest.fixture
def run(application: Application, home: Path) -> Recording:
    """A run that can't be saved: something is in the way of the folder of kept runs."""
    found = recordings.bundled("twins-8")
    assert found is not None
    (home / "runs").write_text("in the way")
    application._services.library.keep(found)
    return found


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Return a function that says which buttons are clicked and which folders chosen; it returns what was asked."""

    def answered(*buttons: str, folders: tuple[str, ...] = ()) -> list[str]:
        asked: list[str] = []
        clicks, chosen = iter(buttons), iter(folders)

        def click(box: QMessageBox) -> int:
            asked.append(f"{box.text()} {box.informativeText()}")
            wanted = next(clicks)
            next(button for button in box.buttons() if button.text() == wanted).click()
            return 0

        monkeypatch.setattr(QMessageBox, "exec", click)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(chosen))
        return asked

    return answered


def test_a_run_that_cannot_be_saved_can_be_saved_elsewhere(
    application: Application, run: Recording, answer: Answer, home: Path, tmp_path: Path
) -> None:
    asked = answer(*["Save elsewhere…"] * 3, folders=(str(tmp_path / "gone"), "", str(tmp_path)))
    assert application._window.close()
    name = application._services.library.runs[0].label.name
    question = f"This run is not saved, because the folder of kept runs is full or can't be written: “{name}”."
    way = f"A file that you save elsewhere is in the list again when you put it into {home / 'runs'}."
    assert asked[0] == f"{question} {way}"
    assert "can't be written (No such file or directory). Choose another folder." in asked[1]
    assert asked[2] == asked[0]
    (path,) = tmp_path.glob("*.tape")
    assert path.name == "Twins-with-8-layers-1.tape"
    assert recordings.load(path) == run


def test_a_window_whose_run_cannot_be_saved_can_stay(
    application: Application, run: Recording, answer: Answer, home: Path, qtbot: QtBot
) -> None:
    asked = answer("Don't close")
    assert not application._window.close()
    assert application._window.isVisible()
    assert len(asked) == 1
    (home / "runs").unlink()
    assert application._window.close()
    assert len(asked) == 1
    assert len(list((home / "runs").glob("*.tape"))) == 1


def test_a_run_that_cannot_be_saved_can_be_given_up_and_does_not_come_again(
    application: Application, answer: Answer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, recording: Recording) -> None:
        raise RecordingError("There is no room.")

    asked, library = answer("Close without saving"), application._services.library
    found = recordings.bundled("twins-8")
    assert found is not None
    library.note(found)
    monkeypatch.setattr(recordings, "save", full)
    library.keep(found)
    assert application._window.close()
    assert len(asked) == 1
    assert list((home / "runs").iterdir()) == []


def test_a_window_whose_runs_are_saved_closes_without_a_question(
    application: Application, answer: Answer, home: Path
) -> None:
    asked = answer()
    found = recordings.bundled("twins-8")
    assert found is not None
    application._services.library.keep(found)
    assert application._window.close()
    assert asked == []
