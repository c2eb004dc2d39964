"""The dialog that asks where a file is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.system.files import with_ending


def ask_where_to_save(window: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
    """Let the user choose a file of one of `kinds`, such as "PNG (*.png);;SVG (*.svg)"; None if it was called off."""
    path, kind = QFileDialog.getSaveFileName(window, title, str(suggested), kinds)
    return with_ending(Path(path), kind or kinds.partition(";;")[0]) if path else None
