"""All that the scene of gates says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes.gates.computed import Bill, Worked
from scenes.gates.shown import MUCH, Net
from scenes.gates.trained import SAMPLES_EACH, UNLIKE, weights
from scenes.stage.data.handwritten import DIGITS
from scenes.stage.draw.blocks import bracketed, number, shape_text
from scenes.stage.numbers.series import percent_text
from scenes.stage.numbers.values import format_number

Said = tuple[str, str]
MOVED = 0.05
ERRORS = {"ResNet-50": (24.80, 7.48), "with gates": (23.29, 6.62)}
"""Top-1 and top-5 errors in % on ImageNet's validation set, single crop, single models: Hu et al. (2018), table 2."""


@dataclass(frozen=True)
class Words:
    """The sentences about a trained net, a worked example and a bill."""

    trained: Net
    of: Worked
    bill: Bill

    # --- The trained net --------------------------------------------------------------------------------------------

    def maps(self) -> Said:
        """What a net does without gates."""
        net = self.trained
        maps = net.both[0].maps[net.stage - 1]
        return "Without gates, every map goes on at full strength.", (
            f"A small net has gates after each of its four stages, and was trained on digits anywhere on the canvas. "
            f"In stage {net.stage} a digit has {len(maps)} maps of {shape_text(maps.shape[1:])} cells. Here are "
            f"the eight whose gates differ most between a {UNLIKE[0]} and a {UNLIKE[1]}. A click moves the digit."
        )

    def squeeze(self) -> Said:
        """What is left of a map."""
        return "Each map is squeezed into one number, its mean.", (
            "This is the squeeze: z[c] = the sum of u[c] over all cells / (H · W). A mean says how much of its pattern "
            "the picture has, and nothing about where. It only sets the gate, and the map itself keeps its size."
        )

    def net(self) -> Said:
        """How gates are made."""
        way = self.trained.way
        return "A small net turns all the means into gates.", (
            f"This is the excitation: s = σ(W₂ ReLU(W₁ z)). A dense layer brings {len(way.means)} means down to "
            f"{len(way.waist)} numbers, the waist. A second one leads back to {len(way.means)} scores, and the sigmoid "
            "brings each between 0 and 1. Strong lines are large weights, and small ones are left out."
        )

    def dim(self) -> Said:
        """What gates do to maps."""
        return "Each map is multiplied by its own gate.", (
            "Every cell of a map is multiplied by the same number, so this is no attention to places. Gates replace "
            "no convolution. They decide how bright each map goes on, as a dimmer does with a lamp. Drag a dimmer or "
            "type into it. A gate of 1 lets its map through untouched, and 0 switches it off."
        )

    def pull(self) -> Said:
        """What depends on one mean."""
        net = self.trained
        moves = np.abs(net.after.gates - net.way.gates)
        count, most = int((moves > MOVED).sum()), float(moves.max())
        caption = "Pull one mean, and other dimmers move too."
        if not net.moved:
            caption = "This pull moves hardly another dimmer."
        index = net.pulled[0]
        mean, goal = (format_number(float(way.means[index]), 2) for way in (net.way, net.after))
        return caption, (
            f"Map {index + 1} of {len(moves)} had a mean of {mean} and now has {goal}. Then {count} of {len(moves)} "
            f"gates move by more than {MOVED}, one by {format_number(most, 3)}. Both layers look at all maps, so one "
            "map may count for another. Drag other means, or type into them."
        )

    def other(self) -> Said:
        """How gates depend on the picture."""
        net = self.trained
        apart, (one, other) = net.apart, net.both
        count = int((apart > MUCH).sum())
        extra, caption = "", "Another digit sets other gates."
        if one.digit == other.digit:
            caption = "The same digit sets the same gates."
        elif not count and net.stage < 4:
            caption = f"In stage {net.stage} the gates hardly depend on the digit."
        elif net.stage == 4:
            caption = "In stage 4 every gate stands near 1, whatever the digit."
            extra = " In ResNet-50 too the last stage can do without gates, at less than 0.1 points of top-5 error."
        most = format_number(float(apart.max()), 3)
        read = " and ".join(f"{each.name} as {each.said} ({_sure(each.probabilities.max())})" for each in net.both)
        return caption, (
            f"{count} of {len(apart)} gates differ by more than {MUCH:g}, one by {most}. "
            f"The net reads {read}, and is right for {percent_text(weights().accuracy)} of new pictures.{extra} "
            "In stage 3 the gates depend on the digit, in the others hardly."
        )

    def digits(self) -> Said:
        """How much of the gates is the digit's."""
        kinds = len(DIGITS)
        return "Where rows of one digit look alike, the gates follow the digit.", (
            f"Each row is a picture, and each column is one of {len(self.trained.way.means)} maps. A colour says how "
            "far a gate is above or below its mean over thirty pictures, three of each digit. The share counts all of "
            "them: it is the variance between the means of the digits, divided by all variance. If the digits are "
            "shuffled among the pictures, the share is on average "
            f"({kinds} − 1) / ({kinds * SAMPLES_EACH} − 1)."
        )

    # --- By hand ----------------------------------------------------------------------------------------------------

    def means(self) -> Said:
        """The squeeze in numbers."""
        cells = self.of.u[0].size
        sums = ", ".join(
            f"{number(float(one.sum()))} / {cells} = {number(mean)}"
            for one, mean in zip(self.of.u, self.of.way.means.tolist(), strict=True)
        )
        return "Each mean is the sum of a map's nine cells, divided by nine.", (
            f"The four maps u have the shape C × H × W = {shape_text(self.of.u.shape)}. Their means are {sums}. "
            f"Drag a cell, or type into it, and see its mean follow."
        )

    def waist(self) -> Said:
        """The first layer in numbers."""
        of, means = self.of, self.of.way.means.tolist()
        lines = " and ".join(
            f"ReLU({_terms(row, means)}) = ReLU({number(before)}) = {number(after)}"
            for row, before, after in zip(
                of.reduce.tolist(), of.way.before.tolist(), of.way.waist.tolist(), strict=True
            )
        )
        return "Four means become two numbers, and a ReLU follows.", (
            f"h = ReLU(W₁ z), here {lines}. Both look at all maps. A weight can be changed by hand."
        )

    def excite(self) -> Said:
        """The second layer and the sigmoid in numbers."""
        pairs = zip(self.of.way.scores.tolist(), self.of.way.gates.tolist(), strict=True)
        lines = ", ".join(f"σ({number(score)}) = {format_number(gate, 3)}" for score, gate in pairs)
        return "A sigmoid turns each score into a gate between 0 and 1.", (
            f"s = σ(W₂ h) with σ(a) = 1 / (1 + e⁻ᵃ), here {lines}. A score of 0 makes a gate of one half. "
            "Change a weight and see which gates it moves."
        )

    def scale(self) -> Said:
        """The multiplication in numbers."""
        of, last = self.of, len(self.of.u) - 1
        value, gate = float(of.u[last, 0, 0]), float(of.way.gates[last])
        return "Every cell of a map is multiplied by the same gate.", (
            f"In map {last + 1} the first cell becomes {format_number(gate, 4)} · {bracketed(value)} = "
            f"{format_number(float(of.scaled[last, 0, 0]), 3)}. The maps keep their size. Change a cell of a map, and "
            "the gates of other maps may change, too."
        )

    def shares(self) -> Said:
        """Sigmoid against softmax."""
        gates, shares = (" + ".join(format_number(each, 3) for each in values.tolist())
                         for values in (self.of.way.gates, self.of.softmax))  # fmt: skip
        return "Shares of a softmax add up to 1, but each gate stands alone.", (
            "A softmax would divide a total of 1 among the maps. A sigmoid looks at one score only, so all maps may "
            f"stay bright, or all go dark. Here {gates} = {format_number(float(self.of.way.gates.sum()), 3)}, and with "
            f"a softmax {shares} = {format_number(float(self.of.softmax.sum()), 3)}."
        )

    # --- What it costs ----------------------------------------------------------------------------------------------

    def block(self) -> Said:
        """Where gates stand."""
        return "In a residual block, gates stand before the addition.", (
            "The maps u come out of the last convolution of the block. Their means set the gates, and only then is the "
            "shortcut added. So the shortcut is not dimmed."
        )

    def cost(self) -> Said:
        """What gates add to a published network."""
        bill = self.bill
        reduction = bill.rows[0].channels // bill.rows[0].waist
        terms = " + ".join(f"{row.blocks}·{row.channels:,}²" for row in bill.rows)
        paper = " (The paper's 0.26 % count means and scaling too.)" if reduction == 16 else ""
        errors = ", ".join(f"{name} {one:.2f} / {five:.2f} %" for name, (one, five) in ERRORS.items())
        return "Gates add many weights, but hardly any work.", (
            f"They cost {bill.more_parameters:.1f} % more parameters, but only {bill.more_work:.2f} % more "
            f"multiply-accumulates, for their layers see means, not maps.{paper} 2/{reduction} · ({terms}) = "
            f"{bill.weights:,} weights, and {bill.biases:,} biases. Top-1 / top-5 errors: {errors} (ImageNet "
            "validation, single crop, single models, both trained by Hu et al., CVPR 2018, table 2)."
        )

    def race(self) -> Said:
        """The same net with and without gates."""
        return "With gates and without, the loss falls about as fast.", (
            "Both nets learn from the same batches. The loss is the cross-entropy, L = − mean of the log of the right "
            "class's p. Each curve is the mean of the latest batches."
        )

    def right(self) -> Said:
        """What gates win."""
        return "On a task this small, gates gain hardly any accuracy.", (
            "So judge them here by what they do. The paper's gain was measured on ImageNet. The pictures that are "
            "counted here are others than those that the nets learn from."
        )


def _sure(probability: float) -> str:
    """A probability in per cent."""
    return "more than 99.9 %" if probability > 0.999 else percent_text(float(probability))


def _terms(factors: list[float], values: list[float]) -> str:
    """The products of a weighted sum, without those of weight 0."""
    said = ""
    for factor, value in zip(factors, values, strict=True):
        if factor:
            sign = ("− " if factor < 0 else "+ ") if said else ("−" if factor < 0 else "")
            times = "" if abs(factor) == 1 else f"{number(abs(factor))}·"
            said += f"{' ' if said else ''}{sign}{times}{bracketed(value)}"
    return said or "0"
