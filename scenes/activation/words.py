"""All that the activation scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.activation.computed import FACTOR, Applied, Track, compared, differ
from scenes.activation.functions import FUNCTIONS, Written
from scenes.reference import Floats
from scenes.stage.draw.blocks import bracketed, counted, how_many_differ, number
from scenes.stage.numbers.values import decimals_for, format_number

LAYERS = 10
"""How many layers a gradient is sent through, to see what small slopes do to it."""
MANY = 6
"""Up to so many slopes are told one by one."""

Said = tuple[str, str]


@dataclass(frozen=True)
class Words:
    """The sentences for one activation, applied to a map, and between two layers."""

    applied: Applied
    track: Track

    @property
    def name(self) -> str:
        """What the activation is called."""
        return self.applied.knobs.function

    @property
    def written(self) -> Written:
        """How it is written."""
        return FUNCTIONS[self.name]

    def map(self) -> Said:
        """What a feature map is."""
        rows, columns = self.applied.shape
        both = self.applied.z.min() < 0 < self.applied.z.max()
        return f"A convolution makes {'a map of numbers above and below zero' if both else 'this feature map'}.", (
            f"The map has {rows} × {columns} = {self.applied.z.size} cells. A cell above zero says: here is the "
            "kernel's pattern. A cell below zero says: here is its opposite."
        )

    def water(self) -> Said:
        """How many cells are below zero."""
        below, cells = self.applied.below, self.applied.z.size
        more = "Each cell becomes a bar on the line of zero. Drag a number up or down to change it."
        if not below:
            return "No cell is below zero, so none is under water.", more
        return f"{below} of {cells} cells {'is' if below == 1 else 'are'} below zero, under the water.", more

    def applies(self) -> Said:
        """What the activation does to each cell."""
        decimals, zeros = decimals_for(self.applied.y), self.applied.zeros
        first = float(self.applied.z[0, 0]), float(self.applied.y[0, 0])
        filled = self.written.filled(first[0], self.applied.knobs.leak)
        return self.written.does, (
            "It is applied to each cell by itself, so the shape of the map stays. There is no weight to learn. "
            f"The first cell: {filled} = {format_number(first[1], decimals)}. "
            f"After it {counted(zeros, 'cell')} of {self.applied.z.size} {'is' if zeros == 1 else 'are'} exactly 0."
        )

    def curve(self) -> Said:
        """How f(z) is read off."""
        return "One curve turns the z of every cell into f(z).", (
            f"f(z) = {self.written.plain}. Go to a cell's number z on the axis, up or down to the curve, and read off "
            "f(z). Click a cell below to see its way."
        )

    def slope(self) -> Said:
        """What the slope does to a gradient."""
        applied = self.applied
        more = (
            "On the way back each cell's gradient is multiplied by the slope at its z: gradient at z = f ′(z) × "
            f"gradient at y. f ′(z) = {self.written.slope_plain}. {self._slopes()}"
        )
        if not applied.blocked:
            return "On the way back each gradient is multiplied by the slope.", more
        if applied.knobs.function not in ("ReLU", "ReLU6"):
            return "A cell with a slope near 0 passes almost no gradient back.", more
        corner = " In the corner, at z = 0, it is taken as 0." if (applied.z == 0).any() else ""
        return "A cell with a slope of 0 passes no gradient back.", more + corner

    def compares(self) -> Said:
        """How steep the activations are."""
        curves = dict(compared(self.applied.knobs.leak))
        sigmoid, tanh, silu = (curves[name].steepest for name in ("sigmoid", "tanh", "SiLU"))
        return "A sigmoid passes at most a quarter of a gradient back.", (
            f"Its slope is never above {number(sigmoid)}, that of tanh reaches {number(tanh)}, that of SiLU "
            f"{number(silu)}. The slopes of {LAYERS} sigmoids in a row multiply a gradient by at most "
            f"{number(sigmoid)} to the power of {LAYERS}, which is {sigmoid**LAYERS:.8f}. "
            "Click an activation to use it in all steps."
        )

    def layer(self) -> Said:
        """How a layer is made."""
        taps = self.track.first.shape[1]
        made = _sum(self.track.first[0], self.track.x[0, :taps])
        return "Each cell of a layer is a weighted sum of cells above it.", (
            "What is an activation good for? Here a picture is one row of numbers, and a kernel slides along it. The "
            f"first cell: {made} = {number(float(self.track.h[0, 0]))}. Click a number to type another."
        )

    def layers(self) -> Said:
        """What two layers with the activation between them are."""
        pairs = zip(self.track.second[0], self.track.h[0], strict=False)
        made = " + ".join(f"{bracketed(float(w))}·f({number(float(z))})" for w, z in pairs)
        return f"These two small layers have {self.name} between them.", (
            f"The second layer works on what {self.name} leaves of the first. The first cell of the output: {made} = "
            f"{number(float(self.track.bent[0, 0]))}."
        )

    def without(self) -> Said:
        """What the second layer does without the activation."""
        taps = self.track.first.shape[1]
        inner = [_sum(self.track.first[0], self.track.x[0, place : place + taps]) for place in range(taps)]
        made = " + ".join(f"{bracketed(float(w))}·({w1})" for w, w1 in zip(self.track.second[0], inner, strict=True))
        return f"Without {self.name} the second layer makes sums of sums.", (
            f"The first cell of the output: {made} = {number(float(self.track.linear[0, 0]))}."
        )

    def collapses(self) -> Said:
        """How two kernels become one."""
        k, m = self.track.first.shape[1], self.track.kernel.shape[1]
        return f"Two kernels of {k} weights collapse into one of {m}.", (
            f"{k} + {k} − 1 = {m}. Each weight of the second kernel multiplies the first kernel, which moves on by one "
            f"cell each time. All rows are added: ({_list(self.track.first)}) and ({_list(self.track.second)}) make "
            f"({_list(self.track.kernel)}). Two 3 × 3 kernels make one of 5 × 5 in the same way."
        )

    def alone(self) -> Said:
        """What the one kernel does."""
        return "The one kernel gives the same output as both layers.", (
            "It makes the output directly from the input. A stack of linear layers is one linear layer, however many "
            "there are."
        )

    def again(self) -> Said:
        """What the activation changes."""
        differing, cells = differ(self.track.alone, self.track.bent), self.track.alone.size
        found = " ".join(how_many_differ(differing, cells, "cell"))
        if not differing:
            return "For these numbers the one kernel still gives the same output.", (
                f"{found}. Change an input until a cell behind the first layer goes below zero."
            )
        none = differ(self.track.answer, self.track.expected) > 0
        return f"With {self.name} between the layers the one kernel is wrong.", (
            f"{found} from the output of the two layers. Does another kernel fit?"
            f"{' The next step shows that none does.' if none else ''}"
        )

    def proof(self) -> Said:
        """Why no single layer does the same."""
        factor = number(FACTOR)
        if not differ(self.track.answer, self.track.expected):
            return f"Here even the layers with {self.name} answer like linear ones.", (
                f"{factor} times the input gives {factor} times the output. Change an input until a cell behind the "
                "first layer goes below zero."
            )
        return f"No single linear layer can replace two layers with {self.name}.", (
            f"A linear layer answers {factor} times the input with {factor} times its output, whatever its weights "
            f"are. The two layers with {self.name} do not, so no linear layer gives the same output."
        )

    def _slopes(self) -> str:
        """The slopes that there are, at each z."""
        applied = self.applied
        found = sorted({(float(z), float(s)) for z, s in zip(applied.z.flat, applied.slope.flat, strict=True)})
        decimals = decimals_for(applied.slope)
        if len(found) > MANY:
            least, most = (format_number(float(end), decimals) for end in (applied.slope.min(), applied.slope.max()))
            return f"Here the slopes go from {least} to {most}."
        told = ", ".join(f"at {number(z)} it is {format_number(s, decimals)}" for z, s in found)
        return f"A{told[1:]}."


def _sum(weights: Floats, values: Floats) -> str:
    return " + ".join(f"{bracketed(float(w))}·{bracketed(float(x))}" for w, x in zip(weights, values, strict=True))


def _list(weights: Floats) -> str:
    return ", ".join(number(float(weight)) for weight in weights[0])
