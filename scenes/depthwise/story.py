"""The steps of the depthwise scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.depthwise.computed import Cost, Layer
from scenes.depthwise.mobile import one
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease, latest, present
from scenes.stage.draw.walk import Walk, walk

CHANGE = 0.3
"""The share of the change to the standard layer at which the output maps are empty again."""


@dataclass(frozen=True)
class Moment:
    """What is going on. The shares run from 0 (not begun) to 1 (done).

    `column` is the output map whose column of weights is at work, in both ways of making it. `live` is the step about
    the race of two nets that is being told, if one is, `whole` that about whole networks, and `gone` how far the
    accounts have made way for them.
    """

    name: str
    sheets: float
    kernels: float
    window: float
    multiply: float
    write: float
    slide: Walk
    needle: float
    weigh: float
    add: float
    column: int
    weave: Walk
    swap: float
    aside: float
    standard: Walk
    bill: float
    spent: float
    real: float
    real_spent: float
    whole: Span | None
    live: Span | None
    gone: float

    @property
    def rows(self) -> float:
        """How visible the two parts are."""
        return 1.0 - ease(self.aside / CHANGE)

    @property
    def beside(self) -> float:
        """How visible the standard convolution is."""
        return ease((self.aside - 0.35) / 0.4) * (1.0 - ease(self.bill / 0.3))

    @property
    def again(self) -> bool:
        """Whether the output maps are made a second time, by the standard convolution."""
        return self.aside > CHANGE

    @property
    def first_bill(self) -> float:
        """How visible the account of this layer is."""
        return ease((self.bill - 0.35) / 0.4) * (1.0 - ease(self.real / 0.3))

    @property
    def second_bill(self) -> float:
        """How visible the account of the real layer is."""
        return ease((self.real - 0.35) / 0.4) * (1.0 - self.gone)


def tell(stage: Stage, of: Layer, real: Cost, chosen: Cell) -> Moment:
    """Lay out the steps; the first are about the window of the `chosen` cell."""
    at = nearest_cell(chosen, *of.out)
    long = min(1.1 * of.windows, 9.0)
    spans = {
        "sheets": stage.step("The sheets", _sheets_caption(of), 2.5),
        "kernels": stage.step("A kernel each", _kernels_caption(of), 3.0),
        "window": stage.step("One window", WINDOW, 2.5),
        "multiply": stage.step("Multiply and add", _multiply_caption(of), 6.0),
        "slide": stage.step("Slide", _slide_caption(of), max(3.0, long)),
        "needle": stage.step("The needle", _needle_caption(of), 5.0),
    }
    for index in range(of.maps):
        words = f"Weave map {index + 1}", _weave_caption(of, index)
        spans[f"weave {index}"] = stage.step(*words, max(3.0, long if index == 0 else 0.7 * long + 0.8))
    spans["aside"] = stage.step("The standard layer", _aside_caption(of), 4.0)
    for index in range(of.maps):
        words = f"Standard map {index + 1}", _standard_caption(of, index)
        spans[f"standard {index}"] = stage.step(*words, 2.5)
    spans["bill"] = stage.step("The bill", _bill_caption(of.cost), 7.0)
    spans["real"] = stage.step("At real size", _real_caption(real), 9.0)
    spans["thinner"] = stage.step("Thinner, for smaller pictures", THINNER, 7.0)
    spans["reach"] = stage.step("What MobileNet reaches", _reach_caption(), 8.0)
    spans["race"] = stage.step("Two nets race", RACE, 8.0, live=True)
    spans["price"] = stage.step("What it saves", PRICE, 8.0, live=True)
    return _moment(of, spans, at)


def _moment(of: Layer, spans: dict[str, Span], at: Cell) -> Moment:
    name = present(spans)
    weaves = [spans[f"weave {index}"] for index in range(of.maps)]
    standards = [spans[f"standard {index}"] for index in range(of.maps)]
    woven, compared = latest(weaves), latest(standards)
    aside = spans["aside"]
    return Moment(
        name=name.split()[0],
        sheets=spans["sheets"].motion,
        kernels=spans["kernels"].even,
        window=spans["window"].motion,
        multiply=min(spans["multiply"].t / 0.6, 1.0),
        write=ease((spans["multiply"].t - 0.7) / 0.2),
        slide=_walk(of, spans["slide"], at),
        needle=ease(spans["needle"].t / 0.25),
        weigh=min(max(0.0, (spans["needle"].t - 0.3) / 0.3), 1.0),
        add=ease((spans["needle"].t - 0.65) / 0.25),
        column=compared if aside.motion > CHANGE else woven,
        weave=_walk(of, weaves[woven], at if woven == 0 else (0, 0)),
        swap=ease(weaves[woven].t / 0.12) if woven else 1.0,
        aside=aside.motion,
        standard=_walk(of, standards[compared], (0, 0)),
        bill=spans["bill"].motion,
        spent=_spent(spans["bill"]),
        real=spans["real"].motion,
        real_spent=_spent(spans["real"]),
        whole=spans[name] if name in ("thinner", "reach") else None,
        live=spans[name] if name in ("race", "price") else None,
        gone=ease(spans["thinner"].t * 8),
    )


def _spent(span: Span) -> float:
    """How far both layers have been computed, at one pace, in an account that has to be seen first."""
    return min(max(0.0, (span.t - 0.3) / 0.5), 1.0)


def _walk(of: Layer, span: Span, at: Cell) -> Walk:
    """A walk over the cells that leaves time to see what has changed before it, and to rest after it."""
    return walk(span, *of.out, at, lead=0.12, rest=0.12)


def _sheets_caption(of: Layer) -> str:
    m, height, width = of.x.shape
    return (
        f"The input has {m} channels: {m} sheets of {height} × {width}. A depthwise separable convolution splits the "
        "work of a layer in two."
    )


def _kernels_caption(of: Layer) -> str:
    k = of.knobs.size
    return (
        f"Depthwise: each sheet gets a kernel of its own, {k} × {k} weights and no more. "
        f"No line crosses from one sheet to another."
    )


WINDOW = "Each kernel looks at a window of its own sheet only."


def _multiply_caption(of: Layer) -> str:
    k = of.knobs.size
    return (
        f"On each sheet value times weight, {k * k} times, added up: one number for each sheet. "
        "The sums of the sheets are not added together."
    )


def _slide_caption(of: Layer) -> str:
    return (
        f"The windows slide, each over its own sheet: {of.channels} sheets in, {of.channels} maps out. "
        "Nothing has been mixed so far."
    )


def _needle_caption(of: Layer) -> str:
    return (
        f"Pointwise: a needle of 1 × 1 goes through all maps at one place. Its {of.channels} values are weighed with a "
        "column of weights and added: one number of an output map."
    )


def _weave_caption(of: Layer, index: int) -> str:
    if index == 0:
        return "The same column of weights at every place: the needle weaves all the maps into one."
    if index == of.maps - 1:
        return f"Column {index + 1} makes map {index + 1}: {of.maps} columns, {of.maps} output maps."
    return f"Another column of weights makes another map: map {index + 1}."


def _aside_caption(of: Layer) -> str:
    return (
        "A standard convolution does both at once: each output map has a kernel for every sheet, "
        f"{of.maps}·{of.channels} = {of.maps * of.channels} in all. Here they are set so that the same maps come out."
    )


def _standard_caption(of: Layer, index: int) -> str:
    k = of.knobs.size
    if index == 0:
        return f"For every cell it multiplies {of.channels} windows of {k} × {k} and adds everything up."
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
