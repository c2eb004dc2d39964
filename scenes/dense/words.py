"""All that the dense scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes import reference
from scenes.dense.computed import Layer, picture
from scenes.dense.knobs import Knobs
from scenes.stage.draw.blocks import bracketed, counted, number


@dataclass(frozen=True)
class Words:
    """The sentences of one layer, and of the layer of a picture."""

    layer: Layer
    knobs: Knobs

    @property
    def alone(self) -> bool:
        """Whether the layer has a single output."""
        return self.layer.outputs == 1

    def dense(self) -> tuple[str, str]:
        """What a dense layer is."""
        n, m = self.layer.inputs, self.layer.outputs
        which = "The only output" if self.alone else f"Each of the {m} outputs"
        more = f"Such a layer is called dense. Each line is a weight, and training finds them: {m} · {n} = {m * n}."
        return f"{which} is a weighted sum of all {n} inputs.", more

    def matrix(self) -> tuple[str, str]:
        """How the weights are written."""
        caption = "The weights form a matrix with one row for each output."
        if self.alone:
            caption = "The weights form a matrix with one row."
        return caption, f"It has a column for each input. The first row gives {self._sum(0, 0)}."

    def local(self) -> tuple[str, str]:
        """The first constraint."""
        layer = self.layer
        if layer.size == layer.inputs:
            return "The window is as wide as the input, so nothing is left out.", "So the layer stays dense."
        who = "The output" if self.alone else "Each output"
        return (
            f"{who} keeps only the weights of {counted(layer.size, 'input')} nearby.",
            f"This is called local connectivity. The other weights are taken away, and {layer.counts[1]} are left. "
            f"The first row gives {self._sum(1, 0)}.",
        )

    def share(self) -> tuple[str, str]:
        """The second constraint."""
        if self.alone:
            return "There is only one output, so there is nothing to share.", "This convolution is a dense layer."
        return (
            "All outputs use the weights of the first output.",
            "This is called weight sharing. Frames of one colour hold one and the same weight, so the layer has "
            f"{counted(self.layer.counts[2], 'weight')} in all.",
        )

    def fold(self) -> tuple[str, str]:
        """What is left of the matrix."""
        if self.alone:
            return "The only row is the kernel already.", f"It holds {counted(self.layer.size, 'weight')}."
        return (
            "All rows hold the same numbers, so they fold into one kernel.",
            f"Each row stood {self._stride()} further to the right than the one above it.",
        )

    def slide(self) -> tuple[str, str]:
        """What the kernel does."""
        last = self.layer.outputs - 1
        if self.alone:
            caption, moves = "There is room for the kernel at one place only.", ""
        else:
            caption = "The kernel slides along the input and makes one output at each place."
            moves = f"It moves on by {self._stride()} each time. "
        return caption, (
            f"{moves}The places that it passes make up the matrix again: a convolution is a dense layer whose "
            f"weights outside the window are 0, and whose others are shared. The last place gives {self._sum(2, last)}."
        )

    def shift(self) -> tuple[str, str]:
        """What a shift does to a convolution."""
        layer = self.layer
        if layer.shift % layer.stride:
            return (
                f"The input moves by {layer.shift} and the window by {layer.stride}, so no output returns.",
                "No window meets the same inputs again. With a stride, a map only shifts by its multiples.",
            )
        if not layer.pairs:
            return (
                "The input moves so far that every output leaves the map.",
                "Take more inputs or a smaller kernel.",
            )
        return (
            "When the input moves, the outputs of a convolution move along.",
            "This is called equivariance. It is not invariance, for the outputs do not stay where they are. "
            f"{self._moved(layer.shared)} At the border a new number comes in.",
        )

    def lost(self) -> tuple[str, str]:
        """What a shift does to a dense layer."""
        pairs, same = len(self.layer.pairs), self.layer.kept_by_chance
        caption = "The outputs of a dense layer do not move along but change."
        if not pairs:
            caption = "Here the dense layer has no outputs to compare either."
        elif same:
            caption = f"A dense layer keeps {same} of {counted(pairs, 'output')}, and that by chance."
        return caption, (
            "Each of its weights belongs to one place, so what it has learned for one place is of no use at another. "
            f"{self._moved(self.layer.dense)}"
        )

    def picture(self) -> tuple[str, str]:
        """How many weights the three layers of a picture have."""
        counts, knobs = picture(self.knobs), self.knobs
        per_output = f"({knobs.window}·{knobs.window}·{knobs.channels} + 1)"
        caption = "Small windows and shared weights save parameters."
        if _is_alexnet(knobs):
            caption = "AlexNet's first layer takes a million times fewer parameters."
        return caption, (
            f"The three layers lie between {counts.inputs:,} numbers and {counts.outputs:,} outputs. "
            f"Dense needs {counts.outputs:,} · ({counts.inputs:,} + 1) = {counts.dense:,} parameters, "
            f"local {counts.outputs:,} · {per_output} = {counts.local:,} "
            f"and shared {knobs.filters} · {per_output} = {counts.shared:,}. The + 1 is for the bias, and each "
            "parameter takes 4 bytes. "
            f"Local has {_times(counts.dense / counts.local)} times fewer parameters than dense, and shared "
            f"{_times(counts.local / counts.shared)} times fewer than local."
        )

    def larger(self) -> tuple[str, str]:
        """How the counts grow with the picture."""
        counts = picture(self.knobs)
        larger = picture(self.knobs, 2 * counts.side)
        dense, local, _ = (after / before for after, before in zip(larger.all, counts.all, strict=True))
        return (
            "A larger picture needs more dense weights, but no larger kernel.",
            f"Drag over the chart to choose another size of the picture. Twice this side takes {dense:.3g} times the "
            f"dense parameters and {local:.2g} times the local ones. The convolution keeps its {counts.shared:,}, "
            "whatever the size of the picture. Each line across the chart stands for a thousand times the one below.",
        )

    # --- Parts ------------------------------------------------------------------------------------------------------

    def _sum(self, mode: int, row: int) -> str:
        """One output as a sum over the inputs that it sees; `mode` is dense, local or shared."""
        layer = self.layer
        weights = (layer.dense, layer.local, layer.shared)[mode]
        seen = [column for column in range(layer.inputs) if mode == 0 or layer.seen[row][column]]
        pairs = ((float(weights[row, column]), float(layer.x[column])) for column in seen)
        terms = " + ".join(f"{bracketed(w)}·{bracketed(x)}" for w, x in pairs)
        return f"y[{row}] = {terms} = {number(float(layer.y[mode][row]))}"

    def _moved(self, weights: reference.Floats) -> str:
        """The outputs before and after the shift."""
        before, after = (_listed(reference.dense(x, weights)) for x in (self.layer.x, self.layer.moved))
        return f"Here {before} becomes {after}."

    def _stride(self) -> str:
        return "one input" if self.layer.stride == 1 else f"{self.layer.stride} inputs"


def _times(factor: float) -> str:
    return f"{factor:,.0f}" if factor >= 9.95 else f"{factor:.1f}"


def _listed(numbers: reference.Floats) -> str:
    return f"({', '.join(number(float(value)) for value in numbers)})"


def _is_alexnet(knobs: Knobs) -> bool:
    """Whether the picture's layer is the one that AlexNet has, which is the default."""
    names = ("side", "channels", "window", "steps", "filters")
    return all(getattr(knobs, name) == getattr(Knobs(), name) for name in names)
