"""The layers of a network as a table, in the order of the pass."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from desktop.model_files.words import Contents
from desktop.opened.model.words import window
from desktop.words.layers import NOT_COUNTED
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import brief, shape_text

AnyIndex = QModelIndex | QPersistentModelIndex
COLUMNS = ("Layer", "Kind", "Window", "Output", "Parameters", "MACs", "Sees")
NAME, KIND, WINDOW, OUTPUT, PARAMETERS, WORK, FIELD = range(len(COLUMNS))
TIPS = (
    "What the file, or its description here, calls the layer",
    "What the layer computes",
    "The window that moves over its input; /2 moves by two cells",
    "The shape of what comes out: channels × height × width",
    "How many numbers are learned; the bar is the share of all",
    "Multiply-accumulates for one picture; the bar is the share of all",
    "How many pixels of the picture one cell sees in a row: its receptive field, without what gates see. "
    "A gate weighs whole maps, so behind it a cell depends on the whole picture too",
)
LARGEST_FIRST = (PARAMETERS, WORK, FIELD)
"""The columns of numbers: the first click on one brings its largest up."""
SORTED, SHARE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
"""The roles for the number that a column is sorted by, and for the share that its bar shows."""


class LayerTable(QAbstractTableModel):
    """The layers of what is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.layers: tuple[Layer, ...] = ()
        self._counted = False
        self._uncounted: frozenset[str] = frozenset()
        self._there: dict[str, str] = {}
        self._most = (1, 1)

    def show_contents(self, contents: Contents | None) -> None:
        """Hold the layers of another network, or none."""
        self.beginResetModel()
        self.layers = contents.layers if contents is not None else ()
        self._counted = contents is not None and contents.counted
        self._uncounted = frozenset(contents.uncounted if contents is not None else ())
        self._there = contents.names_there if contents is not None else {}
        self._most = (
            max((layer.parameters for layer in self.layers), default=0) or 1,
            max((layer.macs for layer in self.layers), default=0) or 1,
        )
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's
        return 0 if parent.isValid() else len(self.layers)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: D102 - Qt's
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return TIPS[section]
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            first = Qt.SortOrder.DescendingOrder if section in LARGEST_FIRST else Qt.SortOrder.AscendingOrder
            return first.value
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's
        layer, column = self.layers[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(layer)[column]
        if role == SORTED:
            return self._number(layer, index.row(), column)
        if role == SHARE:
            return self._share(layer, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._exactly(layer, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = self.words(layer)
            return words[0] if column == NAME else f"{COLUMNS[column]}: {words[column] or 'none'}"
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def words(self, layer: Layer) -> tuple[str, ...]:
        """A layer as it stands in a row."""
        return (
            layer.name,
            layer.kind,
            window(layer),
            shape_text(layer.shape),
            brief(layer.parameters) if layer.parameters else "",
            NOT_COUNTED if layer.name in self._uncounted else brief(layer.macs) if layer.macs else "",
            "" if layer.r is None else str(layer.r),
        )

    def all_words(self, row: int) -> str:
        """All that stands in a row, and what the file calls the layer, as it is typed."""
        layer = self.layers[row]
        return _typeable(" ".join((*self.words(layer), self._there.get(layer.name, ""))))

    def _number(self, layer: Layer, row: int, column: int) -> int | str:
        numbers = {OUTPUT: row, PARAMETERS: layer.parameters, WORK: layer.macs, FIELD: layer.r or 0}
        return numbers.get(column, self.words(layer)[column].lower())

    def _share(self, layer: Layer, column: int) -> float | None:
        if column == PARAMETERS:
            return layer.parameters / self._most[0]
        return layer.macs / self._most[1] if column == WORK and self._counted else None

    def _exactly(self, layer: Layer, column: int) -> str:
        exact = {PARAMETERS: layer.parameters, WORK: layer.macs}
        if exact.get(column):
            return f"{exact[column]:,}"
        there = self._there.get(layer.name) if column == NAME else None
        return f"{layer.name}; the file calls it {there}" if there else self.words(layer)[column]


class Sieve(QSortFilterProxyModel):
    """The rows whose cells have all the words that were typed, in the order of the pass or of a column.

    A size may be typed as 3x3 too: no keyboard has the sign that stands in the cells.
    """

    def __init__(self, table: LayerTable) -> None:
        super().__init__()
        self._table = table
        self._typed: tuple[str, ...] = ()
        self.setSourceModel(table)
        self.setSortRole(SORTED)

    def keep(self, typed: str) -> None:
        """Keep the rows that have these words."""
        self._typed = tuple(_typeable(typed).split())
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:  # noqa: D102 - Qt's
        if not self._typed:
            return True
        said = self._table.all_words(source_row)
        return all(word in said for word in self._typed)

    @property
    def shown(self) -> tuple[Layer, ...]:
        """The layers as they stand in the rows."""
        return tuple(self.at(row) for row in range(self.rowCount()))

    def at(self, row: int) -> Layer:
        """The layer of a row."""
        return self._table.layers[self.mapToSource(self.index(row, 0)).row()]

    def place(self, layer: Layer) -> QModelIndex:
        """Where a layer stands; no valid place where it is kept out."""
        return self.mapFromSource(self._table.index(self._table.layers.index(layer), 0))


def _typeable(words: str) -> str:
    return words.lower().replace("×", "x")


def _alignment(column: int) -> Qt.AlignmentFlag:
    right = column in LARGEST_FIRST
    across = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter
