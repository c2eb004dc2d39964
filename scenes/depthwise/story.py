"""The steps of the depthwise scene: both parts of the layer, the standard one beside it, and what each costs."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.depthwise.computed import Cost, Layer
from scenes.depthwise.mobile import one
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story, ease, latest

CHANGE = 0.3
"""The share of the change to the standard layer at which the output maps are empty again."""


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: the depthwise part, the pointwise part, the standard layer, two accounts; whole networks, a race."""

    sheets: Span
    kernels: Span
    window: Span
    multiply: Span
    slide: Span
    needle: Span
    weaves: tuple[Span, ...]
    standard: Span
    standard_maps: tuple[Span, ...]
    bill: Span
    real: Span
    block: Span
    thinner: Span
    reach: Span
    race: Span
    price: Span

    @property
    def multiplied(self) -> float:
        """How far the products of the first window have been made and added."""
        return min(self.multiply.t / 0.6, 1.0)

    @property
    def written(self) -> float:
        """How far their sums are on their way into the maps."""
        return ease((self.multiply.t - 0.7) / 0.2)

    @property
    def pierced(self) -> float:
        """How far the needle has gone through the maps."""
        return ease(self.needle.t / 0.25)

    @property
    def weighed(self) -> float:
        """How far the values at the needle have been weighed."""
        return min(max(0.0, (self.needle.t - 0.3) / 0.3), 1.0)

    @property
    def added(self) -> float:
        """How far their sum is on its way into the first output map."""
        return ease((self.needle.t - 0.65) / 0.25)

    @property
    def woven(self) -> int:
        """The output map that the needle makes, or made last."""
        return latest(self.weaves)

    @property
    def compared(self) -> int:
        """The output map that the standard convolution makes, or made last."""
        return latest(self.standard_maps)

    @property
    def column(self) -> int:
        """The output map whose column of weights is at work, in both ways of making it."""
        return self.compared if self.again else self.woven

    @property
    def swapped(self) -> float:
        """How far its column has taken the place of the one before."""
        return ease(self.weaves[self.woven].t / 0.12) if self.woven else 1.0

    @property
    def again(self) -> bool:
        """Whether the output maps are made a second time, by the standard convolution."""
        return self.standard.motion > CHANGE

    @property
    def rows(self) -> float:
        """How visible the two parts are."""
        return self.standard.fade(CHANGE)

    @property
    def layers(self) -> float:
        """How visible both layers are, until the account."""
        return self.bill.fade(0.3)

    @property
    def beside(self) -> float:
        """How visible the standard convolution is."""
        return self.standard.rise(0.35, 0.75) * self.layers

    @property
    def first_bill(self) -> float:
        """How visible the account of this layer is."""
        return self.bill.rise(0.35, 0.75) * self.real.fade(0.3)

    @property
    def second_bill(self) -> float:
        """How visible the account of the real layer is, which makes way for whole networks."""
        return self.real.rise(0.35, 0.75) * (1.0 - ease(self.block.t * 8))


def tell(stage: Stage, layer: Layer, real: Cost) -> Steps:
    """Lay out the steps."""
    long = min(1.1 * layer.windows, 9.0)
    return Steps(
        sheets=stage.step("The sheets", _sheets_caption(layer), 2.5),
        kernels=stage.step("A kernel each", _kernels_caption(layer), 3.0),
        window=stage.step("One window", WINDOW, 2.5),
        multiply=stage.step("Multiply and add", _multiply_caption(layer), 6.0),
        slide=stage.step("Slide", _slide_caption(layer), max(3.0, long)),
        needle=stage.step("The needle", _needle_caption(layer), 5.0),
        weaves=tuple(_weave(stage, layer, index, long) for index in range(layer.maps)),
        standard=stage.step("The standard layer", _standard_caption(layer), 4.0),
        standard_maps=tuple(
            stage.step(f"Standard map {index + 1}", _standard_map_caption(layer, index), 2.5)
            for index in range(layer.maps)
        ),
        bill=stage.step("The bill", _bill_caption(layer.cost), 7.0),
        real=stage.step("At real size", _real_caption(real), 9.0),
        block=stage.step("Behind both parts", BLOCK, 7.0),
        thinner=stage.step("Thinner, for smaller pictures", THINNER, 7.0),
        reach=stage.step("What MobileNet reaches", _reach_caption(), 8.0),
        race=stage.step("Two nets race", RACE, 8.0, live=True),
        price=stage.step("What it saves", PRICE, 8.0, live=True),
    )


def _weave(stage: Stage, layer: Layer, index: int, long: float) -> Span:
    """The step in which an output map is woven; from the second on it is quicker."""
    seconds = max(3.0, long if index == 0 else 0.7 * long + 0.8)
    return stage.step(f"Weave map {index + 1}", _weave_caption(layer, index), seconds)


def _sheets_caption(layer: Layer) -> str:
    m, height, width = layer.x.shape
    return (
        f"The input has {m} channels: {m} sheets of {height} × {width}. A depthwise separable convolution splits the "
        "work of a layer in two."
    )


def _kernels_caption(layer: Layer) -> str:
    k = layer.knobs.size
    return (
        f"Depthwise: each sheet gets a kernel of its own, {k} × {k} weights and no more. "
        f"No line crosses from one sheet to another."
    )


WINDOW = "Each kernel looks at a window of its own sheet only."


def _multiply_caption(layer: Layer) -> str:
    k = layer.knobs.size
    return (
        f"On each sheet value times weight, {k * k} times, added up: one number for each sheet. "
        "The sums of the sheets are not added together."
    )


def _slide_caption(layer: Layer) -> str:
    return (
        f"The windows slide, each over its own sheet: {layer.channels} sheets in, {layer.channels} maps out. "
        "Nothing has been mixed so far."
    )


def _needle_caption(layer: Layer) -> str:
    return (
        f"Pointwise: a needle of 1 × 1 goes through all maps at one place. Its {layer.channels} values are weighed "
        "with a column of weights and added: one number of an output map."
    )


def _weave_caption(layer: Layer, index: int) -> str:
    if index == 0:
        return "The same column of weights at every place: the needle weaves all the maps into one."
    if index == layer.maps - 1:
        return f"Column {index + 1} makes map {index + 1}: {layer.maps} columns, {layer.maps} output maps."
    return f"Another column of weights makes another map: map {index + 1}."


def _standard_caption(layer: Layer) -> str:
    return (
        "A standard convolution does both at once: each output map has a kernel for every sheet, "
        f"{layer.maps}·{layer.channels} = {layer.maps * layer.channels} in all. Here they are set so that the same "
        "maps come out."
    )


def _standard_map_caption(layer: Layer, index: int) -> str:
    k = layer.knobs.size
    if index == 0:
        return f"For every cell it multiplies {layer.channels} windows of {k} × {k} and adds everything up."
    return f"And again from the start for map {index + 1}: the work in the windows is not shared."


def _bill_caption(cost: Cost) -> str:
    return (
        f"The separable layer takes {cost.separable_macs:,} multiply–accumulates, the standard one "
        f"{cost.standard_macs:,}. In return all its output maps are made of the same {cost.channels} kernels."
    )


def _real_caption(cost: Cost) -> str:
    return (
        f"The same account for {cost.channels} channels, {cost.maps} maps and {cost.size} × {cost.size} kernels: "
        f"{cost.saving}. This counts work; it does not measure time, nor how many steps the training takes."
    )


BLOCK = (
    "The small example left something out. In MobileNet batch normalisation and ReLU stand behind the depthwise part "
    "and behind the pointwise part, each with its own, as they stand behind a standard convolution."
)
THINNER = (
    "MobileNet is made of such layers. With α both sides of each 1 × 1 get thinner, so the cost falls to about α². "
    "Smaller pictures cost ρ² as much, and change no parameter."
)


def _reach_caption() -> str:
    gap = one("Inception v3").top1 - one("MobileNet").top1
    return (
        "On ImageNet MobileNet comes near GoogLeNet and VGG-16, with a fraction of their work. It does not match "
        f"Inception v3, which is {gap:.1f} points ahead: those two nearly meet on Stanford Dogs only."
    )


RACE = (
    "One net of standard convolutions, one of depthwise separable ones, trained on the same batches of digits. At this "
    "budget both learn it; with far fewer weights the separable net ends a few points behind at most."
)
PRICE = (
    "The counts are the same everywhere. The seconds belong to this machine and this program: so many times fewer "
    "multiplications are not so many times less time."
)
