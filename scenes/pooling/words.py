"""All that the pooling scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pooling.computed import Pool
from scenes.pooling.ordered import ordered
from scenes.stage.core.lattice import Cell
from scenes.stage.draw.blocks import bracketed, counted, how_many_differ, number
from scenes.stage.draw.sliding import size_numbers
from scenes.stage.numbers.values import format_number

MANY = 999
"""Larger numbers are words in a caption: nobody reads four figures at a glance."""
TERMS = 9
"""So many values of a window are written out."""


@dataclass(frozen=True)
class Words:
    """The sentences of one layer; `at` is the cell whose making is shown first, `by` the shift in pixels."""

    layer: Pool
    at: Cell
    by: int

    def windows(self) -> tuple[str, str]:
        """Where the windows lie on the map."""
        layer, knobs = self.layer, self.layer.knobs
        k, s = knobs.size, knobs.stride
        if layer.tiles:
            caption, more = (
                f"Windows of {k} × {k} cells cover the map and do not overlap.",
                "Each cell lies in one window.",
            )
        elif s < k:
            caption, more = (
                f"Windows of {k} × {k} cells overlap at a stride of {s}.",
                "Some cells lie in several windows.",
            )
        else:
            caption = f"Windows of {k} × {k} cells leave gaps at a stride of {s}."
            more = "The faded cells lie in the gaps, and no window looks at them."
        if layer.input.never_met is not None and s <= k:
            more += " The faded cells at the end are left over, for no further window fits."
        shape = " × ".join(str(side) for side in layer.x.shape)
        return caption, (
            f"Channels, height and width of the map are {shape}.{self._padding()} {more} "
            f"The stride is {s}. The pooled map has this size: {size_numbers(layer.x.shape[1:], k, s, knobs.padding)}."
        )

    def window(self) -> tuple[str, str]:
        """What goes into a window, and what comes out."""
        count = self.layer.knobs.size**2
        if self.layer.channels > 1:
            return "Each channel has its own window and makes its own number.", (
                f"{count} values go in, and one comes out. Channels are not mixed."
            )
        return f"{count} values go in, and one number comes out.", "Drag the window to look at another one."

    def works(self) -> tuple[str, str]:
        """How the number is made."""
        layer = self.layer
        if not layer.is_max:
            return f"The values are added and divided by {layer.knobs.size**2}.", (
                f"{self._cell()} Their mean stands for all of them. There is no weight to learn."
            )
        tie = " There is a tie: the first of the largest in reading order counts as the winner."
        return "The largest value wins.", (
            f"{self._cell()} The values are compared one after the other. There is no weight to learn."
            f"{tie if layer.ties(self.at) else ''}"
        )

    def writes(self) -> tuple[str, str]:
        """Where the number goes."""
        row, column = self.at
        return f"The {'winner' if self.layer.is_max else 'mean'} becomes one cell of the pooled map.", (
            f"Its place is where the window stands, row {row} and column {column}, counted from 0. {self._cell()}"
        )

    def slides(self) -> tuple[str, str]:
        """How the map comes to be."""
        layer, (rows, columns) = self.layer, self.layer.out
        mixed = f" {layer.channels} channels go in, and {layer.channels} come out." if layer.channels > 1 else ""
        if layer.windows == 1:
            return "There is room for one window only.", f"So the pooled map has one cell.{mixed}"
        which = f"all {layer.windows} windows" if layer.windows <= MANY else "every window"
        return f"The same happens in {which}.", (
            f"There are {rows} × {columns} = {layer.windows:,} windows, and each makes one cell.{mixed} "
            f"{_formula(layer)}"
        )

    def rest(self) -> tuple[str, str]:
        """What is left of the map."""
        layer = self.layer
        height, width = layer.x.shape[1:]
        become = f"{height * width:,} numbers on each channel have become {layer.windows:,}"
        if layer.windows >= height * width:
            return "With this stride no fewer numbers are left.", f"{become}."
        what, gone = ("winners", "where each winner stood") if layer.is_max else ("means", "what made up each mean")
        return f"Later layers see only the {what}.", (
            f"{become}, which is {percent(layer)} %. It is forgotten {gone}. Pooling has no weights, and the number of "
            f"channels stays {layer.channels}."
        )

    def arrives(self) -> tuple[str, str]:
        """What comes back in training."""
        return "In training a gradient comes back to each pooled number.", (
            "It says how the loss would change with that number. These are examples, and a click on one changes it. "
            f"They add up to {total(float(self.layer.upstream.sum()))}."
        )

    def goes_back(self) -> tuple[str, str]:
        """Which cells of the input the gradient goes to."""
        layer, overlap = self.layer, self.layer.knobs.stride < self.layer.knobs.size
        sums = (
            f"{total(float(layer.upstream.sum()))} arrives in all, and "
            f"{total(sum(float(values.array.sum()) for values in layer.gradient()))} goes back in all."
        )
        if layer.is_max:
            more = f" Where windows overlap, a cell that wins several gets the sum.{self._twice()}" if overlap else ""
            return "Each window hands its gradient to its winner alone.", f"All other cells get 0.{more} {sums}"
        more = " Where windows overlap, the shares add up." if overlap else ""
        more += " What falls on the padding is lost." if layer.knobs.padding else ""
        return "Each window shares its gradient equally among its cells.", (
            f"Each cell gets 1/{layer.knobs.size**2} of it.{more} {sums}"
        )

    def shifts(self) -> tuple[str, str]:
        """What happens to the input."""
        return f"The input moves {counted(self.by, 'pixel')} to the right and is pooled again.", (
            "Does pooling care where things are? Zeros come in from the left, and the windows stay where they are."
        )

    def compares(self) -> tuple[str, str]:
        """What the shift has changed."""
        shifted = self.layer.shifted(self.by)
        changes = (
            f" On average a cell of the input changes by {number(shifted.input_change)}, and one of the pooled map by "
            f"{number(shifted.output_change)}."
        )
        if shifted.differ == 0:
            same = "the largest is as large as before" if self.layer.is_max else "the mean is what it was"
            return "No pooled cell differs after this shift.", (
                f"In every window {same}. That is not so for every shift of every picture.{changes}"
            )
        found = " ".join(how_many_differ(shifted.differ, shifted.cells, "pooled cell"))
        caption, exactly = f"After this shift, {found}.", "So"
        if shifted.cells > MANY:
            caption = f"About {round(100 * shifted.differ / shifted.cells)} % of the pooled cells differ."
            exactly = f"{found}, so"
        return caption, f"{exactly} pooling is not blind to a shift.{self._follows()}{changes}"

    def orders(self) -> tuple[str, str]:
        """Whether the order of ReLU and pooling makes a difference."""
        both = ordered(self.layer)
        less = f"Here {both.less} is taken from every number, so that some are negative, as behind a convolution. "
        if self.layer.is_max:
            return "ReLU before max pooling or after it makes the same map.", (
                f"{less}The largest value stays the largest: max(0, the largest x) is the largest max(0, x)."
            )
        cell = both.differing[0] if both.differing else (0, 0)
        first, last = (number(float(values[cell])) for values in (both.relu_first, both.pool_first))
        differ = " ".join(how_many_differ(len(both.differing), both.pooled.size, "cell"))
        caption = (
            "With average pooling the order of ReLU and pooling matters."
            if both.differing
            else "Here both orders make the same map."
        )
        return caption, (
            f"{less}The mean of max(0, x) is at least max(0, the mean of x), for negative numbers pull a mean down. "
            f"At y[{cell[0]}, {cell[1]}] ReLU first makes {first} and pooling first {last}. {differ}."
        )

    # --- Parts ------------------------------------------------------------------------------------------------------

    def _padding(self) -> str:
        rings = self.layer.knobs.padding
        never = "Its cells hold −∞ and never win" if self.layer.is_max else "Its zeros count in the means"
        return f" Around it is {counted(rings, 'ring')} of padding. {never}." if rings else ""

    def _cell(self) -> str:
        row, column = self.at
        which = "0, " if self.layer.channels > 1 else ""
        made = format_number(float(self.layer.y[(0, *self.at)]), self.layer.decimals)
        return f"y[{which}{row}, {column}] = {account(self.layer, 0, self.at)} = {made}."

    def _twice(self) -> str:
        """The first cell that wins several windows, and what it gets from each."""
        layer = self.layer
        won: dict[Cell, list[float]] = {}
        for row, winners in enumerate(layer.winners[0]):
            for column, cell in enumerate(winners):
                won.setdefault(cell, []).append(float(layer.upstream[0, row, column]))
        found = next(((cell, parts) for cell, parts in won.items() if 1 < len(parts) <= TERMS), None)
        if found is None:
            return ""
        (row, column), parts = found
        terms = " + ".join(bracketed(part) for part in parts)
        return f" The cell x[{row}, {column}] wins {len(parts)} windows and gets {terms} = {number(sum(parts))}."

    def _follows(self) -> str:
        """Whether the map has only moved along, for this shift and for the others."""
        layer, s, shifted = self.layer, self.layer.knobs.stride, self.layer.shifted(self.by)
        words = ""
        if shifted.moved is None:
            words = f" The windows stand {s} pixels apart, so the map can't follow a shift by {self.by}."
        elif shifted.follows:
            borders = "" if shifted.moved == 0 else ", but for the borders"
            words = f" {self.by} is a multiple of the stride {s}, so the map has only moved{borders}."
        for each in (layer.shifted(by) for by in layer.shifts):
            if each.follows:
                found = " ".join(how_many_differ(each.moved or 0, each.moved_cells, "cell"))
                words += (
                    f" After a shift by {each.by}, compared with the old map moved by {counted(each.by // s, 'cell')}, "
                    f"{found}."
                )
        return words


def account(layer: Pool, channel: int, cell: Cell) -> str:
    """How a window's number is made, with its values where they are not too many."""
    values = [float(value) for value in layer.input.under(channel, cell).array.ravel()]
    if len(values) > TERMS:
        many = f"the {len(values)} values"
        return f"max({many})" if layer.is_max else f"{bracketed(sum(values))} / {len(values)}"
    if layer.is_max:
        return f"max({', '.join(number(value) for value in values)})"
    return f"({' + '.join(bracketed(value) for value in values)}) / {len(values)}"


def _formula(layer: Pool) -> str:
    """How each cell is made, with all indices."""
    x = "x[c, i·s + u − p, j·s + v − p]"
    if layer.is_max:
        return f"For each cell y[c, i, j] is the largest {x} over all u and v."
    return f"For each cell y[c, i, j] = Σ {x} / k², summed over u and v."


def percent(layer: Pool) -> str:
    """The share of the numbers that is left."""
    _, height, width = layer.x.shape
    return f"{100 * layer.windows / (height * width):.3g}"


def total(value: float) -> str:
    """A sum over a whole map, with its thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 1000 and value == round(value) else number(value)
