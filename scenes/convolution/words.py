"""All that the convolution scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.convolution.computed import Layer, Window
from scenes.stage.core.lattice import Cell
from scenes.stage.draw.blocks import bracketed, counted, number
from scenes.stage.draw.sliding import size_numbers

MANY = 999
"""Larger numbers are words in a caption: nobody reads four figures at a glance."""
TERMS = 9
"""A sum of up to so many products is written out."""


@dataclass(frozen=True)
class Words:
    """The sentences of one layer; `at` is the cell whose making is shown first."""

    layer: Layer
    at: Cell

    @property
    def window(self) -> Window:
        """The making of that cell."""
        return self.layer.window(0, *self.at)

    def input(self) -> tuple[str, str]:
        """What the input is."""
        channels, height, width = self.layer.x.shape
        what = "A picture is a grid of numbers" if channels == 1 else "A colour picture is three grids of numbers"
        around = ", with zeros around it" if self.layer.rings != 0 else ""
        more = (
            f"Channels, height and width of this picture are {channels} × {height} × {width}, which makes "
            f"{self.layer.x.size:,} numbers."
        )
        return f"{what}{around}.", f"{more}{self._padding()}"

    def looks(self) -> tuple[str, str]:
        """What the kernel looks at."""
        size, channels = self.layer.knobs.size, self.layer.channels
        caption = f"The kernel looks at {counted(size * size, 'cell')} at a time."
        if channels > 1:
            caption = "The filter looks at the same window in all three channels."
        count = size * size * channels
        more = f"It has one weight for each value under it, {count} weights in all. Training finds them."
        if count == 1:
            more = "It has one weight for the value under it. Training finds it."
        return caption, f"{more}{self._gaps()}{self._turned()}"

    def multiplies(self) -> tuple[str, str]:
        """What becomes of each value under the window."""
        return "Each pixel is multiplied by the weight on it.", self._first_product(0)

    def channel(self, name: str, index: int) -> tuple[str, str]:
        """What happens in one of three channels."""
        count = self.layer.knobs.size**2
        summed = f"The {count} products of this channel add up to one number. " if count > 1 else ""
        return f"In the {name} channel each pixel meets its own weight.", summed + self._sum(index)

    def adds(self) -> tuple[str, str]:
        """What becomes of the products."""
        if self.layer.knobs.size == 1:
            return "There is one product, so it is the sum.", self._sum(0)
        return "All products are added up to one number.", self._sum(0)

    def across(self) -> tuple[str, str]:
        """What becomes of the sums of the channels."""
        parts = " + ".join(bracketed(part) for part in self.window.sums)
        return (
            "The sums of the three channels are added up to one number.",
            f"{parts} = {number(self.window.total)}. One filter spans all channels and makes one map.",
        )

    def bias(self) -> tuple[str, str]:
        """What the bias does, and what other maps add."""
        window = self.window
        if window.others is not None:
            return (
                "The bias is added, and what the filter finds in the other maps.",
                f"{number(window.total)} + {bracketed(window.bias)} + {bracketed(window.others)} = {number(window.z)}. "
                "The filter spans all maps of the layer before. The one that weighs most is shown; each of the others "
                "has a window and weights of its own, and what they come to is one number here.",
            )
        return (
            "The bias of the filter is added to the sum.",
            f"{number(window.total)} + {bracketed(window.bias)} = {number(window.z)}. "
            "The same bias is used at every window, for it belongs to the filter.",
        )

    def relu(self) -> tuple[str, str]:
        """What ReLU does."""
        window = self.window
        return (
            "ReLU turns a negative number into zero and keeps a positive one.",
            f"max(0, {number(window.z)}) = {number(window.y)}.",
        )

    def writes(self) -> tuple[str, str]:
        """Where the number goes."""
        row, column = self.at
        return (
            "The number becomes one cell of the feature map.",
            f"Its place is where the window stands, row {row} and column {column}, counted from 0. {self._cell()}",
        )

    def slides(self) -> tuple[str, str]:
        """How the map comes to be."""
        rows, columns = self.layer.out
        windows = rows * columns
        stride = self.layer.knobs.stride
        step = "one cell" if stride == 1 else f"{stride} cells"
        if windows == 1:
            more = f"So the feature map has one cell. {self._size()}{self._missed()}"
            return "There is room for one window only.", more
        caption = f"The same kernel visits {windows} windows and writes {windows} numbers."
        if windows > MANY:
            caption = "The same kernel visits every window and writes one number for each."
        more = (
            f"The window moves on by {step}: {rows} × {columns} = {windows:,} windows. {self._size()}{self._missed()}"
        )
        return caption, more

    def next_filter(self, index: int) -> tuple[str, str]:
        """What a further filter does."""
        return (
            f"Filter {index + 1} has its own weights and makes its own map.",
            f"It looks at the same input. Its kernel is called “{self.layer.names[index]}”.",
        )

    def output(self) -> tuple[str, str]:
        """What the layer has made."""
        layer = self.layer
        f, c, k, (rows, columns) = layer.filters, layer.channels, layer.knobs.size, layer.out
        many = "One filter makes one feature map." if f == 1 else f"{f} filters make {f} feature maps."
        return many, (
            f"The output is {f} × {rows} × {columns}, and can be the input of the next layer. "
            f"It takes {f}·({k * k}·{c} + 1) = {layer.parameters:,} parameters and "
            f"{rows}·{columns}·{f}·{k * k}·{c} = {layer.macs:,} MACs for one picture. "
            f"For each cell {exact_formula(layer)}."
        )

    # --- Parts ------------------------------------------------------------------------------------------------------

    def _padding(self) -> str:
        layer = self.layer
        if layer.rings == 0:
            return ""
        if layer.rings is not None:
            words = f" Padding lays {counted(layer.rings, 'ring')} of zeros around each channel."
        else:
            (above, below), (left, right) = layer.margins
            words = (
                f" Padding lays zeros around each channel: {above} above, {below} below, {left} left and {right} right."
            )
        if layer.knobs.padding != "same":
            return words
        if layer.knobs.stride > 1:
            return f"{words} So “same” with a stride gives ⌈n / s⌉ in Keras and TensorFlow; PyTorch refuses it."
        if layer.span % 2 == 0:
            return f"{words} A window without a middle cell needs the odd zero on one side alone."
        return words

    def _gaps(self) -> str:
        dilation = self.layer.knobs.dilation
        return "" if dilation == 1 else f" Dilation {dilation} leaves gaps: the window spans {self.layer.span} cells."

    def _turned(self) -> str:
        if not self.layer.knobs.flip:
            return ""
        return " True convolution turns the kernel by 180°; a network that learns its weights needs no flip."

    def _missed(self) -> str:
        layer = self.layer
        if layer.input.never_met is None:
            return ""
        rows, columns = layer.left_over
        if not rows and not columns:
            return " The faded cells lie between the windows: no weight ever meets them."
        missed = " and ".join(counted(count, name) for count, name in ((rows, "row"), (columns, "column")) if count)
        are = "is" if rows + columns == 1 else "are"
        return f" The division is rounded down, so {missed} at the end {are} never reached."

    def _first_product(self, channel: int) -> str:
        window, kernel = self.window, self.layer.kernels[0][channel]
        x, w = float(window.under[channel].array[0, 0]), float(kernel.array[0, 0])
        product = float(window.products[channel].array[0, 0])
        count = self.layer.knobs.size**2
        return (
            f"At the upper left {number(x)} × {bracketed(w)} = {number(product)}. "
            f"There {'is' if count == 1 else 'are'} {counted(count, 'product')}, one for each weight."
        )

    def _sum(self, channel: int) -> str:
        window = self.window
        products = [float(product) for product in window.products[channel].array.ravel()]
        total = number(window.sums[channel])
        if len(products) > TERMS:
            return f"{len(products)} products = {total}."
        return f"{' + '.join(bracketed(product) for product in products)} = {total}."

    def _cell(self) -> str:
        window, (row, column) = self.window, self.at
        sums = " + ".join(bracketed(part) for part in window.sums)
        inner = f"{number(window.bias)} + {sums}"
        inner += f" + {bracketed(window.others)}" if window.others is not None else ""
        inner = f"max(0, {inner})" if self.layer.knobs.relu else inner
        return f"y[{row}, {column}] = {inner} = {number(window.y)}."

    def _size(self) -> str:
        layer, knobs = self.layer, self.layer.knobs
        if knobs.padding == "same":
            return f"With “same” padding the size of the map is n / s, rounded up: {_same(layer)}."
        (p, _), _ = layer.margins
        return f"The size of the map is {size_numbers(layer.x.shape[1:], knobs.size, knobs.stride, p, knobs.dilation)}."


def _same(layer: Layer) -> str:
    """The size along a row, and the zeros before and behind it."""
    k, s, d = layer.knobs.size, layer.knobs.stride, layer.knobs.dilation
    (_, width), (_, columns) = layer.x.shape[1:], layer.out
    _, (left, right) = layer.margins
    rounded = f" = {width / s:.4g}, rounded up to {columns}" if width % s else f" = {columns}"
    zeros = f"({columns} − 1)·{s} + {d}·{k - 1} + 1 − {width} = {(columns - 1) * s + layer.span - width}"
    return f"{width} / {s}{rounded}; zeros {zeros}, {left} left and {right} right"


def cell_formula(layer: Layer) -> tuple[str, str]:
    """The formula of an output cell without its indices, in LaTeX and in plain text: the exact one is in the words."""
    inner = r"\textcolor{bias}{b} + \sum \, \textcolor{kernel}{w} \cdot \textcolor{input}{x}"
    plain = "b + sum of w · x"
    if layer.knobs.relu:
        inner, plain = rf"\max(0,\; {inner})", f"max(0, {plain})"
    return rf"\textcolor{{output}}{{y}} = {inner}", f"y = {plain}"


def exact_formula(layer: Layer) -> str:
    """The formula of an output cell with all its indices, in a line of text."""
    place = "c, k − 1 − u, k − 1 − v" if layer.knobs.flip else "c, u, v"
    inner = f"b + Σ w[{place}] · x[c, i·s + u·d − p, j·s + v·d − p]"
    inner += " + (what the other maps add)" if layer.others is not None else ""
    inner = f"max(0, {inner})" if layer.knobs.relu else inner
    return f"y[i, j] = {inner}, summed over c, u and v"
