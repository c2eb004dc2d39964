from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.collecting.camera import INSTEAD
from desktop.collecting.sources import CAMERA, DRAW
from desktop.collecting.strokes import Stroke
from desktop.sets import heads
from desktop.sets.taught import TaughtStore
from desktop.teaching import page as module
from desktop.teaching.model.examples import JUDGING, LEARNED
from desktop.teaching.page import TeachPage
from desktop.teaching.view.columns import Columns
from desktop.teaching.view.learned_column import COMPARED
from desktop.teaching.view.sources import PICTURE
from desktop.theme.appearance import Appearance
from engine.contract.questions import CompareTeaching, TeachHead
from tests.desktop.teaching.fake_engine import FakeEngine

Answer = Callable[[Callable[[], bool]], None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TaughtStore]:
    made = TaughtStore(tmp_path / "taught")
    yield made
    made.close()


@pytest.fixture
def page(
    qtbot: QtBot, looks: Appearance, fake: FakeEngine, store: TaughtStore, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TeachPage]:
    monkeypatch.setenv(INSTEAD, "lavfi|testsrc=size=320x240:rate=30,realtime")
    made = TeachPage(looks, fake, store)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()


@pytest.fixture
def until(qtbot: QtBot, fake: FakeEngine) -> Answer:
    """Return a function that has the engine answer until something is so."""

    def answered(so: Callable[[], bool]) -> None:
        def look() -> bool:
            fake.answer_all()
            return so()

        qtbot.waitUntil(look, timeout=20_000)

    return answered


def counts(page: TeachPage) -> list[int]:
    return [len(pile.samples) for pile in page.teaching.collection.piles]


def draw(page: TeachPage, seed: int) -> None:
    points = np.random.default_rng(seed).uniform(0.1, 0.9, (4, 2))
    page.sources.pad._record((Stroke(tuple((float(x), float(y)) for x, y in points), 0.11),))


def collect(page: TeachPage, place: int, count: int) -> None:
    for seed in range(count):
        draw(page, 100 * place + seed)
        QTest.mouseClick(page.piles.cards[place].add, Qt.MouseButton.LeftButton)


def taught(page: TeachPage, until: Answer) -> None:
    collect(page, 0, 4)
    collect(page, 1, 4)
    until(lambda: not page.teaching.teacher.stale)


def drop(widget: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    widget.dropEvent(event)


def pictures(folder: Path, count: int, seed: int = 0) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    for index in range(count):
        Image.fromarray(rng.integers(0, 256, (40, 60, 3), np.uint8)).save(folder / f"{index}.png")
    return sorted(folder.iterdir())


def test_two_drawn_classes_are_taught_by_themselves_and_a_drawing_is_told(page: TeachPage, until: Answer) -> None:
    assert page.learned.intro.isVisible()
    assert not page.learned.teach.isEnabled()
    assert "Class 1 has too few" in page.learned.status.text()
    taught(page, until)
    assert counts(page) == [4, 4]
    assert page.learned.learned.isVisible()
    assert page.learned.right.text().endswith("held back are right.")
    assert page.learned.status.text() == "It has learned from 6 pictures."
    draw(page, 999)
    until(lambda: page.teaching.trial.said is not None)
    said = page.teaching.trial.said
    assert said is not None
    name = said.taught.head.classes[said.of]
    assert page.trial.heading.text() == f"Which of the 16 means speak for {name}, or against it"
    assert page.trial.bars.words.count("%") == 2
    other = said.taught.head.classes[1 - said.of]
    page.trial.bars.picked.emit(other)
    assert other in page.trial.heading.text()


def test_more_pictures_are_learned_by_themselves_and_undo_takes_them_out(
    page: TeachPage, until: Answer, fake: FakeEngine
) -> None:
    taught(page, until)
    first = page.teaching.teacher.taught
    draw(page, 777)
    QTest.keyClick(page, Qt.Key.Key_2)
    assert counts(page) == [4, 5]
    until(lambda: page.teaching.teacher.taught is not first and not page.teaching.teacher.stale)
    page.undo.click()
    assert counts(page) == [4, 4]
    page.redo.click()
    assert counts(page) == [4, 5]
    heads_taught = [each for each in fake.heard if isinstance(each, TeachHead)]
    assert len(heads_taught) == 2


def test_the_camera_collects_while_the_button_is_held(page: TeachPage, qtbot: QtBot) -> None:
    page.sources.source.picked.emit(CAMERA)
    qtbot.waitUntil(lambda: page.sources.picture is not None, timeout=20_000)
    card = page.piles.cards[0]
    assert card.add.text().startswith("Hold to collect")
    QTest.mousePress(card.add, Qt.MouseButton.LeftButton)
    assert page.sources.view.taking
    qtbot.waitUntil(lambda: counts(page)[0] >= 3, timeout=20_000)
    QTest.mouseRelease(card.add, Qt.MouseButton.LeftButton)
    assert not page.sources.view.taking
    page.hide()
    assert not page.sources.camera.on, "whoever leaves the page isn't filmed"
    assert page.sources.way == DRAW


def test_a_ready_set_begins_with_a_picture_to_try(page: TeachPage, until: Answer, fake: FakeEngine) -> None:
    page.examples[0].click()
    assert counts(page) == [LEARNED + JUDGING] * 10
    assert page.piles.cards[0].count.text() == f"{LEARNED} to learn, {JUDGING} held back"
    assert page.sources.way == PICTURE
    assert page.teaching.unkept == 0
    until(lambda: page.teaching.trial.said is not None)
    found = page.teaching.teacher.taught
    assert found is not None
    page.learned.pages.picked.emit(COMPARED)
    assert page.learned.compared.text().startswith("It was recorded")
    assert page.learned.lines.isVisible()
    assert (found.learned, found.held) == (10 * LEARNED, 10 * JUDGING)
    assert page.trial.truth.text().startswith("It is of the class ")
    before = page.sources.picture
    page.sources.another.click()
    assert not np.array_equal(page.sources.picture, before)
    known = {each.pixels for pile in page.teaching.collection.piles for each in pile.samples}
    assert page.sources.picture is not None
    assert page.sources.picture.tobytes() not in known, "it has never seen it"


def test_files_dropped_on_a_card_are_of_its_class_and_a_folder_brings_its_classes(
    page: TeachPage, qtbot: QtBot, tmp_path: Path
) -> None:
    said: list[str] = []
    page.message.connect(said.append)
    files = pictures(tmp_path / "loose", 3)
    (tmp_path / "loose" / "broken.png").write_bytes(b"no picture")
    drop(page.piles.cards[1], *files, tmp_path / "loose" / "broken.png")
    qtbot.waitUntil(lambda: counts(page) == [0, 3], timeout=30_000)
    assert len(said) == 1
    assert "broken.png" in said[0]
    for name, seed in (("cup", 5), ("pen", 6)):
        pictures(tmp_path / "set" / name, 2, seed)
    drop(page, tmp_path / "set")
    qtbot.waitUntil(lambda: len(counts(page)) == 3, timeout=30_000)
    assert page.teaching.collection.classes == ("Class 2", "cup", "pen"), "an empty class gives way"
    drop(page.piles.cards[0], tmp_path / "set" / "nothing.png")
    qtbot.waitUntil(lambda: len(said) == 2, timeout=30_000)
    assert said[1] == "There is no file nothing.png."


def test_a_dropped_picture_is_tried_and_one_that_is_none_is_a_sentence(
    page: TeachPage, qtbot: QtBot, tmp_path: Path
) -> None:
    said: list[str] = []
    page.message.connect(said.append)
    (file,) = pictures(tmp_path / "one", 1)
    drop(page, file)
    qtbot.waitUntil(lambda: page.sources.way == PICTURE, timeout=30_000)
    assert page.sources.picture is not None
    assert page.sources.picture.shape == page.teaching.collection.shape
    (tmp_path / "words.png").write_text("words")
    drop(page, tmp_path / "words.png")
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert "words.png" in said[0]


def test_a_picture_on_the_clipboard_is_tried(page: TeachPage) -> None:
    said: list[str] = []
    page.message.connect(said.append)
    QApplication.clipboard().clear()
    page.paste()
    assert said == ["There is no picture on the clipboard. Copy one first, and paste it then."]
    image = QImage(60, 40, QImage.Format.Format_RGB888)
    image.fill("red")
    QApplication.clipboard().setImage(image)
    page.paste()
    assert page.sources.picture is not None
    assert page.sources.picture[:, 50, 50].tolist() == [255, 0, 0]


def test_a_comparison_is_measured_with_progress_and_told(page: TeachPage, until: Answer, fake: FakeEngine) -> None:
    taught(page, until)
    page.learned.pages.picked.emit(COMPARED)
    QTest.mouseClick(page.learned.compare, Qt.MouseButton.LeftButton)
    assert isinstance(fake.asked[-1].question, CompareTeaching)
    assert page.learned.stop.isVisible()
    QTest.mouseClick(page.learned.stop, Qt.MouseButton.LeftButton)
    assert page.learned.compared.text() == "Stopped."
    QTest.mouseClick(page.learned.compare, Qt.MouseButton.LeftButton)
    fake.answer_all()
    assert page.learned.compared.text().startswith("Measured here with")
    assert "frozen network, new layer" in page.learned.lines.words


def accept(page: TeachPage, monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[int]:
    """Answer the question about loss in turn; notes how many pictures it was about."""
    asked: list[int] = []
    turns = iter(answers)

    def ask(count: int, parent: QWidget, doing: str) -> str:
        asked.append(count)
        return next(turns)

    monkeypatch.setattr(module, "ask_before_loss", ask)
    return asked


def test_nothing_is_kept_before_keep_and_leaving_asks_once(
    page: TeachPage, until: Answer, store: TaughtStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.may_close(), "nothing of one's own is there"
    taught(page, until)
    assert store.drafts == ()
    asked = accept(page, monkeypatch, "stay", "lose")
    page.afresh.click()
    assert (asked, counts(page)) == ([8], [4, 4])
    assert page._keep("Two shapes")
    (kept,) = store.drafts
    assert (kept.label.title, kept.label.counts) == ("Two shapes", (4, 4))
    head = heads.read_head(store.head_path(kept.key))
    assert head.classes == ("Class 1", "Class 2")
    assert page.may_close()
    assert asked == [8], "what is kept isn't asked about"
    draw(page, 555)
    page.piles.cards[0].add.click()
    assert page.may_close()
    assert asked == [8, 1]
    page._keep("Two shapes")
    assert [each.label.counts for each in store.drafts] == [(5, 4)], "it is the same set, which has grown"
    assert not store.head_path(kept.key).exists(), "the layer has not learned from all of it"


def test_what_was_kept_is_gone_on_with_and_deleted_with_its_layer(
    page: TeachPage, until: Answer, store: TaughtStore
) -> None:
    taught(page, until)
    page._keep("Two shapes")
    (kept,) = store.drafts
    page.examples[1].click()
    assert len(counts(page)) == 10
    page.open_kept(kept.key)
    assert counts(page) == [4, 4]
    until(lambda: not page.teaching.teacher.stale)
    store.delete(kept)
    store.close()
    assert list(store.folder.iterdir()) == []


def test_larger_letters_are_scrolled_and_not_cut(page: TeachPage, looks: Appearance) -> None:
    (columns,) = page.findChildren(Columns)
    assert not columns.horizontalScrollBar().isVisible()
    assert not columns.verticalScrollBar().isVisible()
    before = page.piles.width()
    looks.text = "largest"
    QApplication.processEvents()
    assert columns.horizontalScrollBar().isVisible()
    assert page.piles.width() > 1.3 * before


@pytest.mark.parametrize("size", [(1280, 700), (1920, 1060)])
def test_nothing_is_cut_with_four_classes(
    page: TeachPage, until: Answer, looks: Appearance, size: tuple[int, int]
) -> None:
    looks.fit(*size)
    page.resize(*size)
    for name in ("cup", "pencil case"):
        page.piles.new_class.setText(name)
        QTest.keyClick(page.piles.new_class, Qt.Key.Key_Return)
    for place in range(4):
        collect(page, place, 4)
    draw(page, 999)
    until(lambda: page.teaching.trial.said is not None)
    QApplication.processEvents()
    inside = page.piles.parentWidget()
    assert inside is not None
    assert page.piles.height() <= inside.height(), "four classes stand there without scrolling"
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QLabel | QPushButton):
            corner = widget.mapTo(page, QPoint(widget.width(), widget.height()))
            assert corner.x() <= page.width(), widget.text()
            assert corner.y() <= page.height(), widget.text()
            assert widget.width() >= widget.minimumSizeHint().width(), widget.text()
