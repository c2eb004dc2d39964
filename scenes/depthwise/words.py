"""All that the depthwise scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.depthwise.computed import Layer
from scenes.depthwise.knobs import FULL
from scenes.depthwise.mobile import DOGS, QUOTED, TOP_1, Variant, block, variant
from scenes.reference import SeparableCost
from scenes.stage.data.networks import network
from scenes.stage.draw.blocks import bracketed, counted, number
from scenes.stage.numbers.values import format_number

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}
TERMS = 9
"""A sum of up to so many products is written out."""


def saving(cost: SeparableCost) -> tuple[str, str]:
    """How many times fewer multiply-accumulates the separable layer takes, in words; or how many times as many."""
    return (f"{1 / cost.share:.3g}", "times fewer") if cost.share <= 1 else (f"{cost.share:.3g}", "times as many")


@dataclass(frozen=True)
class Words:
    """The sentences of one layer, of one of real size and of a MobileNet."""

    layer: Layer
    real: SeparableCost
    picked: Variant

    def sheets(self) -> tuple[str, str]:
        """What the input is."""
        m, height, width = self.layer.x.shape
        return f"A brick of numbers is sliced into {NUMBERS[m]} sheets, one for each channel.", (
            f"The input has {m} channels of {height} × {width} numbers: {m}·{height}·{width} = {self.layer.x.size:,}. "
            "A depthwise separable convolution splits the work of a layer in two: first each sheet by itself, then "
            "all sheets at one place."
        )

    def kernels(self) -> tuple[str, str]:
        """What the depthwise part has for weights."""
        k, m = self.layer.size, self.layer.channels
        return "Each sheet gets a kernel of its own, and no two sheets mix.", (
            f"This is the depthwise part. A kernel is two-dimensional, {k} × {k}, and every sheet has another one: "
            f"k² M = {k}·{k}·{m} = {self.layer.cost.weights.depthwise} weights."
        )

    def slide(self) -> tuple[str, str]:
        """What the depthwise part does."""
        return "Each kernel slides over its own sheet and makes its own map.", (
            "On each sheet value times weight, added up: d[m, i, j] = Σ w[m, u, v] · x[m, i + u, j + v]. "
            f"{self._sums()}{counted(self.layer.channels, 'sheet')} in, {counted(self.layer.channels, 'map')} out. "
            "The sums of the sheets are not added together: nothing has been mixed so far."
        )

    def _sums(self) -> str:
        """The first number of each map, with its products where they are few."""
        layer, said = self.layer, ""
        for channel in range(layer.channels):
            pairs = zip(layer.input.under(channel, (0, 0)).array.ravel(), layer.kernels[channel].ravel(), strict=True)
            terms = " + ".join(f"{bracketed(float(x))}·{bracketed(float(w))}" for x, w in pairs)
            total = number(float(layer.between[channel, 0, 0]))
            said += f"d[{channel}, 0, 0] = {terms} = {total}. " if layer.size**2 < TERMS else ""
        return said

    def needle(self) -> tuple[str, str]:
        """What the pointwise part does at one place."""
        m = self.layer.channels
        return "A 1×1 needle goes through all maps and makes one number.", (
            f"This is the pointwise part. At one place the {m} values of all maps are weighed with a column of {m} "
            "weights and added: y[n, i, j] = Σ p[n, m] · d[m, i, j]. Only here are the channels mixed."
        )

    def needles(self) -> tuple[str, str]:
        """What the pointwise part makes."""
        n, m = self.layer.maps, self.layer.channels
        caption = f"{NUMBERS[n].capitalize()} needles, each with its own weights, weave {NUMBERS[n]} maps."
        return caption if n > 1 else "A single needle weaves a single map.", (
            f"Each needle keeps its weights at every place. M N = {m}·{n} = {self.layer.cost.weights.pointwise} "
            f"weights in {counted(n, 'column')} make {counted(n, 'output map')}."
        )

    def standard(self) -> tuple[str, str]:
        """What a standard convolution has for weights."""
        n, m, k = self.layer.maps, self.layer.channels, self.layer.size
        return "A standard layer has a kernel for every sheet and every map.", (
            f"It does both at once: y[n, i, j] = Σ w[n, m, u, v] · x[m, i + u, j + v], with {n}·{m} = {n * m} kernels "
            f"and k² M N = {k}·{k}·{m}·{n} = {self.layer.cost.weights.standard} weights. Here they are set so that the "
            "same maps come out. In return for fewer weights all maps of the separable layer are made of the same "
            f"{m} kernels."
        )

    def counters(self) -> tuple[str, str]:
        """What both layers cost."""
        cost, each = self.layer.cost, self.layer.size**2 * self.layer.channels
        caption = "Both make the same maps, but the separable layer multiplies less."
        if cost.share > 1:
            caption = "For a single map the separable layer multiplies more."
        return caption, (
            f"A MAC is one multiplication with its addition. The standard layer takes {each} for each of "
            f"{cost.maps}·{self.layer.windows:,} numbers: {cost.macs.standard:,}. The separable layer takes "
            f"{cost.macs.depthwise:,} for the sheets and {cost.macs.pointwise:,} for the needles: "
            f"{cost.macs.separable:,}, {' '.join(saving(cost))}."
        )

    def rectangle(self) -> tuple[str, str]:
        """Where the ratio comes from."""
        n, square = self.layer.maps, self.layer.size**2
        caption = "One row and one column do the work of the whole rectangle."
        return caption if n > 1 else "With one map the row is already the whole rectangle.", (
            "For each channel and each place a standard layer takes k² N multiplications, a rectangle of N rows and k² "
            "columns. Depthwise takes one row, k², and pointwise one column, N: (k² + N) / (k² N) = 1/N + 1/k² = "
            f"1/{n} + 1/{square} = {format_number(self.layer.cost.share, 4)}."
        )

    def real_size(self) -> tuple[str, str]:
        """What that means for a real layer."""
        cost = self.real
        mobile = (cost.size, cost.channels, cost.maps, cost.height) == (3, 512, 512, 14)
        which = "This layer of MobileNet" if mobile else "This layer"
        parts = [layer.parameters for layer in block() if layer.parameters]
        return f"{which} takes {' '.join(saving(cost))} multiplications.", (
            f"{cost.macs.separable:,} / {cost.macs.standard:,} = {format_number(cost.share, 4)} = 1/{cost.maps} + "
            f"1/{cost.size**2}, and as much of the weights, {cost.weights.separable:,} / {cost.weights.standard:,}. "
            "In MobileNet batch normalisation and ReLU stand behind the depthwise part and behind the pointwise part, "
            "each with its own: "
            f"{' + '.join(f'{count:,}' for count in parts)} = {sum(parts):,} parameters."
        )

    def thinner(self) -> tuple[str, str]:
        """What MobileNet's two knobs do, and how right it is beside others."""
        whole, picked = variant("1", FULL).network, self.picked
        beside = [f"{name} {right} % with {network(file).macs / whole.macs:.3g} times the MACs"
                  for name, file, right in QUOTED]  # fmt: skip
        dogs = " against ".join(f"{right:g} % of {name}" for name, right in DOGS.items())
        return "Thinner layers save weights and work, smaller pictures only work.", (
            "The width multiplier α makes both sides of each 1 × 1 thinner, so the cost falls to about α². The "
            f"resolution multiplier ρ = side / {FULL} lets it fall to about ρ², and no parameter changes. Here α² ρ² = "
            f"{picked.alpha}² · ({picked.side} / {FULL})² = {picked.expected:.3f}, and counted "
            f"{picked.network.macs:,} / {whole.macs:,} = {picked.network.macs / whole.macs:.3f}. On ImageNet the whole "
            f"MobileNet has {TOP_1['1', FULL][0]} %, {', '.join(beside)}. Inception v3 it nearly meets on Stanford "
            f"Dogs only, {dogs} (Howard et al., 2017, tables 4 and 6 to 10, one network, crop not stated; Inception v3 "
            "on ImageNet: Szegedy et al., CVPR 2016, 1 crop; MACs are our counts)."
        )

    def race(self) -> tuple[str, str]:
        """What the race shows."""
        return "Both nets learn the digits, one with far fewer weights.", (
            "One net has standard convolutions, the other depthwise separable ones. Both are trained on the same "
            "batches of digits. The loss is the mean of −log p of the right class. With far fewer weights the "
            "separable net ends a few points of accuracy behind at most."
        )

    def price(self) -> tuple[str, str]:
        """What the race cost."""
        return "Far fewer multiplications do not always save as much time.", (
            "The counts are the same everywhere. The seconds belong to this machine and this program: the time is the "
            "median of all training steps. Fewer weights make a step cheaper; they don't make training take fewer "
            "steps."
        )
