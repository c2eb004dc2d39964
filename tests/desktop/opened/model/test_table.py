from __future__ import annotations

from pathlib import Path

from msgspec import structs
from PySide6.QtCore import QSortFilterProxyModel, Qt

from desktop.opened.model.table import (
    COLUMNS,
    FIELD,
    NAME,
    PARAMETERS,
    SHARE,
    WORK,
    LayerTable,
    Sieve,
)
from tests.desktop.opened.fakes import LAYERS, contents


def filled(folder: Path, runs: str = "onnx") -> Sieve:
    table = LayerTable()
    table.show_contents(contents(folder, runs))
    return Sieve(table)


def names(sieve: Sieve) -> list[str]:
    return [layer.name for layer in sieve.shown]


def test_a_row_tells_a_layer(tmp_path: Path) -> None:
    sieve = filled(tmp_path)
    row = [sieve.index(2, column).data() for column in range(len(COLUMNS))]
    assert row == ["conv2", "conv", "3×3 /2", "6×4×4", "216", "3.5 k", "5"]
    assert sieve.index(2, WORK).data(Qt.ItemDataRole.ToolTipRole) == "3,456"
    assert sieve.index(1, PARAMETERS).data() == ""


def test_bars_are_shares_of_the_largest(tmp_path: Path) -> None:
    sieve = filled(tmp_path)
    assert sieve.index(3, PARAMETERS).data(SHARE) == 1.0
    assert sieve.index(2, PARAMETERS).data(SHARE) == 216 / 1452
    assert sieve.index(2, NAME).data(SHARE) is None
    assert filled(tmp_path, "").index(2, WORK).data(SHARE) is None, "what isn't counted has no share"


def test_rows_stand_in_the_order_of_the_pass_or_of_a_column(tmp_path: Path) -> None:
    sieve = filled(tmp_path)
    assert names(sieve) == ["conv1", "relu1", "conv2", "wide", "fc"]
    sieve.sort(PARAMETERS, Qt.SortOrder.DescendingOrder)
    assert names(sieve)[:3] == ["wide", "conv2", "conv1"]
    sieve.sort(FIELD, Qt.SortOrder.AscendingOrder)
    assert names(sieve)[0] == "fc"
    sieve.sort(-1)
    assert names(sieve) == ["conv1", "relu1", "conv2", "wide", "fc"]


def test_whatever_stands_in_a_row_is_found(tmp_path: Path) -> None:
    sieve = filled(tmp_path)
    table = sieve.sourceModel()
    for row in range(table.rowCount()):
        for column in range(len(COLUMNS)):
            words = str(table.index(row, column).data())
            for typed in (words, words.replace("×", "x")):
                sieve.keep(typed)
                assert LAYERS[row] in sieve.shown, typed


def test_the_files_own_names_are_found_too(tmp_path: Path) -> None:
    table = LayerTable()
    table.show_contents(structs.replace(contents(tmp_path), names_there={"conv1": "features.0", "fc": "classifier.1"}))
    sieve = Sieve(table)
    sieve.keep("features")
    assert names(sieve) == ["conv1"]
    assert sieve.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole) == "conv1; the file calls it features.0"
    sieve.keep("conv1")
    assert names(sieve) == ["conv1"]


def test_what_is_not_counted_says_so(tmp_path: Path) -> None:
    table = LayerTable()
    table.show_contents(structs.replace(contents(tmp_path), macs=None, uncounted=("relu1",)))
    assert [table.index(row, WORK).data() for row in (0, 1)] == ["6.9 k", "not counted"]


def test_words_keep_rows(tmp_path: Path) -> None:
    sieve = filled(tmp_path)
    for typed, kept in (("conv", 3), ("CONV 3×3", 2), ("3x3", 2), ("dense", 1), ("nothing", 0), ("", 5)):
        sieve.keep(typed)
        assert sieve.rowCount() == kept
    assert isinstance(sieve, QSortFilterProxyModel)
