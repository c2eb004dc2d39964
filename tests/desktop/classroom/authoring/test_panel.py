"""The panel of a lesson, by keys and clicks: each change is one of the file, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.classroom.authoring.panel import LessonPanel
from desktop.classroom.authoring.stop_editor import PAUSE_MS
from desktop.classroom.authoring.thumbnails import Thumbnails
from desktop.classroom.lessons.document import LessonDocument
from desktop.painter.typesetter import Typesetter
from desktop.theme.appearance import TEXT_SIZES, Appearance, stylesheet
from scenes.stage.output.theme import THEMES

TEXT = """\
convoscope = 1
id = "short"
title = "Short"
minutes = 6

# The beginning.
[[stop]]
id = "title"
card = "# Short"
minutes = 1

[[stop]]
id = "by-hand"   # with a comment
scene = "convolution"
minutes = 3
notes = "Say it."

[[stop]]
id = "pool"
scene = "pooling"
minutes = 2
"""


@pytest.fixture
def appearance() -> Appearance:
    return Appearance()


@pytest.fixture
def document(tmp_path: Path) -> Iterator[LessonDocument]:
    path = tmp_path / "short.lesson.toml"
    path.write_text(TEXT, encoding="utf-8")
    found = LessonDocument(path)
    yield found
    found.close()


@pytest.fixture
def panel(qtbot: QtBot, appearance: Appearance, document: LessonDocument) -> LessonPanel:
    typesetter = Typesetter()
    qtbot.addWidget(found := LessonPanel(appearance, Thumbnails(appearance, typesetter, lambda preset: None, {})))
    found.destroyed.connect(typesetter.close)
    found.resize(400, 700)
    found.follow(document)
    found.show()
    qtbot.waitExposed(found)
    return found


def ids(document: LessonDocument) -> list[str]:
    return [entry.id for entry in document.read.entries]


def text(document: LessonDocument) -> str:
    return document.path.read_text(encoding="utf-8")


def press(panel: LessonPanel, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the window hands it to the list."""
    from PySide6.QtGui import QKeyEvent

    event = QKeyEvent(QEvent.Type.KeyPress, key, held)
    if not panel.list.take_key(event):
        QTest.keyClick(panel.list, key, held)


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_stop_is_deleted_and_comes_back(panel: LessonPanel, document: LessonDocument) -> None:
    panel.choose("by-hand")
    press(panel, Qt.Key.Key_Delete)
    assert ids(document) == ["title", "pool"]
    assert panel.list.row is not None
    assert panel.list.row.id == "pool", "what has moved up is chosen"
    press(panel, Qt.Key.Key_Z, CTRL)
    assert text(document) == TEXT
    press(panel, Qt.Key.Key_Z, CTRL | SHIFT)
    assert ids(document) == ["title", "pool"]
    panel.undo.click()
    assert text(document) == TEXT
    assert not panel.undo.isEnabled()
    assert panel.redo.isEnabled()


def test_keys_move_a_stop_with_its_comment(panel: LessonPanel, document: LessonDocument) -> None:
    panel.choose("title")
    press(panel, Qt.Key.Key_Down, CTRL)
    assert ids(document) == ["by-hand", "title", "pool"]
    assert text(document).index("# The beginning.") > text(document).index('"by-hand"')
    assert panel.list.row is not None
    assert panel.list.row.id == "title"
    press(panel, Qt.Key.Key_Up, CTRL)
    press(panel, Qt.Key.Key_Up, CTRL)
    assert ids(document) == ["title", "by-hand", "pool"], "at the top it stays"


@pytest.mark.parametrize(
    ("dragged", "over", "share", "expected"),
    [
        ("title", 2, 0.9, ["by-hand", "pool", "title"]),
        ("title", 1, 0.9, ["by-hand", "title", "pool"]),
        ("pool", 0, 0.05, ["pool", "title", "by-hand"]),
        ("by-hand", 1, 0.05, ["title", "by-hand", "pool"]),
    ],
)
def test_a_drag_puts_a_stop_where_it_is_let_go(
    panel: LessonPanel,
    document: LessonDocument,
    monkeypatch: pytest.MonkeyPatch,
    dragged: str,
    over: int,
    share: float,
    expected: list[str],
) -> None:
    panel.choose(dragged)
    stops = panel.list
    below = QAbstractItemView.DropIndicatorPosition.BelowItem
    above = QAbstractItemView.DropIndicatorPosition.AboveItem
    monkeypatch.setattr(stops, "dropIndicatorPosition", lambda: below if share > 0.5 else above)
    place = stops.visualRect(stops.stops.index(over))
    point = QPointF(place.center().x(), place.top() + share * place.height())
    data = stops.stops.mimeData([stops.currentIndex()])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    stops.dropEvent(QDropEvent(point, Qt.DropAction.MoveAction, data, left, none))
    assert ids(document) == expected
    if expected != ["title", "by-hand", "pool"]:
        document.undo()
        assert text(document) == TEXT


def test_f2_gives_another_title_and_nothing_takes_it_away(
    panel: LessonPanel, document: LessonDocument, qtbot: QtBot
) -> None:
    panel.choose("by-hand")
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    field = panel.list.viewport().findChild(QLineEdit)
    assert field is not None
    assert field.text() == "Convolution"
    field.selectAll()
    QTest.keyClicks(field, "On paper")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: 'title = "On paper"' in text(document))  # the view ends its editor a moment later
    assert panel.list.stops.rows[1].title == "On paper"
    panel.list.stops.setData(panel.list.stops.index(1), "")
    assert text(document) == TEXT


def test_enter_and_a_double_click_go_to_a_stop(panel: LessonPanel, qtbot: QtBot) -> None:
    panel.choose("by-hand")
    with qtbot.waitSignal(panel.go_wanted) as went:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert went.args == ["by-hand"]
    place = panel.list.visualRect(panel.list.stops.index(0)).center()
    with qtbot.waitSignal(panel.go_wanted) as went:
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert went.args == ["title"]


def test_several_presses_for_minutes_are_one_change(panel: LessonPanel, document: LessonDocument, qtbot: QtBot) -> None:
    panel.choose("by-hand")
    for _ in range(4):
        panel.editor.minutes.more.click()
    assert text(document) == TEXT
    qtbot.waitUntil(lambda: "minutes = 5" in text(document), timeout=PAUSE_MS * 10)
    assert panel.total.text() == "The stops take 8:00 minutes, and the lesson is planned for 6:00."
    assert panel.total.objectName() == "warning"
    document.undo()
    assert text(document) == TEXT
    assert panel.editor.minutes.number.text() == "3"


def test_minutes_that_no_stop_takes_are_refused(panel: LessonPanel, document: LessonDocument) -> None:
    panel.choose("by-hand")
    panel.editor.minutes.number.typed.emit("500")
    assert panel.editor.minutes.reason.text() == "A stop takes from 0 to 180 minutes."
    panel.editor.commit()
    assert text(document) == TEXT


def test_a_stop_becomes_optional_and_the_plan_follows(panel: LessonPanel, document: LessonDocument) -> None:
    panel.choose("pool")
    QTest.mouseClick(panel.editor.optional, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert "optional = true" in text(document)
    assert panel.total.text() == (
        "The stops take 4:00 minutes, and the lesson is planned for 6:00. Optional stops take 2:00 more."
    )
    QTest.mouseClick(panel.editor.optional, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert text(document) == TEXT


def test_notes_are_written_when_the_focus_leaves_them_as_one_change(
    panel: LessonPanel, document: LessonDocument
) -> None:
    panel.choose("by-hand")
    notes = panel.editor.notes
    assert notes.toPlainText() == "Say it."
    notes.setFocus()
    QTest.keyClicks(notes, "Slowly. ")
    assert text(document) == TEXT
    panel.choose("pool")
    assert 'notes = "Slowly. Say it."' in text(document)
    assert panel.list.row is not None
    assert panel.list.row.id == "pool"
    assert notes.toPlainText() == ""
    document.undo()
    assert text(document) == TEXT


def test_what_is_typed_outlives_an_edit_from_outside(panel: LessonPanel, document: LessonDocument) -> None:
    panel.choose("by-hand")
    panel.editor.notes.setFocus()
    QTest.keyClicks(panel.editor.notes, "Slowly. ")
    document.path.write_text(TEXT.replace("minutes = 2", "minutes = 2.5"), encoding="utf-8")
    document.look()
    assert panel.list.stops.rows[2].facts == ("2.5 min",)
    assert panel.editor.notes.toPlainText() == "Slowly. Say it."
    panel.follow(None)
    assert 'notes = "Slowly. Say it."' in text(document)
    assert "minutes = 2.5" in text(document)


def test_undo_takes_back_what_another_program_did_and_says_so(panel: LessonPanel, document: LessonDocument) -> None:
    document.path.write_text(TEXT.replace("minutes = 2", "minutes = 2.5"), encoding="utf-8")
    document.look()
    assert "another program's too" in panel.undo.toolTip()
    panel.undo.click()
    assert text(document) == TEXT


def test_a_title_that_is_typed_waits_for_no_edit_from_outside(panel: LessonPanel, document: LessonDocument) -> None:
    panel.choose("by-hand")
    panel.list.rename()
    document.path.write_text(TEXT.replace("minutes = 2", "minutes = 2.5"), encoding="utf-8")
    document.look()
    field = panel.list.viewport().findChild(QLineEdit)
    assert field is not None, "it is still there"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert panel.list.stops.rows[2].facts == ("2.5 min",)


def test_a_file_that_cant_be_written_changes_nothing(
    panel: LessonPanel, document: LessonDocument, qtbot: QtBot
) -> None:
    document.path.chmod(0o444)
    panel.choose("pool")
    with qtbot.waitSignal(document.told) as told:
        QTest.mouseClick(panel.editor.optional, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert "nothing is changed" in told.args[0]  # type: ignore[index]
    assert not panel.editor.optional.isChecked(), "it shows what is in the file"
    assert ids(document) == ["title", "by-hand", "pool"]


def test_a_file_that_is_broken_as_a_whole_says_where(panel: LessonPanel, document: LessonDocument) -> None:
    document.path.write_text(TEXT.replace('id = "short"', 'id = "short'), encoding="utf-8")
    document.look()
    assert panel.fault.isVisible()
    assert panel.fault.text().startswith("Line 2: ")
    document.undo()
    assert not panel.fault.isVisible()


def test_pictures_come_one_after_the_other_and_stay(
    panel: LessonPanel, document: LessonDocument, qtbot: QtBot, appearance: Appearance
) -> None:
    size = panel.list.painter_of_rows.picture_size(panel.devicePixelRatioF())
    stops = [row.stop for row in panel.list.stops.rows if row.stop is not None]
    assert (size.width(), size.height()) == (160, 90)

    def image(index: int) -> QImage | None:
        return panel._thumbnails.image(stops[index], document.path.parent, size)

    qtbot.waitUntil(lambda: all(image(index) is not None for index in range(len(stops))), timeout=20_000)
    first = image(1)
    assert first is not None
    assert len({first.pixel(x, y) for x in range(0, 160, 4) for y in range(0, 90, 3)}) > 10
    appearance.theme = THEMES["light"]
    qtbot.waitUntil(lambda: image(1) is not None, timeout=20_000)
    assert image(1).pixelColor(2, 85).lightness() > 200  # type: ignore[union-attr]


def test_nothing_is_drawn_for_a_panel_that_is_hidden(panel: LessonPanel, document: LessonDocument) -> None:
    thumbnails = panel._thumbnails
    panel.hide()
    panel.refresh()
    thumbnails.renew()
    thumbnails._draw_next()
    size = panel.list.painter_of_rows.picture_size(panel.devicePixelRatioF())
    stops = [row.stop for row in panel.list.stops.rows if row.stop is not None]
    assert [thumbnails.image(stop, document.path.parent, size) for stop in stops[1:]] == [None, None]
    panel.show()
    thumbnails._draw_next()
    assert any(thumbnails.image(stop, document.path.parent, size) is not None for stop in stops)


def test_the_present_stop_is_lit_and_chosen(panel: LessonPanel) -> None:
    panel.mark(True, "pool", {"by-hand"})
    assert [row.present for row in panel.list.stops.rows] == [False, False, True]
    assert [row.left_out for row in panel.list.stops.rows] == [False, True, False]
    assert panel.list.row is not None
    assert panel.list.row.id == "pool"
    assert panel.begin.text() == "End the class"


@pytest.mark.parametrize("letters", TEXT_SIZES)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_all_of_it_has_room_with_letters_of_each_size(
    panel: LessonPanel, appearance: Appearance, letters: str, size: tuple[int, int]
) -> None:
    appearance.fit(*size)
    appearance.text = letters  # type: ignore[assignment]
    panel.setStyleSheet(stylesheet(appearance))
    panel.adjustSize()
    for button in (panel.moment, panel.question, panel.shown, panel.begin):
        assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()) + 2 * appearance.px(11), (
            button.text()
        )
    assert panel.minimumSizeHint().height() < size[1] - 90


def test_all_controls_have_names_and_can_be_reached_by_tab(panel: LessonPanel) -> None:
    assert panel.list.accessibleName() == "Stops of the lesson"
    assert panel.editor.notes.accessibleName() == "Notes of the stop"
    passed = set()
    panel.list.setFocus()
    for _ in range(30):
        passed.add(panel.focusWidget())
        panel.focusNextPrevChild(True)
    wanted: tuple[Callable[[], object] | object, ...] = (
        panel.list, panel.moment, panel.question, panel.shown, panel.begin, panel.rename, panel.delete, panel.lessons,
        panel.editor.notes, panel.editor.optional, panel.editor.minutes.number,
    )  # fmt: skip
    assert passed >= set(wanted)
    for each in (panel.undo, panel.redo, panel.rename, panel.delete, panel.lessons, panel.editor.optional):
        assert each.accessibleName()
