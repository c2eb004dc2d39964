"""What is asked before the window closes: exports that go on, and where runs go that can't be saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop.publishing.asking.exports import Exports
from desktop.runs.library import Library
from desktop.runs.storage import RecordingError


def may_drop(window: QWidget, exports: Exports) -> bool:
    """Whether the window may close: while exports go on, the user says whether they are waited for."""
    files = exports.unfinished
    if not files:
        return True
    listed = ", ".join(f"“{name}”" for name in files)
    are = "This file is" if len(files) == 1 else f"These {len(files)} files are"
    box = QMessageBox(QMessageBox.Icon.Warning, "Convoscope", f"{are} still being made: {listed}.", parent=window)
    wait = box.addButton("Wait for it" if len(files) == 1 else "Wait for them", QMessageBox.ButtonRole.RejectRole)
    without = box.addButton("Close without", QMessageBox.ButtonRole.DestructiveRole)
    box.setEscapeButton(wait)
    box.setDefaultButton(wait)
    box.exec()
    box.deleteLater()
    return box.clickedButton() is without or not exports.unfinished


def may_leave(window: QWidget, library: Library) -> bool:
    """Whether the window may close: while there are runs that can't be saved, the user says what becomes of them."""
    trouble = ""
    while names := library.unsaved():
        box = QMessageBox(QMessageBox.Icon.Warning, "Convoscope", _question(names), parent=window)
        box.setInformativeText(" ".join(filter(None, (trouble, _way_back(library.folder)))))
        elsewhere = box.addButton("Save elsewhere…", QMessageBox.ButtonRole.AcceptRole)
        without = box.addButton("Close without saving", QMessageBox.ButtonRole.DestructiveRole)
        box.setEscapeButton(box.addButton("Don't close", QMessageBox.ButtonRole.RejectRole))
        box.setDefaultButton(elsewhere)
        box.exec()
        chosen = box.clickedButton()
        box.deleteLater()
        if chosen is without:
            library.give_up()
        elif chosen is elsewhere:
            trouble = _save(window, library)
        else:
            return False
    return True


def _question(names: tuple[str, ...]) -> str:
    listed = ", ".join(f"“{name}”" for name in names)
    are = "This run is" if len(names) == 1 else f"These {len(names)} runs are"
    return f"{are} not saved, because the folder of kept runs is full or can't be written: {listed}."


def _way_back(folder: Path) -> str:
    return f"A file that you save elsewhere is in the list again when you put it into {folder}."


def _save(window: QWidget, library: Library) -> str:
    """Let the user choose a folder and save the runs there; returns a sentence if that can't be done."""
    folder = QFileDialog.getExistingDirectory(window, "Save the runs in this folder", str(Path.home()))
    try:
        if folder:
            library.save_in(Path(folder))
    except RecordingError as error:
        return f"{error} Choose another folder."
    return ""
