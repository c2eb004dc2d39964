from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.opened.model.table import COLUMNS, NAME, PARAMETERS
from desktop.opened.view.cells import ROW
from desktop.opened.view.layer_list import LayerList
from desktop.theme.appearance import Appearance, stylesheet
from desktop.words.layers import LAYERS as TITLES
from desktop.words.layers import layer_row
from scenes.stage.output.theme import THEMES
from tests.desktop.opened.fakes import LAYERS, contents


@pytest.fixture
def shown(qtbot: QtBot, looks: Appearance, tmp_path: Path) -> LayerList:
    made = LayerList(looks)
    qtbot.addWidget(made)
    made.resize(560, 400)
    made.show_contents(contents(tmp_path))
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_first_layer_with_numbers_is_chosen_and_arrows_choose_others(shown: LayerList) -> None:
    heard: list[object] = []
    shown.chose.connect(heard.append)
    assert shown.layer is LAYERS[0]
    QTest.keyClick(shown.table, Qt.Key.Key_Down)
    assert heard == [LAYERS[1]]


def test_words_keep_rows_and_the_count_says_so(shown: LayerList) -> None:
    assert shown.count.text() == "5 layers"
    shown.field.setText("conv")
    assert shown.count.text() == "3 of 5"
    assert shown.sieve.rowCount() == 3
    assert not shown.nothing.isVisible()
    shown.field.setText("pooling")
    assert (shown.count.text(), shown.nothing.isVisible()) == ("0 of 5", True)
    shown.field.clear()
    assert not shown.nothing.isVisible()


def test_a_column_sorts_and_a_third_click_brings_the_order_of_the_pass_back(shown: LayerList) -> None:
    head = shown.table.horizontalHeader()
    place = head.sectionViewportPosition(PARAMETERS) + 20

    def click() -> list[str]:
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 5))
        return [layer.name for layer in shown.sieve.shown]

    orders = [click() for _ in range(3)]
    usual = [layer.name for layer in LAYERS]
    assert orders[2] == usual
    assert orders[0] == orders[1][::-1] != usual
    assert orders[0][0] == "wide", "the largest number comes first"


def test_chosen_rows_are_copied(shown: LayerList) -> None:
    told: list[str] = []
    shown.message.connect(told.append)
    shown.table.selectAll()
    shown.copy()
    rows = list(csv.DictReader(io.StringIO(QGuiApplication.clipboard().text())))
    assert [row["layer"] for row in rows] == [layer.name for layer in LAYERS]
    assert told == ["5 layers copied."]
    shown.table.clearSelection()
    shown.copy()
    assert told[1].startswith("No layer is chosen.")


def test_the_files_own_names_are_saved_beside_ours(shown: LayerList, tmp_path: Path) -> None:
    shown.show_contents(structs.replace(contents(tmp_path), names_there={"conv1": "features.0"}))
    shown.write(tmp_path / "layers.csv")
    rows = list(csv.DictReader((tmp_path / "layers.csv").read_text("utf-8-sig").splitlines()))
    assert [row["in the file"] for row in rows[:2]] == ["features.0", ""]


def test_the_table_is_saved_or_a_sentence_says_why_not(shown: LayerList, tmp_path: Path) -> None:
    told: list[str] = []
    shown.message.connect(told.append)
    shown.write(tmp_path / "layers.csv")
    head, *rows = csv.reader((tmp_path / "layers.csv").read_text("utf-8-sig").splitlines())
    assert head == list(TITLES)
    assert rows == [[str(cell) for cell in layer_row(layer)] for layer in LAYERS]
    assert rows[0] == ["conv1", "conv", "3x3/1/1", "4x8x8", "112", "6912", "3", "1", "input"]
    shown.write(tmp_path / "nowhere" / "layers.csv")
    assert told[0] == f"The table is saved as {tmp_path / 'layers.csv'}."
    assert told[1].startswith("The table can’t be saved")


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("width", [533, 560, 900])
def test_all_columns_have_room(shown: LayerList, looks: Appearance, theme: str, width: int) -> None:
    looks.theme = THEMES[theme]
    shown.resize(width, 400)
    shown.table.fit()
    columns = [shown.table.columnWidth(column) for column in range(len(COLUMNS))]
    assert sum(columns) <= shown.table.viewport().width()
    assert min(width for width in columns if width) > 30
    first = shown.table.visualRect(shown.sieve.index(0, NAME))
    image = shown.table.viewport().grab(first).toImage()
    seen = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert len(seen) > 3, "the first layer's name can be seen"


LONG = [
    f"/features/denseblock{block}/denselayer{layer}/{part}/Conv"
    for block in (1, 2)
    for layer in (1, 2)
    for part in ("conv1", "conv2")
]


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("width", [533, 640])
def test_long_names_stand_whole_above_the_other_cells(
    shown: LayerList, looks: Appearance, tmp_path: Path, theme: str, width: int
) -> None:
    looks.theme = THEMES[theme]
    shown.resize(width, 900)
    said = contents(tmp_path)
    shown.show_contents(structs.replace(said, layers=tuple(replace(LAYERS[0], name=name) for name in LONG)))
    table, view = shown.table, shown.table.viewport()
    table.clearSelection()
    QGuiApplication.processEvents()
    rows = [view.grab(QRect(0, table.rowViewportPosition(row), view.width(), table.rowHeight(row))) for row in range(8)]
    pictures = [row.toImage() for row in rows]
    assert not [(one, two) for one in range(8) for two in range(one) if pictures[one] == pictures[two]]
    assert sum(table.columnWidth(column) for column in range(len(COLUMNS))) <= view.width()
    hidden = [COLUMNS[column] for column in range(len(COLUMNS)) if table.isColumnHidden(column)]
    assert set(hidden) <= {"Window"}, "a line of their own leaves the other columns their room"
    shown.show_contents(said)
    assert table.rowHeight(0) == looks.px(ROW), "short names have room beside them"


def test_a_long_name_is_painted_the_same_whichever_cell_is_painted(
    shown: LayerList, looks: Appearance, tmp_path: Path
) -> None:
    shown.show_contents(
        structs.replace(contents(tmp_path), layers=tuple(replace(LAYERS[0], name=name) for name in LONG))
    )
    table, view = shown.table, shown.table.viewport()
    whole = view.grab().toImage()
    for column in range(len(COLUMNS)):
        cell = table.visualRect(shown.sieve.index(1, column))
        ratio = round(whole.devicePixelRatio())
        place = QRect(cell.topLeft() * ratio, cell.size() * ratio)
        assert view.grab(cell).toImage() == whole.copy(place)


def test_the_letters_of_the_header_follow_the_size(qtbot: QtBot, looks: Appearance, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(560, 400)
    looks.changed.connect(lambda: window.setStyleSheet(stylesheet(looks)))  # before the table hears of it
    column = QVBoxLayout(window)

    def header(layers: LayerList) -> QImage:
        head = layers.table.horizontalHeader()
        head.setFixedHeight(40)
        layers.setFixedSize(540, 380)
        return head.grab().toImage()

    layers = LayerList(looks)
    column.addWidget(layers)
    layers.show_contents(contents(tmp_path))
    with qtbot.waitExposed(window):
        window.show()
    for theme in ("projector", "dark"):
        looks.theme = THEMES[theme]
        changed = header(layers)
    fresh = LayerList(looks)
    fresh.show_contents(contents(tmp_path))
    column.replaceWidget(layers, fresh)
    layers.hide()
    fresh.show()
    assert changed == header(fresh)
