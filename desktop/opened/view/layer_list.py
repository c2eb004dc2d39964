"""The layers of the opened network: a table with a field that filters it, and ways to take it along."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from desktop.model_files.words import Contents
from desktop.opened.model.table import (
    COLUMNS,
    FIELD,
    KIND,
    NAME,
    OUTPUT,
    PARAMETERS,
    WINDOW,
    WORK,
    LayerTable,
    Sieve,
)
from desktop.opened.view.cells import BESIDE, LETTER, Cells, letters
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from desktop.widgets.parts import button, label
from desktop.widgets.saving import ask_where_to_save
from desktop.words.cutting import telling
from desktop.words.layers import LAYERS, layer_row
from desktop.words.tables import as_csv
from engine.contract.files import write_atomically
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import counted

MOST = {KIND: 104, WINDOW: 76, OUTPUT: 132}
"""Words of a file may be long: so wide these columns are at most, in pixels for letters of the usual size."""
MORE = {OUTPUT: 16, KIND: 40}
"""What these get beyond their words, where names have enough."""
LEAST_NAME, LENT = 125, 30
"""Names have so much at least: for that windows are left out, then fields; at last kinds lend them a little."""
SEEN = 0.6
"""Where less than so much of the longest name has room beside the other columns, names get a line of their own."""
HEAD_BESIDE = 4
"""What the style sheet leaves beside the words of the header."""


class _Table(QTableView):
    """`chose` says that another row is the present one."""

    chose = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._needed = dict.fromkeys(range(len(COLUMNS)), 0)
        self._title = 0
        self._names: tuple[str, ...] = ()
        self.cells = Cells(appearance)
        self.setItemDelegate(self.cells)

    def measure(self) -> None:
        """Find out how much room the words of each column need, with letters of this size."""
        model, px = self.model(), self._appearance.px
        head = QFontMetricsF(font(px(LETTER - 1), bold=True))
        for column, title in enumerate(COLUMNS):
            written = QFontMetricsF(letters(self._appearance, column, column in (PARAMETERS, WORK)))
            words = tuple(str(model.index(row, column).data()) for row in range(model.rowCount()))
            self._names = words if column == NAME else self._names
            widest = max(map(written.horizontalAdvance, set(words)), default=0.0) + 2 * px(BESIDE)
            titled = head.horizontalAdvance(title) + 2 * HEAD_BESIDE
            self._title = math.ceil(titled) + 1 if column == NAME else self._title
            needed = math.ceil(max(widest, titled)) + 1
            self._needed[column] = min(needed, px(MOST[column])) if column in MOST else needed
        self.fit()

    def fit(self) -> None:
        """Give each column the width that it needs, and names what is left, or a line of their own above the others."""
        named, across = self._needed[NAME], self.viewport().width()
        widths = self._widths(named)
        above = widths[NAME] < SEEN * named
        if above:
            widths = self._spread(self._widths(self._title))
        self.cells.across = across if above else 0
        self.verticalHeader().setDefaultSectionSize(self.cells.row)
        for column, width in widths.items():
            self.setColumnHidden(column, not width)
            if width:
                self.setColumnWidth(column, max(width, 8))
        room, beside = across if above else widths[NAME], 2 * self._appearance.px(BESIDE)
        if room < named:
            share = (room - beside) / (named - beside)
            self.cells.head = telling(self._names, int(share * max(map(len, self._names))))
        self.viewport().update()

    def _widths(self, named: int) -> dict[int, int]:
        """The width of each column where names need so much; 0 for one that is left out."""
        px, widths = self._appearance.px, dict(self._needed)
        least = min(named, px(LEAST_NAME))
        left = self.viewport().width() - sum(widths.values()) + widths.pop(NAME)
        for column in (WINDOW, FIELD):
            if left < least:
                left += widths[column]
                widths[column] = 0
        lent = min(px(LENT), max(0, least - left))
        widths[KIND] -= lent
        left += lent
        for column, more in MORE.items():
            given = min(px(more), max(0, left - named))
            widths[column] += given
            left -= given
        return {NAME: max(left, px(LENT)), **widths}

    def _spread(self, widths: dict[int, int]) -> dict[int, int]:
        """The same with what the title of the names has too much given to the other columns."""
        others = [column for column, width in widths.items() if width and column != NAME]
        more = max(0, widths[NAME] - self._title) // len(others)
        given = {column: widths[column] + more for column in others}
        return {**widths, **given, NAME: widths[NAME] - more * len(others)}

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.chose.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class LayerList(QWidget):
    """Shows them. `chose` carries the chosen `Layer`, None for none; `message` a sentence for the user."""

    chose = Signal(object)
    message = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._contents: Contents | None = None
        self.model = LayerTable()
        self.model.setParent(self)
        self.sieve = Sieve(self.model)
        self.sieve.setParent(self)
        self.field = QLineEdit()
        self.field.setAccessibleName("Filter the layers")
        self.field.setPlaceholderText("Filter: conv, 3×3, layer2 …")
        self.field.setClearButtonEnabled(True)
        self.count = label(name="muted")
        self.save = button(
            "Save as CSV…", "All layers with exact numbers; Ctrl+C copies the chosen rows", self.ask_to_save
        )
        self.table = self._made_table()
        self.field.textChanged.connect(self._filter)
        self.table.chose.connect(self._choose)
        top = QHBoxLayout()
        top.addWidget(self.field, 1)
        top.addWidget(self.count)
        top.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        appearance.changed.connect(self._dress)
        self._dress()

    def _made_table(self) -> _Table:
        table = _Table(self._appearance)
        table.setObjectName("layers")
        table.setAccessibleName("Layers")
        table.setModel(self.sieve)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        head = table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(8)
        head.setHighlightSections(False)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        return table

    def _dress(self) -> None:
        """Have rows for letters of another size. Those of the header are the style sheet's: others would lag behind."""
        self.table.measure()

    def show_contents(self, contents: Contents | None) -> None:
        """Show the layers of another network, the first with numbers chosen."""
        self._contents = contents
        self.field.clear()
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model.show_contents(contents)
        self.table.measure()
        self._count()
        layers = contents.layers if contents is not None else ()
        first = next((layer for layer in layers if contents is not None and contents.tensors.get(layer.name)), None)
        if first is not None:
            self.choose(first)

    @property
    def layer(self) -> Layer | None:
        """The chosen layer."""
        index = self.table.currentIndex()
        return self.sieve.at(index.row()) if index.isValid() else None

    def choose(self, layer: Layer) -> None:
        """Choose a layer."""
        index = self.sieve.place(layer)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _choose(self) -> None:
        self.chose.emit(self.layer)

    def _filter(self, typed: str) -> None:
        self.sieve.keep(typed)
        self._count()

    def _count(self) -> None:
        shown, there = self.sieve.rowCount(), self.model.rowCount()
        self.count.setText(counted(there, "layer") if shown == there else f"{shown:,} of {there:,}")

    # --- Taking it along --------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the chosen rows as comma-separated values."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        if not rows:
            self.message.emit("No layer is chosen. Click one, or press Ctrl+A in the table for all of them.")
            return
        QGuiApplication.clipboard().setText(self._csv([self.sieve.at(row) for row in rows]).decode("utf-8-sig"))
        self.message.emit(f"{counted(len(rows), 'layer')} copied.")

    def ask_to_save(self) -> None:
        """Ask where the table is to be saved."""
        if self._contents is None:
            return
        suggested = Path(self._contents.file).with_suffix(".layers.csv")
        path = ask_where_to_save(self, "Save the layers", suggested, "Comma-separated values (*.csv)")
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> None:
        """Save all layers, in the order of the pass."""
        try:
            with write_atomically(path) as file:
                file.write(self._csv(list(self.model.layers)))
        except OSError as error:
            self.message.emit(f"The table can’t be saved ({error.strerror}: {path}). Choose another place.")
        else:
            self.message.emit(f"The table is saved as {path}.")

    def _csv(self, layers: list[Layer]) -> bytes:
        counted = self._contents is not None and self._contents.counted
        return as_csv(LAYERS, [layer_row(layer, counted) for layer in layers])
