"""All that the VGG scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.draw.blocks import brief
from scenes.vgg.computed import SMALL, Build, Stack
from scenes.vgg.knobs import BLOCKS

COUNTS = {2: "Two", 3: "Three", 4: "Four"}


@dataclass(frozen=True)
class Words:
    """The sentences about a network, one of its blocks, and stacked windows."""

    of: Build
    block: int
    stacked: Stack

    def inside(self) -> tuple[str, str]:
        """A block and its layers."""
        *convolutions, pool = self.of.blocks[self.block]
        layer = convolutions[-1]
        assert layer.kernel is not None
        k, p, n = layer.kernel[0], layer.padding[0], layer.shape[1]
        rounded = f", rounded down to {pool.shape[1]}" if n % 2 else ""
        return "The convolutions keep the size, and only the pooling halves it.", (
            f"With {k} × {k} windows and one cell of padding {layer.label} has {n} + 2·{p} − {k} + 1 = {n} rows. "
            f"{pool.label} has windows of 2 × 2 cells at stride 2: {n} / 2 = {n / 2:g}{rounded}. "
            "On the fronts stands the photo at the resolution of the maps, not a map."
        )

    def road(self) -> tuple[str, str]:
        """Along all blocks."""
        of = self.of
        first, last = of.stops[0], of.stops[-1]
        side = first.shape[1]
        sides = ", ".join(str(stop.shape[1]) for stop in of.stops[1:])
        even = side % 2**BLOCKS == 0
        rounded = "" if even else f", and {last.shape[1]} since it is rounded down at each pooling"
        return f"Each pooling halves the sides, and the channels grow from {first.shape[0]} to {last.shape[0]}.", (
            f"The sides are {sides}, for {side} / 2⁵ = {side} / {2**BLOCKS} = {side / 2**BLOCKS:g}{rounded}. The "
            "number of channels grows because more filters were chosen. All blocks have one scale, and a channel is "
            "drawn a third as deep as a cell is wide. There is a line round a block after every 64 channels."
        )

    def dense(self) -> tuple[str, str]:
        """Three dense layers."""
        of, first = self.of, self.of.dense[0]
        dense = sum(layer.parameters for layer in of.dense)
        total = of.network.parameters
        alone = " alone" if 2 * first.parameters > total else ""
        return f"Layer {first.label}{alone} holds {100 * first.parameters / total:.0f} % of the parameters.", (
            f"{first.label} reads all {of.stops[-1].numbers:,} numbers of pool5 and has {first.parameters:,} of "
            f"{total:,} parameters, {100 * first.parameters / total:.1f} %. All dense layers have {dense:,}, "
            f"{100 * dense / total:.1f} %. Their numbers have no place in the picture, so their row is drawn "
            "folded, to the scale of the blocks."
        )

    def shares(self) -> tuple[str, str]:
        """Where work and parameters are."""
        of, network = self.of, self.of.network
        conv, dense = len(of.convolutions), len(of.dense)
        taken, held = sum(layer.macs for layer in of.convolutions), sum(layer.parameters for layer in of.dense)
        return "Convolutions do the work, and dense layers hold the parameters.", (
            f"The network has {conv} convolutions and {dense} dense layers: {conv + dense} layers with weights. "
            f"The convolutions take {taken:,} of {network.macs:,} multiply-accumulates, and the dense layers have "
            f"{held:,} of {network.parameters:,} parameters."
        )

    def numbers(self) -> tuple[str, str]:
        """Fewer numbers in more channels."""
        first, last = self.of.stops[1], self.of.stops[-1]
        times = f"{first.numbers / last.numbers:.0f}"
        made, left = ("·".join(map(str, stop.shape)) for stop in (first, last))
        return "From block to block the maps hold fewer and fewer numbers.", (
            f"{first.name} has {made} = {first.numbers:,} numbers and {last.name} has {left} = {last.numbers:,}, "
            f"{times} times fewer. More channels are not more information: their number is a choice."
        )

    def large(self) -> tuple[str, str]:
        """One large window."""
        k, c = self.stacked.large, self.stacked.channels
        return f"One large window sees {k} × {k} numbers of each channel at once.", (
            f"It has k²·C² weights, {k}·{k}·{c}·{c} = {self.stacked.large_weights:,}, without biases."
        )

    def small(self) -> tuple[str, str]:
        """The same with small windows."""
        of = self.stacked
        count, k, c = of.count, of.large, of.channels
        more = 100 * (of.large_weights / of.small_weights - 1)
        return (
            f"{COUNTS[count]} {SMALL}×{SMALL} windows see as much with {percent(of)} % of the weights.",
            f"The cone stays: r = 1 + {count}·({SMALL} − 1) = {k}. {count} layers have "
            f"{count}·{SMALL}·{SMALL}·{c}·{c} = {of.small_weights:,} weights. The large window has "
            f"{k * k}/{count * SMALL**2} = {k * k / (count * SMALL**2):.2f} times as many, {more:.0f} % more weights, "
            f"and only one ReLU instead of {count}.",
        )


def percent(stacked: Stack) -> str:
    """The weights of the small windows, as a share of those of the large one."""
    return f"{100 * stacked.small_weights / stacked.large_weights:.0f}"


def fewer(of: Build) -> str:
    """How many times fewer numbers are left in the end than the first block has."""
    return brief(of.stops[1].numbers / of.stops[-1].numbers)
