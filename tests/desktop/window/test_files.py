from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.collecting.camera import INSTEAD
from desktop.collecting.taking import TakePicture
from desktop.pictures.answers import OpenedPicture, PictureError
from desktop.window.files import PICTURES
from scenes.stage.core.catalogue import Catalogue
from scenes.stage.core.knobs import from_plain, knob
from scenes.stage.data.pictures import Picture, pixels
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
    files, form = application.workspace.files, knob(application.session.knobs, "picture")
    opened = OpenedPicture(Picture("cat"), ("It was stretched.",))
    refused: list[str] = []
    application.session.refused.connect(lambda knob, sentence: refused.append(sentence))
    application.workspace.panels.pin("right")  # where the knob's own place says why it is refused
    files._take("mini", form, opened, CASES / "cat.png")
    application.workspace.places.open_scene("other")
    assert said(application) == ""
    files._take("mini", form, opened, CASES / "cat.png")
    assert refused == [said(application)]
    assert "one of example, digit here" in said(application)
    files._take(
        "mini", knob(application.session.knobs_of("mini"), "picture"), PictureError("It is empty."), CASES / "cat.png"
    )
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


def test_what_is_no_file_is_not_taken(application: Application) -> None:
    text = QMimeData()
    text.setText("words")
    assert not drop(application, text)


@pytest.mark.parametrize("where", ["other", "home", "lab"])
def test_a_dropped_picture_goes_to_a_scene_that_looks_at_pictures(
    application: Application, wait_for: Callable[[str], None], tmp_path: Path, where: str
) -> None:
    Image.new("RGB", (4, 4), "red").save(tmp_path / "dropped.png")
    places = application.workspace.places
    {"other": lambda: places.open_scene("other"), "home": places.show_home, "lab": places.show_lab}[where]()
    assert drop(application, files_at(tmp_path / "dropped.png"))
    assert not places.at_home
    assert not places.in_lab
    assert application.session.scene.name == "mini"
    wait_for("dropped")


def test_where_no_scene_looks_at_pictures_a_sentence_says_so(
    open_application: Callable[..., Application], small_catalogue: Catalogue, tmp_path: Path
) -> None:
    application = open_application(catalogue=Catalogue(small_catalogue.scenes[1:]))
    assert drop(application, files_at(tmp_path / "dropped.png"))
    assert said(application) == "dropped.png can't be opened here: no scene of this window shows files of its kind."


# --- Opening again --------------------------------------------------------------------------------------------------


def offered(application: Application) -> list[str]:
    """Say which files the menu offers to open again."""
    menu = application.workspace.menu
    menu.refresh()
    shown = menu.recent.menuAction().isVisible()
    return [action.text() for action in menu.recent.actions()] if shown else []


def test_pictures_that_were_opened_can_be_opened_again(
    application: Application, wait_for: Callable[[str], None], tmp_path: Path
) -> None:
    assert offered(application) == []
    for name in ("one", "two & three"):
        Image.new("RGB", (4, 4), "red").save(tmp_path / f"{name}.png")
        application.workspace.files.use_picture("picture", tmp_path / f"{name}.png")
        wait_for(name)
    assert offered(application) == ["two && three.png", "one.png"]
    application.workspace.places.show_home()
    application.workspace.menu.recent.actions()[1].trigger()
    wait_for("one")
    assert not application.workspace.places.at_home
    assert offered(application) == ["one.png", "two && three.png"], "the last one comes first, and none twice"
    assert application.workspace.state().recent == [str(tmp_path / "one.png"), str(tmp_path / "two & three.png")]


def test_a_file_that_is_gone_leaves_the_list_with_one_sentence(
    application: Application, wait_for: Callable[[str], None], tmp_path: Path
) -> None:
    Image.new("RGB", (4, 4), "red").save(tmp_path / "gone.png")
    application.workspace.files.use_picture("picture", tmp_path / "gone.png")
    wait_for("gone")
    (tmp_path / "gone.png").unlink()
    assert offered(application) == ["gone.png"]
    application.workspace.menu.recent.actions()[0].trigger()
    assert said(application) == f"gone.png is no longer in the folder {tmp_path}, so it has left the list."
    assert offered(application) == []


def test_what_could_not_be_read_is_not_offered_again(application: Application, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "words.png").write_text("words")
    application.workspace.files.use_picture("picture", tmp_path / "words.png")
    qtbot.waitUntil(lambda: bool(said(application)), timeout=60_000)
    assert offered(application) == []


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


@pytest.mark.parametrize("where", ["scene", "home", "lab"])
def test_a_dropped_folder_is_brought_into_the_lab(
    application: Application, qtbot: QtBot, tmp_path: Path, where: str
) -> None:
    for shade, name in ((40, "cat"), (90, "dog")):
        (tmp_path / "pets" / name).mkdir(parents=True)
        for index in range(3):
            picture = Image.new("L", (8, 8), shade + index)
            picture.putpixel((index, index), 255)
            picture.save(tmp_path / "pets" / name / f"{index}.png")
    places = application.workspace.places
    {"scene": places.show_scene, "home": places.show_home, "lab": places.show_lab}[where]()
    assert drop(application, files_at(tmp_path / "pets"))
    assert places.in_lab
    lab = places.load_lab()
    sheet = lab.own_data.sheet
    assert sheet is not None
    qtbot.waitUntil(sheet.keep.isEnabled, timeout=60_000)
    sheet.keep.click()
    qtbot.waitUntil(lambda: not isinstance(lab.wanted.spec.data, str), timeout=60_000)
    assert lab.controls.data.field.currentText() == "pets"


@pytest.mark.parametrize("name", ["a.csv", "a.npz", "train-images-idx3-ubyte.gz"])
def test_a_dropped_table_that_is_none_is_one_sentence(
    application: Application, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("hello")
    assert drop(application, files_at(tmp_path / name))
    qtbot.waitUntil(lambda: said(application).startswith(("a.", "The file", "train-")), timeout=60_000)
    assert application.workspace.places.load_lab().own_data.sheet is None


# --- Pictures that are in no file ------------------------------------------------------------------------------------


def copied(picture: QImage, words: str = "") -> QMimeData:
    """Put a picture on the clipboard, with words beside it as a spreadsheet does."""
    data = QMimeData()
    data.setImageData(picture)
    if words:
        data.setText(words)
    QApplication.clipboard().setMimeData(data)
    return data


def tomato(width: int = 6, height: int = 4, colour: str = "#ff0000") -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    return image


def test_a_picture_is_pasted(application: Application) -> None:
    copied(tomato())
    assert application.workspace.act("paste")
    picture = application.session.knobs.picture
    assert (picture.name, picture.shape) == ("Pasted picture", (3, 4, 6))
    assert pixels(picture)[:, 0, 0].tolist() == [255, 0, 0]


def test_a_pasted_picture_keeps_the_step_and_is_not_there_after_the_next_start(application: Application) -> None:
    session = application.session
    session.jump(1.0)
    copied(tomato())
    assert application.workspace.act("paste")
    assert session.knobs.picture.name == "Pasted picture"
    assert session.player.t == 1.0
    assert "picture" not in session.remember(fleeting=False).knobs[session.scene.name]
    assert from_plain(type(session.knobs), session.remember().knobs[session.scene.name]) == session.knobs


def test_what_is_transparent_stands_on_white(application: Application) -> None:
    copied(tomato(colour="#00ff0000"))
    application.workspace.act("paste")
    assert pixels(application.session.knobs.picture)[:, 0, 0].tolist() == [255, 255, 255]


def test_cells_of_a_spreadsheet_are_numbers_though_they_come_with_a_picture(application: Application) -> None:
    copied(tomato(), "1\t2")
    application.workspace.act("paste")
    assert application.session.knobs.picture == Picture("example")
    assert said(application).startswith("Point at the cell where the numbers begin")


def test_a_large_picture_is_pasted_in_little(application: Application) -> None:
    copied(tomato(600, 300))
    application.workspace.files.ask_for_own("picture", "paste")
    assert application.session.knobs.picture.shape == (3, 112, 224)


def test_a_copied_file_is_pasted(application: Application, wait_for: Callable[[str], None]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(CASES / "text.svg"))])
    QApplication.clipboard().setMimeData(data)
    application.workspace.files.ask_for_own("picture", "paste")
    wait_for("text")
    application.session.undo()
    application.workspace.act("paste")
    wait_for("text")


def test_without_a_picture_on_the_clipboard_one_sentence_says_so(application: Application) -> None:
    QApplication.clipboard().clear()
    application.workspace.files.ask_for_own("picture", "paste")
    assert said(application) == "There is no picture on the clipboard. Copy one first, and paste it then."


def test_a_picture_is_dropped_that_is_in_no_file(application: Application) -> None:
    data = QMimeData()
    data.setImageData(tomato())
    assert drop(application, data)
    assert application.session.knobs.picture.name == "Pasted picture"


def test_a_picture_is_taken_for_a_knob(application: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(INSTEAD, "lavfi|testsrc=size=320x240:rate=30,realtime")
    application.workspace.files.ask_for_own("picture", "take")
    (dialog,) = application.workspace.findChildren(TakePicture)
    qtbot.waitUntil(dialog.take.isEnabled, timeout=20_000)
    dialog.take.click()
    picture = application.session.knobs.picture
    assert (picture.name, picture.shape) == ("Taken with the camera", (3, 224, 224))
    application.session.undo()
    assert application.session.knobs.picture == Picture("example")
