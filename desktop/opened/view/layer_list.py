"""The layers of the opened network: a table with a field that filters it, and ways to take it along."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from desktop.model_files.words import Contents
from desktop.opened.model.table import (
    FIELD,
    KIND,
    NAME,
    OUTPUT,
    PARAMETERS,
    WINDOW,
    WORK,
    LayerTable,
    Sieve,
    csv_text,
)
from desktop.opened.view.cells import ROW, Cells
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import button, label
from desktop.widgets.saving import ask_where_to_save
from engine.contract.files import write_atomically
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import counted

WIDTHS = {KIND: 88, WINDOW: 66, OUTPUT: 92, PARAMETERS: 82, WORK: 62, FIELD: 38}
"""How wide the columns are, in pixels for letters of the usual size; names have what is left."""
MORE = {OUTPUT: 16, KIND: 40}
"""What these get more where names have enough."""
LEAST_NAME, USUAL_NAME, LENT = 100, 140, 30
"""Names have so much at least, and so much before others get more. Kinds lend them a little; then windows are left out.
"""


class _Table(QTableView):
    """`chose` says that another row is the present one."""

    chose = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance

    def fit(self) -> None:
        """Give each column its width."""
        px = self._appearance.px
        widths = {column: px(width) for column, width in WIDTHS.items()}
        left = self.viewport().width() - sum(widths.values())
        has_room = left > px(LEAST_NAME) - px(LENT)
        self.setColumnHidden(WINDOW, not has_room)
        left += 0 if has_room else widths.pop(WINDOW)
        widths[KIND] -= max(0, px(LEAST_NAME) - left)
        for column, more in MORE.items():
            given = min(px(more), max(0, left - px(USUAL_NAME)))
            widths[column] += given
            left -= given
        widths[NAME] = max(left, px(LEAST_NAME))
        for column, width in widths.items():
            self.setColumnWidth(column, max(width, 8))

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
        self._cells = Cells(self._appearance)
        table.setItemDelegate(self._cells)
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
        px = self._appearance.px
        self.table.verticalHeader().setDefaultSectionSize(px(ROW))
        self.table.fit()

    def show_contents(self, contents: Contents | None) -> None:
        """Show the layers of another network, the first with numbers chosen."""
        self._contents = contents
        self.field.clear()
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model.show_contents(contents)
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
        QGuiApplication.clipboard().setText(self._csv([self.sieve.at(row) for row in rows]))
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
                file.write(self._csv(list(self.model.layers)).encode())
        except OSError as error:
            self.message.emit(f"The table can’t be saved ({error.strerror}: {path}). Choose another place.")
        else:
            self.message.emit(f"The table is saved as {path}.")

    def _csv(self, layers: list[Layer]) -> str:
        return csv_text(layers, self._contents is not None and self._contents.counted)
