from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.pictures.answers import OpenedPicture, PictureError
from desktop.window.files import PICTURES
from scenes.stage.data.pictures import Picture
from tests.desktop.picture_files import CASES, nested

STRETCHED = "The samples of twelve-bit.png reach from 0 to 4,095. They are stretched to the shades 0 to 255."


@pytest.fixture
def wait_for(application: Application, qtbot: QtBot) -> Callable[[str], None]:
    """Return a function that waits until the picture in the open scene has a name."""

    def wait(name: str) -> None:
        qtbot.waitUntil(lambda: application.session.knobs.picture.name == name, timeout=60_000)

    return wait


def said(application: Application) -> str:
    return application.workspace.banner.label.text() if application.workspace.banner.isVisible() else ""


def test_a_picture_comes_when_it_is_read_and_its_notes_come_with_it(
    application: Application, wait_for: Callable[[str], None]
) -> None:
    application.workspace.files.use_picture("picture", CASES / "twelve-bit.png")
    assert application.session.knobs.picture == Picture("example")
    wait_for("twelve-bit")
    assert said(application) == STRETCHED


def test_a_drawing_with_text_is_shown(application: Application, wait_for: Callable[[str], None]) -> None:
    application.workspace.files.use_picture("picture", CASES / "text.svg")
    wait_for("text")
    assert said(application) == ""


def test_a_picture_that_takes_long_is_said_to_be_read_until_it_is(
    application: Application, qtbot: QtBot, tmp_path: Path, wait_for: Callable[[str], None]
) -> None:
    (tmp_path / "bomb.svg").write_text(nested(12), encoding="utf-8")
    application.workspace.files.use_picture("picture", tmp_path / "bomb.svg")
    qtbot.waitUntil(lambda: said(application) == "bomb.svg is being read.", timeout=60_000)
    application.workspace.files.use_picture("picture", CASES / "twelve-bit.png")
    assert said(application) == ""
    wait_for("twelve-bit")
    assert said(application) == STRETCHED


def test_a_picture_goes_to_the_scene_that_it_was_opened_for(
    application: Application, qtbot: QtBot, wait_for: Callable[[str], None]
) -> None:
    application.workspace.files.use_picture("picture", CASES / "text.svg")
    application.workspace.places.open_scene("other")
    qtbot.waitUntil(lambda: application.session.knobs_of("mini").picture.name == "text", timeout=60_000)
    application.workspace.places.open_scene("mini")
    wait_for("text")


def test_no_sentence_of_a_picture_is_said_that_the_scene_refuses(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = application.workspace.files
    opened = OpenedPicture(Picture("cat"), ("It was stretched.",))
    refused: list[str] = []
    application.session.refused.connect(lambda knob, sentence: refused.append(sentence))
    files._take("mini", "picture", opened)
    application.workspace.places.open_scene("other")
    assert said(application) == ""
    files._take("mini", "picture", opened)
    assert refused == [said(application)]
    assert "one of example, digit here" in said(application)
    files._take("mini", "picture", PictureError("It is empty."))
    assert said(application).endswith("It is empty.")


def test_closing_the_window_ends_what_is_being_read(application: Application, tmp_path: Path) -> None:
    (tmp_path / "bomb.svg").write_text(nested(12), encoding="utf-8")
    files = application.workspace.files
    files.use_picture("picture", tmp_path / "bomb.svg")
    application.workspace.window().close()
    assert files._reader._job is None


def drop(application: Application, data: QMimeData) -> bool:
    """Drag something over the window and let it go; tells whether it is taken."""
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    entering.ignore()
    QApplication.sendEvent(application.workspace, entering)
    if entering.isAccepted():
        dropping = QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
        QApplication.sendEvent(application.workspace, dropping)
    return entering.isAccepted()


def files_at(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_a_picture_can_be_dropped_on_the_window(
    application: Application, wait_for: Callable[[str], None], tmp_path: Path
) -> None:
    Image.new("RGB", (4, 4), "red").save(tmp_path / "dropped.png")
    assert drop(application, files_at(tmp_path / "dropped.png"))
    wait_for("dropped")


def test_nothing_is_dropped_where_nothing_looks_at_a_picture(application: Application, tmp_path: Path) -> None:
    text = QMimeData()
    text.setText("words")
    assert not drop(application, text)
    application.workspace.places.open_scene("other")
    assert not drop(application, files_at(tmp_path / "dropped.png"))


def test_the_dialog_offers_the_formats_that_can_be_read(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(*words: object) -> tuple[str, str]:
        asked.append(str(words[-1]))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    application.workspace.files.ask_for_picture("picture")
    assert asked == [PICTURES]
    for ending in ("png", "jpg", "tif", "tiff", "webp", "svg"):
        assert f"*.{ending}" in asked[0]
