"""The steps of the convolution scene, and how far one window and the filters have come."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.convolution.computed import Layer
from scenes.convolution.words import Words
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Pace, Span, Story, ease, latest
from scenes.stage.draw.maps import COLOURS
from scenes.stage.draw.walk import FOLLOWED

SWAP = 0.12
"""The share of a further filter's step in which its kernel takes the place of the one before."""
QUICK = 0.42
"""Seconds for a window that is only passed."""
FIRSTS = (1.0, 8.0, 4.0)
"""The first window has been seen already; the second is made at full length, the third in half of it, the
others 8 times as fast."""


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: one window in the making, then a slide over the input for each filter.

    `multiply` is one step with `add` after it; or for three channels one for each, which adds as well.
    """

    input: Span
    window: Span
    multiply: tuple[Span, ...]
    add: Span | None
    across: Span | None
    bias: Span
    relu: Span | None
    write: Span
    slides: tuple[Span, ...]
    output: Span

    @property
    def channel(self) -> int:
        """The channel at work, where they have their turns one by one."""
        return latest(self.multiply)

    def multiplied(self, channel: int) -> float:
        """How many of a channel's products are made, as a share."""
        return self.multiply[0].even if self.add else min(1.0, self.multiply[channel].t / 0.45)

    def added(self, channel: int) -> float:
        """How many of a channel's products are added up, as a share."""
        return self.add.even if self.add else max(0.0, min((self.multiply[channel].t - 0.5) / 0.4, 1.0))

    @property
    def sliding(self) -> bool:
        """Whether the window slides on."""
        return self.slides[0].begun

    @property
    def filter_(self) -> int:
        """The filter at work."""
        return latest(self.slides)

    @property
    def swap(self) -> float:
        """How far the kernel of a further filter has taken the place of the one before."""
        return ease(self.slides[self.filter_].t / SWAP) if self.filter_ else 1.0


def tell(stage: Stage, layer: Layer, at: Cell) -> Steps:
    """Lay out the steps, the first about the cell `at`."""
    words = Words(layer, at)

    def step(title: str, said: tuple[str, str], seconds: float, knobs: tuple[str, ...] = (), was: str = "") -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=knobs, was=(was,) if was else ())

    colours = layer.channels > 1
    return Steps(
        input=step("The input", words.input(), 2.5, ("picture", "channels", "padding")),
        window=step("One window", words.looks(), 4.5, ("kernel", "size", "dilation", "flip")),
        multiply=(
            tuple(step(f"Channel {name}", words.channel(name, i), 6.0, ("kernel",)) for i, name in enumerate(COLOURS))
            if colours
            else (step("Multiply", words.multiplies(), 6.0, ("kernel", "flip")),)
        ),
        add=None if colours else step("Add", words.adds(), 5.0, ("kernel",)),
        across=step("Add across channels", words.across(), 3.5) if colours else None,
        bias=step("Add the bias", words.bias(), 3.5, ("bias",)),
        relu=step("Apply ReLU", words.relu(), 3.0, ("relu",)) if layer.knobs.relu else None,
        write=step("Write the cell", words.writes(), 2.6),
        slides=tuple(
            step(
                f"Filter {index + 1}: {layer.names[index]}",
                words.next_filter(index),
                _seconds(layer, index),
                ("filters",),
            )
            if index
            else step("Slide", words.slides(), _seconds(layer, 0), ("stride", "padding", "size", "dilation"))
            for index in range(layer.filters)
        ),
        output=step("The output", words.output(), 4.0, ("filters", "size")),
    )


def _title(layer: Layer, filter_: int) -> str:
    return f"Filter {filter_ + 1}: {layer.names[filter_]}"


def firsts(layer: Layer, filter_: int) -> tuple[float, ...]:
    """How many times longer the first windows of a filter take; a large map has none that is made closely.

    Where there is only one window it is made once more.
    """
    windows = layer.out[0] * layer.out[1]
    if filter_ or windows > FOLLOWED:
        return ()
    return FIRSTS if windows > 1 else (max(FIRSTS),)


def _seconds(layer: Layer, filter_: int) -> float:
    count = layer.out[0] * layer.out[1]
    if count > FOLLOWED:
        return 9.0 if filter_ == 0 else 7.0
    length = Pace(count, firsts(layer, filter_)).length
    return max(3.0, min(QUICK * length, 16.0) + (1.5 if filter_ else 0.6))
