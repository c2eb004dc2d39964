"""All that the pointwise scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scenes.pointwise.computed import Bottleneck, Collision, Layer
from scenes.pointwise.draw_matrix import chosen_columns
from scenes.pointwise.knobs import Knobs
from scenes.stage.core.lattice import Cell
from scenes.stage.draw.blocks import bracketed, counted, number

FIRST_MODULE = Knobs().sizes
"""The sizes of the 5×5 branch of GoogLeNet's module 3a."""


def vector(values: Iterable[float]) -> str:
    """Numbers in brackets."""
    return f"({', '.join(number(float(value)) for value in values)})"


@dataclass(frozen=True)
class Words:
    """The sentences of one layer and its pixel, of two columns, and of a bottleneck."""

    layer: Layer
    cell: Cell
    pair: Collision
    counts: Bottleneck
    knobs: Knobs

    def needle(self) -> tuple[str, str]:
        """What a 1×1 window sees."""
        layer, (row, column) = self.layer, self.cell
        many = layer.channels > 1
        caption = "A 1×1 window sees one pixel, but in all channels."
        return caption if many else "A 1×1 window sees a single number, for there is one channel.", (
            f"The input is a block of {layer.channels} × {layer.size[0]} × {layer.size[1]} numbers. A 1×1 convolution "
            "never looks at the neighbours of a pixel. "
            f"The pixel in row {row}, column {column} (counted from 0) has {counted(layer.channels, 'number')}"
            f"{', one for each channel' if many else ''}: "
            f"x = X[:, {row}, {column}] = {vector(layer.column(self.cell).x)}."
        )

    def weigh(self) -> tuple[str, str]:
        """How one output channel is made at this pixel."""
        column = self.layer.column(self.cell)
        if self.layer.channels == 1:
            return "With one channel, a 1×1 convolution only scales.", (
                "There is nothing to mix here. Only with a single input channel is it nothing but a scaling: "
                f"{bracketed(float(self.layer.weights[0, 0]))}·{bracketed(float(column.x[0]))} = "
                f"{number(float(column.sums[0]))}."
            )
        terms = " + ".join(
            f"{bracketed(float(w))}·{bracketed(float(x))}" for w, x in zip(self.layer.weights[0], column.x, strict=True)
        )
        return "Numbers are multiplied by weights, and the products are added.", (
            f"The sum of output channel d is s[d] = Σ w[d, c] · x[c]. Here it is {terms} = "
            f"{number(float(column.sums[0]))}. Every output channel is a weighted mix of all input channels."
        )

    def matrix(self) -> tuple[str, str]:
        """How all output channels are made at this pixel."""
        layer, column = self.layer, self.layer.column(self.cell)
        c, d = layer.channels, layer.outputs
        added = f"z = W x + b = {vector(column.sums)} + {vector(layer.biases)} = {vector(column.z)}."
        cut = (
            f" ReLU replaces negative numbers by 0: y = max(0, z) = {vector(column.y)}. What they were before is lost."
        )
        return "Each output channel has its own row of weights and its own bias.", (
            f"The matrix has a row for each output channel and a weight for each input channel: {d} × {c} = {d * c} "
            f"weights. {added}{cut if layer.relu else ''}"
        )

    def every(self) -> tuple[str, str]:
        """What happens at all pixels."""
        layer, ((height, width), c, d) = self.layer, (self.layer.size, self.layer.channels, self.layer.outputs)
        kept = "only the number of channels changes" if c != d else "here the channels do, too"
        mixed = "mix the channels" if c > 1 else "are used again"
        return f"At every pixel, the same weights {mixed}.", (
            f"The {counted(c, 'number')} of a pixel became {d}, and they stand at the same pixel. Height and width "
            f"stay as they are; {kept}. It is a tiny dense layer, used at all {height * width:,} pixels: "
            f"{d}·({c} + 1) = {layer.parameters:,} parameters, {height}·{width}·{d}·{c} = {layer.macs:,} "
            "multiply-accumulates (MACs)."
        )

    def columns(self) -> tuple[str, str]:
        """What that is as a product of matrices."""
        layer, pixels = self.layer, self.layer.size[0] * self.layer.size[1]
        _, drawn = chosen_columns(layer, 0)
        some = f" Of the {pixels:,} columns {drawn} are drawn." if drawn < pixels else ""
        y = "max(0, W X + b)" if layer.relu else "W X + b"
        return "Side by side, all pixels are multiplied by one matrix.", (
            f"Y = {y}: X has a row for each input channel and a column for each pixel, {layer.channels} × {pixels:,}, "
            f"and Y is {layer.outputs} × {pixels:,}.{some} The bias is added to every column."
        )

    def real(self) -> tuple[str, str]:
        """What that makes of a picture."""
        return "Each output map is a weighted mix of all input maps.", (
            "The maps are the red, the green and the blue light of a photograph. Each is multiplied by its weight, and "
            "they are added pixel by pixel. Blue is negative, and the other colour is positive. Bias and ReLU are not "
            "used here."
        )

    def collide(self) -> tuple[str, str]:
        """What two columns become."""
        pair, (first, second) = self.pair, (f"({cell[1]}, {cell[0]})" for cell in (self.pair.first, self.pair.second))
        total, outputs = pair.outputs.array.size, counted(pair.different, "different output")
        counts = f"Of {total} different columns come {outputs}. " if pair.different < total else ""
        if pair.collide:
            caption = "Two different columns become the same number."
            said = f"The columns {first} and {second} both become {number(pair.value(pair.first))}: nobody can tell "
            said += "from the output which of them it was."
        elif pair.first == pair.second:
            caption = "Both markers stand on the same column."
            said = f"It is {first}: move one of them."
        else:
            caption = "These weights tell the two columns apart."
            said = f"The columns {first} and {second} become different numbers here, but others share one."
            if pair.different == total:
                said = f"They keep all {total} columns of whole numbers apart; columns with fractions still collide."
        return caption, f"{said} {counts}Fewer outputs than inputs lose information in general."

    def bottleneck(self) -> tuple[str, str]:
        """What a reduction saves."""
        f, c, r, n, k = self.knobs.sizes
        (direct, reduce, after), macs = self.counts.weights, self.counts.macs
        caption = "With fewer channels the large kernel needs far fewer weights."
        why = "It pays off because channels are largely redundant."
        if self.counts.saving < 1:
            caption, why = "This bottleneck is too wide, so it needs more weights.", "Reduce to fewer channels."
        example = " These are the sizes in module 3a of GoogLeNet." if self.knobs.sizes == FIRST_MODULE else ""
        return caption, (
            f"Without a bottleneck there are {k * k}·{c}·{n} = {direct:,} weights. With the 1×1 first there are "
            f"{c}·{r} + {k * k}·{r}·{n} = {reduce:,} + {after:,} = {reduce + after:,}. At {f}×{f} pixels each weight "
            f"is used {f * f:,} times. That makes {macs[0]:,} MACs without it, and {macs[1]:,} + {macs[2]:,} = "
            f"{macs[1] + macs[2]:,} with it. {why}{example}"
        )


TASK = (
    "Yellow is red and green light at the same place.",
    "Both pictures hold the same numbers in every channel, but the green ones are at other places. So no channel alone "
    "tells which picture has yellow.",
)
LEARN = (
    "Only the nets that mix the channels learn to see yellow.",
    "A 1×1 convolution mixes the channels of every pixel, and with few parameters it learns the task. In the depthwise "
    "net each channel has a filter of its own, and no channels are mixed, so it stays at chance. The accuracy is "
    "measured on pictures that the nets have not learned from.",
)
SEEN = (
    "Without a mix of channels, the maps do not tell what is yellow.",
    "These are the maps behind the last ReLU of each net, for the picture at the left, and the probability that the "
    "net gives to yellow.",
)
