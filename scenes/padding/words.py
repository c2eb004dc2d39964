"""All that the padding scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.padding.computed import Layer, Rule
from scenes.stage.draw.blocks import bracketed, counted, number
from scenes.stage.draw.sliding import size_numbers

ORDINALS = {2: "second", 3: "third", 4: "fourth"}
TERMS = 9
"""So many products of a window are written out."""


@dataclass(frozen=True)
class Words:
    """The sentences about one layer: of each step the caption, and what more there is to say."""

    layer: Layer

    def picture(self) -> tuple[str, str]:
        """What is asked."""
        n, k = self.layer.knobs.n, self.layer.knobs.k
        return f"In how many positions does the kernel of {k} × {k} fit?", (
            f"The picture has {n} × {n} cells. We count along one row, for down the columns it is the same."
        )

    def ghosts(self) -> tuple[str, str]:
        """What padding is."""
        n, p, row = self.layer.knobs.n, self.layer.knobs.padding, self.layer.row
        if p == 0:
            return "Without padding nothing is put around the picture.", (
                f"With p = 0 every window stays within the picture, and a row keeps its {row} cells."
            )
        return f"Padding puts {'a ring' if p == 1 else f'{p} rings'} of zeros around the picture.", (
            f"A row is now {n} + 2·{p} = {row} cells long. The zeros are no part of the picture. Only the window sees "
            "them."
        )

    def room(self) -> tuple[str, str]:
        """How far the window can move."""
        layer, (k, d, span) = self.layer, (self.layer.knobs.k, self.layer.knobs.dilation, self.layer.knobs.span)
        spans = f"The window spans d·(k − 1) + 1 = {d}·{k - 1} + 1 = {counted(span, 'cell')}."
        if d > 1 and k > 1:
            spans += f" Dilation {d} puts its weights {d} cells apart, and it has no more of them."
        more = f"{spans} In a row of {layer.row} cells that leaves {layer.row} − {span} = {layer.room}."
        if layer.room == 0:
            return "The window fills the row and cannot move.", more
        left = f"so {layer.room} {'is' if layer.room == 1 else 'are'} left to move over"
        return f"The window takes {counted(span, 'cell')}, {left}.", more

    def stride(self) -> tuple[str, str]:
        """How many steps it makes."""
        layer, s, whole = self.layer, self.layer.knobs.stride, int(self.layer.steps)
        more = f"The stride is how far the window moves at a time, here {counted(s, 'cell')}. "
        if whole == 0:
            more += "There is no room for even one step." if layer.room else "There is no room to move."
            return f"A step takes {counted(s, 'cell')}, and there is no room for it.", more
        there = f"there {'is' if whole == 1 else 'are'} {counted(whole, 'whole step')}"
        return f"The window moves {counted(s, 'cell')} at a time and makes {counted(whole, 'step')}.", (
            f"{more}In {counted(layer.room, 'cell')} of room {there}, for {layer.room} / {s} = {layer.steps:.4g}."
        )

    def misfit(self) -> tuple[str, str]:
        """Why the division is rounded down."""
        layer = self.layer
        caption = f"One more step would go {counted(layer.too_far, 'cell')} over the edge."
        if layer.left_over == 0:
            return caption, (
                "That position does not fit, so it is not counted. Here the last window ends exactly at the edge, and "
                "rounding drops nothing."
            )
        last = "row and column" if layer.left_over == 1 else f"{layer.left_over} rows and columns"
        return caption, (
            f"That position does not fit, so the division is rounded down. The last {last}, faded, are never used."
        )

    def first(self) -> tuple[str, str]:
        """Why there is one position more than steps."""
        layer, steps = self.layer, int(self.layer.steps)
        more = "The window stands somewhere before it makes a step, as a fence has one post more than it has gaps. "
        more += f"{counted(steps, 'step')}, and the first position, make {counted(layer.out, 'position')} along a row."
        if steps == 0:
            return "The first position is the only one.", more
        made = f"{counted(steps, 'step')} make{'s' * (steps == 1)} {layer.out} positions"
        return f"The first position counts too, so {made}.", more

    def formula(self) -> tuple[str, str]:
        """The size of the map."""
        k = self.layer.knobs
        return "One formula counts the positions along a row.", (
            "The picture and its zeros, without the window, are the room to move. Divided by the stride and rounded "
            f"down, this is the number of steps, and the first position makes one more. "
            f"{size_numbers((k.n, k.n), k.k, k.stride, k.padding, k.dilation)}."
        )

    def slide(self) -> tuple[str, str]:
        """How the map comes to be."""
        layer, m = self.layer, self.layer.out
        products = [float(value) for value in layer.products(0, 0).ravel()]
        terms = " + ".join(bracketed(product) for product in products)
        terms = f"{terms} = " if 1 < len(products) <= TERMS else ""
        more = (
            f"Down the columns it is the same as along a row, so there {'is' if m == 1 else 'are'} "
            f"{m} × {m} = {counted(m * m, 'position')}. In each the pixels are multiplied by the weights and added. "
            f"The first cell is y[0, 0] = {terms}{number(float(layer.y[0, 0]))}."
        )
        return f"{'The only' if m == 1 else 'Each'} position makes one cell of the map.", more

    def thinned(self) -> tuple[str, str]:
        """What the stride leaves out."""
        layer, s = self.layer, self.layer.knobs.stride
        full, m = len(layer.dense), layer.out
        return f"Stride {s} keeps every {ORDINALS[s]} row and column of the map at stride 1.", (
            f"Of {full}·{full} = {counted(full * full, 'position')} at stride 1 it keeps {m}·{m} = {m * m}, for "
            f"y[i, j] is that map's cell [i·{s}, j·{s}]. The others are never computed. The kernel still has "
            f"{counted(layer.knobs.k**2, 'weight')}."
        )

    def rule(self, rule: Rule) -> tuple[str, str]:
        """What a rule for the padding does at stride 1."""
        k, n = self.layer.knobs, self.layer.knobs.n
        if rule.name == "valid":
            if rule.y is None:
                return "Valid padding adds no zeros, and here no window fits.", (
                    f"The window spans {k.span} cells, and a row of the picture has only {n}."
                )
            return "Valid padding adds no zeros, and the map shrinks.", (
                f"Along a row {n} − {k.dilation}·{k.k - 1} = {counted(len(rule.y.array), 'position')} are left. "
                "PyTorch and Keras pad nothing by default."
            )
        out = 0 if rule.y is None else len(rule.y.array)
        size = f"Along a row {n} + {_zeros(rule)} − {k.dilation}·{k.k - 1} = {counted(out, 'position')} are made."
        if rule.name == "same":
            odd = " The window has no middle cell, so the odd zero stands behind the row." if k.span % 2 == 0 else ""
            return "With same padding the map is as large as the picture.", f"{size}{odd} This holds at stride 1."
        return "Full padding takes every window that touches the picture.", (
            f"{size} Even a window that has only one cell on the picture counts."
        )

    def compare(self) -> tuple[str, str]:
        """The three rules beside each other."""
        shrunk = self.layer.knobs.span - 1
        if shrunk == 0:
            return "A window of one cell needs no padding, and all rules agree.", (
                "At stride 1 all three rules give the same map. Choose a larger kernel, and they part."
            )
        if self.layer.rules[0].y is None:
            return "Same keeps the size of the picture, full makes the map larger.", (
                f"“Valid” leaves no room for a window, and “full” adds {shrunk} to height and width at stride 1. The "
                "dashed square is as large as the picture. A click on a rule takes its padding over."
            )
        return "Valid shrinks the map, same keeps its size, full makes it larger.", (
            f"At stride 1 “valid” takes {shrunk} from height and width, and “full” adds {shrunk}. The dashed square is "
            "as large as the picture. A click on a rule takes its padding over."
        )

    def libraries(self) -> tuple[str, str]:
        """What “same” means with a stride."""
        keras, torch = self.layer.libraries
        k, out = self.layer.knobs, len(keras.starts)
        if k.stride == 1:
            odd = (
                " A window without a middle cell needs one zero more, behind the row." if keras.padding is None else ""
            )
            return "At stride 1 the libraries mean the same by “same”.", (
                f"{_starts(keras, True)}{odd} Choose a larger stride, and they may part."
            )
        other, parting = self.layer.other, ""
        caption = "Here both libraries lay their windows at the same places."
        if self.layer.parted:
            caption = "The two libraries lay their windows at different places."
        elif other is not None:
            caption = f"The libraries agree for {k.n} cells, but not for {other.knobs.n} cells."
            wide, of_torch = other.libraries
            parting = f" For n = {other.knobs.n} they put {_sides(wide)} zeros, and {_sides(of_torch)}."
        rounded = ", rounded up" if k.n % k.stride else ""
        return caption, (
            f"In Keras and TensorFlow “same” means n / s = {k.n} / {k.stride}{rounded}, so {counted(out, 'position')}, "
            f"with {keras.sides[0]} and {keras.sides[1]} zeros. {_starts(keras, True)} PyTorch refuses “same” with a "
            f"stride, and there {torch.zeros} gives as many positions. {_starts(torch)}{parting}"
        )

    def maps(self) -> tuple[str, str]:
        """What other places make of the map."""
        differ, cells = self.layer.differing, len(self.layer.libraries[0].starts) ** 2
        return f"The same weights make other numbers in {len(differ)} of {cells} cells.", (
            "Weights that were trained in one library and moved over to the other give other numbers. To get the same, "
            "the zeros must be laid by hand."
        )

    def stairs(self) -> tuple[str, str]:
        """The size of the map for other pictures."""
        s = self.layer.knobs.stride
        if s == 1:
            return "At stride 1 each cell more makes one cell more.", (
                "The size of the map grows with that of the picture. Choose a larger stride, and see the stairs."
            )
        return "The size of the map grows in stairs, because it is rounded down.", (
            f"The dashed line is the size before it is rounded down. {s} sizes of picture share a step of the stairs. "
            "Click a bar to see that picture."
        )


def _sides(rule: Rule) -> str:
    """The zeros before and behind a row, in words."""
    return f"{rule.sides[0]} and {rule.sides[1]}"


def _zeros(rule: Rule) -> str:
    """The zeros of a row, as they stand in a sum."""
    before, behind = rule.sides
    return f"2·{before}" if before == behind else f"{before} + {behind}"


def _starts(rule: Rule, with_origin: bool = False) -> str:
    """Where a rule's windows begin: the first few places, and where they are counted from."""
    few = [str(place).replace("-", "−") for place in rule.starts[:4]]
    verb = "Its window stands" if len(rule.starts) == 1 else "Its windows begin"
    origin = ", counted from the picture's first cell" if with_origin else ""
    return f"{verb} at {', '.join(few)}{', …' * (len(rule.starts) > len(few))}{origin}."
