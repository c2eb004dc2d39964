"""The steps of the channels scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.channels.computed import Layer, Real
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease, present
from scenes.stage.draw.blocks import counted, number
from scenes.stage.draw.walk import Walk, walk

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}


@dataclass(frozen=True)
class Moment:
    """What is going on. The shares run from 0 (not begun) to 1 (done); `add` has one a channel, `more` one a filter.

    `planes` is how far the planes have come apart, `rows` how far they have gone to the rows of their kernels.
    `slide` is the walk of the windows over all planes at once.
    """

    name: str
    planes: float
    rows: float
    kernels: float
    slide: Walk
    add: tuple[float, ...]
    bias: float
    leave: float
    more: tuple[float, ...]
    stack: float
    real: float

    @property
    def close(self) -> float:
        """How visible the one filter is, which makes way for all filters."""
        return 1.0 - ease(self.leave * 3)

    @property
    def all_filters(self) -> float:
        """How visible all filters are, which make way for a layer of real size."""
        return ease(self.leave * 3 - 1) * (1.0 - ease(self.real * 4))


def tell(stage: Stage, of: Layer, real: Real, at: Cell) -> Moment:
    """Lay out the steps: planes, kernels, adding, the bias; all filters, their maps; a layer of real size."""
    spans = {
        "planes": stage.step("The planes slide apart", _planes_caption(of), 4.0),
        "kernels": stage.step("A kernel for each plane", _kernels_caption(of), 5.0),
        "slide": stage.step(_in_words(of.channels) + " kernels in parallel", _slide_caption(of), _slide_seconds(of)),
        "add": stage.step("Add the maps", _add_caption(of), 2.0 + 1.5 * of.channels),
        "bias": stage.step("Add the bias", _bias_caption(of), 4.0),
        "more": stage.step("A stack of filters", _more_caption(of), 2.0 + 2.5 * of.filters),
        "stack": stage.step("A stack of maps", _stack_caption(of), 5.0),
        "real": stage.step("A layer of real size", _real_caption(real), 7.0),
    }
    more, add = spans["more"], spans["add"]
    return Moment(
        name=present(spans),
        planes=spans["planes"].motion,
        rows=ease(spans["kernels"].t / 0.3),
        kernels=ease((spans["kernels"].t - 0.3) / 0.5),
        slide=walk(spans["slide"], *of.out, nearest_cell(at, *of.out)),
        add=tuple(add.part(channel, of.channels) for channel in range(of.channels)),
        bias=spans["bias"].motion,
        leave=more.t * more.seconds / 2.0,
        more=tuple(_filled(more, index, of) for index in range(of.filters)),
        stack=spans["stack"].motion,
        real=spans["real"].even,
    )


def _filled(span: Span, index: int, of: Layer) -> float:
    """How far a filter has come: the one seen closely is there, the others follow one after the other, until a rest."""
    if index == of.shown:
        return float(span.t > 0)
    start, turn = 1.6 / span.seconds, index - (index > of.shown)
    return max(0.0, min((span.t - start) / (0.9 - start) * (of.filters - 1) - turn, 1.0))


def _slide_seconds(of: Layer) -> float:
    return min(max(1.4 * of.windows, 5.0), 14.0) if of.windows <= 150 else 9.0


def _in_words(channels: int) -> str:
    return NUMBERS.get(channels, str(channels)).capitalize()


def _planes_caption(of: Layer) -> str:
    channels, height, width = of.x.shape
    kind = "a plane each for red, green and blue" if channels == 3 else f"{_in_words(channels).lower()} planes"
    return (
        f"A picture is a volume, channels × height × width: {channels} × {height} × {width} numbers, {kind}. "
        "The channels are not a direction in space; their order has no meaning."
    )


def _kernels_caption(of: Layer) -> str:
    k, c = of.size, of.channels
    return (
        f"One filter spans all channels but only {k} × {k} cells: "
        f"a kernel of its own for each plane, {k} · {k} · {c} = {k * k * c} weights."
    )


def _slide_caption(of: Layer) -> str:
    return (
        "All kernels slide together, each over its own plane, and each makes a partial map. "
        f"At every place {of.size * of.size * of.channels} multiply-accumulates (MACs)."
    )


def _add_caption(of: Layer) -> str:
    return (
        f"The {NUMBERS.get(of.channels, str(of.channels))} partial maps are added, cell by cell. "
        "One filter makes one map, not one for each channel."
    )


def _bias_caption(of: Layer) -> str:
    return f"The filter's one bias, {number(of.bias)}, is added at every cell. The map of this filter is done."


def _more_caption(of: Layer) -> str:
    if of.filters == 1:
        return "With a single filter the output has a single channel, whatever the input has. Ask for more filters."
    return (
        f"{_in_words(of.filters)} filters, each with its own kernels and bias, look at the same input. "
        "Parameters and MACs grow with every one of them."
    )


def _stack_caption(of: Layer) -> str:
    height, width = of.out
    return (
        f"The maps are the channels of the output: {of.filters} × {height} × {width}. "
        f"How many there are is chosen, by the number of filters; the {of.channels} channels of the input don't matter."
    )


def _real_caption(real: Real) -> str:
    alexnet = (real.channels, real.filters, real.size, real.side, real.stride) == (3, 96, 11, 227, 4)
    where = "The first layer of AlexNet" if alexnet else "This layer"
    return (
        f"{where}: {counted(real.filters, 'filter')} of {real.size}×{real.size}×{real.channels} make "
        f"{counted(real.filters, 'map')} of {real.out} × {real.out}. The same weights are used at every place: "
        "a larger picture takes more MACs and activations, but not one parameter more."
    )
