"""The chosen layer: what it is in words, how its numbers lie, and what its filters look like."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.model_files.words import Tensor
from desktop.opened.model import doors, words
from desktop.opened.model.numbers import Floats, Numbers
from desktop.opened.model.opened import Opened
from desktop.opened.model.scales import full_colour
from desktop.opened.view.histogram import HistogramView
from desktop.opened.view.wall import Wall
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo
from desktop.widgets.parts import TallTicker, Ticker, label
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import counted, shape_text
from scenes.stage.numbers.series import number_text

COLOURS = "in colours"
MANY_ROWS = 256
"""So many rows of a dense layer are drawn."""
NO_NUMBERS = "This layer has no numbers of its own: it computes with what it is given."
READING = "Its numbers are being read."


class LayerCard(QWidget):
    """Shows it. `picked` carries the place of a filter and of its channel, None for all, whose kernel is wanted."""

    picked = Signal(int, object)

    def __init__(self, appearance: Appearance, opened: Opened, numbers: Numbers) -> None:
        super().__init__()
        self._appearance, self._opened, self._numbers = appearance, opened, numbers
        self._filters: Floats | None = None
        self.heading = Ticker("heading", at=Qt.TextElideMode.ElideMiddle)
        self.words = label(wrap=True)
        self.which = Combo(appearance, "Which of its arrays")
        self.histogram = HistogramView(appearance)
        self.counts = label(name="small", wrap=True)
        self.title = Ticker("key")
        self.channel = Combo(appearance, "Which channel of the filters")
        self.channel.fit_words()
        self.wall = Wall(appearance, "Filters")
        self.scale = label(name="small", wrap=True)
        self.reading = TallTicker("small")
        self.which.picked.connect(self._look_at)
        self.channel.picked.connect(self._show_wall)
        self.wall.picked.connect(lambda place: self.picked.emit(place, self._channel))
        self.wall.read.connect(self._read)
        self._lay_out()
        numbers.changed.connect(self.refresh)
        appearance.changed.connect(self._show_wall)
        self.refresh()

    def _lay_out(self) -> None:
        px = self._appearance.px
        above = QHBoxLayout()
        above.addWidget(self.title, 1)
        above.addWidget(self.channel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self.heading)
        column.addWidget(self.words)
        column.addWidget(self.which)
        column.addWidget(self.histogram)
        column.addWidget(self.counts)
        column.addLayout(above)
        column.addWidget(self.wall, 1)
        column.addWidget(self.reading)
        column.addWidget(self.scale)
        column.addStretch(0)

    # --- What is shown ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is known of the layer now; numbers of another one are gone at once."""
        layer, contents = self._numbers.layer, self._opened.contents
        self.heading.setText(layer.name if layer is not None else "")
        self.heading.setToolTip(self.heading.text())
        said = words.about(layer, contents) if layer is not None and contents is not None else ()
        self.words.setText(" ".join(said))
        tensors = self._numbers.tensors
        self.which.clear()
        self.which.addItems([_titled(each) for each in tensors])
        self.which.setVisible(len(tensors) > 1)
        if self._numbers.tensor in tensors:
            self.which.setCurrentIndex(tensors.index(self._numbers.tensor))
        histogram = self._numbers.histogram
        self.histogram.show_histogram(histogram)
        self.histogram.setVisible(bool(tensors))
        self.counts.setText(self._counts())
        self._filters = self._shown_filters(layer)
        self._offer_channels()
        self._show_wall()

    def _counts(self) -> str:
        if self._numbers.histogram is not None:
            return words.numbers(self._numbers.histogram)
        if self._numbers.refused:
            return self._numbers.refused
        if self._numbers.layer is None:
            return ""
        return READING if self._numbers.tensor is not None else NO_NUMBERS

    def _shown_filters(self, layer: Layer | None) -> Floats | None:
        """What the wall shows: (filters, channels, rows, columns); of a dense layer its rows as one filter."""
        values = self._numbers.values
        if values is None or layer is None or not values.size:
            return None
        if values.ndim == 4:
            return values
        if values.ndim in (2, 3):
            return values.reshape(len(values), -1)[None, None, :MANY_ROWS]
        return None

    @property
    def has_kernels(self) -> bool:
        """Whether what the wall shows are filters of a convolution, and not the rows of a matrix."""
        values = self._numbers.values
        return values is not None and values.ndim == 4

    def _offer_channels(self) -> None:
        filters = self._filters
        self.channel.clear()
        count = filters.shape[1] if filters is not None else 0
        ways = [COLOURS] if count == doors.COLOURS and self.has_kernels else []
        ways += [f"channel {place + 1}" for place in range(count)]
        self.channel.addItems(ways)
        self.channel.setVisible(len(ways) > 1)

    @property
    def _channel(self) -> int | None:
        """The channel that is shown; None for all three in colours."""
        index = self.channel.currentIndex()
        in_colours = self.channel.count() > 0 and self.channel.itemText(0) == COLOURS
        return (None if index == 0 else index - 1) if in_colours else max(0, index)

    def _show_wall(self) -> None:
        filters = self._filters
        for each in (self.title, self.wall, self.scale, self.reading):
            each.setVisible(filters is not None)
        if filters is None:
            self.wall.show_filters(None, 1.0, lambda *_: "", None)
            return
        limit = full_colour(filters)
        self.wall.show_filters(filters, limit, self._told, self._channel)
        self.title.setText(self._wall_title(filters))
        self.scale.setText(self._scale_words(limit))
        self.reading.setText("")

    def _wall_title(self, filters: Floats) -> str:
        tensor, many = self._numbers.tensor, len(filters)
        if not self.has_kernels:
            rows, columns = filters.shape[2:]
            return f"{counted(rows, 'row')} of {counted(columns, 'number')}"
        of = f" of {tensor.shape[0]:,}" if tensor is not None and tensor.shape[0] > many else ""
        return f"{many:,}{of} filters, {shape_text(filters.shape[2:])}"

    def _scale_words(self, limit: float) -> str:
        told = f"Full colour at ±{number_text(limit)}."
        if not self.has_kernels:
            line = self._line_of_an_output
            return f"{told} A {line} has the weights of one output." if line else told
        if self._channel is None:
            told = f"Grey is 0; full colour at ±{number_text(limit)}."
        return f"{told} Click a filter to see it at work."

    @property
    def _line_of_an_output(self) -> words.Line:
        """Which lines of the matrix have the weights of one output each."""
        tensor, layer, contents = self._numbers.tensor, self._numbers.layer, self._opened.contents
        return words.line_of_an_output(tensor, layer, contents) if tensor and layer and contents else ""

    def _told(self, tile: int, row: int, column: int) -> str:
        filters = self._filters
        assert filters is not None
        if not self.has_kernels:
            place = words.weight_place(self._line_of_an_output, row, column)
            return f"{place}: {number_text(float(filters[0, 0, row, column]))}"
        channel = self._channel
        shown = filters[tile, :, row, column] if channel is None else filters[tile, channel : channel + 1, row, column]
        told = ", ".join(number_text(float(each)) for each in shown)
        return f"Filter {tile + 1}, row {row + 1}, column {column + 1}: {told}"

    def _read(self, said: str) -> None:
        self.reading.setText(said)

    def _look_at(self, place: int) -> None:
        self._numbers.look_at(self._numbers.tensors[place])


def _titled(tensor: Tensor) -> str:
    """An array by the last part of its name and its shape."""
    return f"{tensor.name.rpartition('.')[2] or tensor.name}, {shape_text(tensor.shape) or 'one number'}"
