"""The steps of the residual scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.residual.computed import Block, Chain
from scenes.residual.knobs import Knobs
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Told, present
from scenes.stage.draw.blocks import counted

CELL_BY_CELL = ("first", "inner", "second", "add", "outer")
"""The steps that write their results one after the other."""


@dataclass(frozen=True, eq=False)
class Steps(Told):
    """What is going on: the step's name, the cell that is looked at, and how far every step has come."""

    PACE, PAUSE = 6.0, 1.0

    cell: Cell

    def working(self, step: str, count: int) -> int | None:
        """The index of the cell, of so many in reading order, that a step is working on; None before and after."""
        share = self.even(step)
        return min(int(share * count), count - 1) if 0 < share < 1 else None


def tell(stage: Stage, of: Block, line: Chain, knobs: Knobs) -> Steps:
    """Lay out the steps: forwards, backwards, a chain of blocks, and depth."""
    spans = {
        "enter": stage.step("Two lanes", ENTER if of.shortcut else PLAIN, 3.5),
        "first": stage.step("The first convolution", FIRST, 4.0),
        "inner": stage.step("ReLU inside F", INNER, 2.5),
        "second": stage.step("The second convolution", SECOND, 4.0),
        "add": stage.step("They meet at +" if of.shortcut else "Nothing to add", _add_caption(of), 5.0),
        "outer": stage.step("ReLU after the sum", OUTER, 3.0),
        "zero": stage.step("Turn F off", _zero_caption(of), 5.0),
        "arrive": stage.step("Backwards: the gradient arrives", ARRIVE, 4.0),
        "split": stage.step(*(SPLIT if of.shortcut else NO_SPLIT), 4.0),
        "back": stage.step("Back through the second convolution", BACK, 4.5),
        "through": stage.step("Back through the first convolution", THROUGH, 4.0),
        "gather": stage.step(
            "Both copies add up" if of.shortcut else "What reaches the input", _gather_caption(of), 4.5
        ),
        "chain": stage.step("A chain of blocks", _chain_caption(line), 6.0),
        "depth": stage.step("What ResNet set out to solve", DEPTH, 6.0),
        "race": stage.step("Twins, trained", RACE[knobs.depth], 8.0, live=True),
        "begin": stage.step("The first step's gradients", BEGIN[knobs.depth], 6.0, live=True, still=True),
        "learn": stage.step("Gradients while they learn", LEARN, 8.0, live=True),
        "lines": stage.step("Gradients over the steps", LINES, 8.0, live=True),
    }
    return Steps(
        name=present(spans),
        cell=of.nearest(knobs.at),
        spans=spans,
    )


ENTER = (
    "The block's input goes two ways: through F, which is convolution, ReLU, convolution, "
    "and along the shortcut, on which nothing is computed."
)
PLAIN = "Without the shortcut this is a plain block: the input goes through F and nowhere else."
FIRST = "F begins with a 3×3 convolution whose padding keeps the size. Bias and batch normalisation are left out here."
INNER = "A ReLU stands between the two convolutions of F: negative numbers become 0."
SECOND = "The second convolution has no ReLU behind it: F(x) may be negative, so that it can also take away from x."
OUTER = (
    "The second ReLU comes after the sum, not before it. In the first ResNets it is the last thing in a block; the "
    "later pre-activation blocks have batch normalisation and ReLU before each convolution, and nothing after the sum."
)
ARRIVE = (
    "From the loss comes the gradient at the output, ∂L/∂y. "
    "The ReLU behind the sum lets it pass where the sum was positive; the faded cells get 0."
)
SPLIT = (
    "At + it splits",
    "A sum passes its gradient on to both of its terms, unchanged: one copy goes into F, one straight along the road.",
)
NO_SPLIT = (
    "All of it goes back through F",
    "Without the shortcut the whole gradient must go back through F; there is no second way.",
)
BACK = (
    "Through a convolution the gradient goes back by the same weights, with the kernel turned by 180°; "
    "then the ReLU inside F stops it where z was not positive."
)
THROUGH = "The first convolution hands it back to the input: this is what came through F."
DEPTH = (
    "Degradation: the deeper plain net has the higher training error too, so it is not overfitting. The authors found "
    "healthy gradients in it, and argue that vanishing ones are unlikely to be the cause."
)

_SLOWER = (
    "The same weights to begin with, the same batches; only the shortcuts differ. At this training budget the plain "
    "twin learns more slowly. Its loss on the training batches is high too: no overfitting."
)
RACE = {
    "8": (
        "The same weights to begin with, the same batches; only the shortcuts differ. With so few layers both twins "
        "learn well. Now choose more layers."
    ),
    "20": _SLOWER,
    "32": _SLOWER,
}
_GROWING = (
    "Backwards from the last layer. From the last convolution to the first the norms grow, of weights and of "
    "activations: nothing vanishes here. They grow more in the plain twin than in the residual one."
)
BEGIN = {
    "8": (
        "Backwards from the last layer, in both rows on a logarithmic axis. With so few layers all norms of a row stay "
        "of similar size. Click the network: bars for one twin, lines for the other."
    ),
    "20": _GROWING,
    "32": _GROWING,
}
LEARN = (
    "The same while both learn: bars for one twin, lines for the other; a click on the network changes them over. "
    "The first layers never fall silent."
)
LINES = (
    "The first, the middle and the last convolution over the steps. Vanishing would hold the first line far below the "
    "last one, and it does not: what slows the plain twin down is no vanishing gradient."
)


def _add_caption(of: Block) -> str:
    if not of.shortcut:
        return "There is nothing to add: the output of F goes on alone."
    return (
        f"F(x) and x are added number by number: {of.cells} numbers and {of.cells} numbers give {of.cells}. "
        "Their shapes must be equal. Concatenation, as in Inception, would give twice as many."
    )


def _zero_caption(of: Block) -> str:
    if not of.shortcut:
        return (
            "With all weights of F at 0 a plain block passes nothing on: to be the identity, F would have to learn it."
        )
    if of.x.min() < 0:
        return (
            "With all weights of F at 0 only ReLU(x) is left: the identity for numbers that are not negative, as here."
        )
    return (
        "With all weights of F at 0 the block is the identity: y = x, because x comes from a ReLU and is not negative. "
        "To do nothing, a block has nothing to learn."
    )


def _gather_caption(of: Block) -> str:
    if not of.shortcut:
        return "What came through F is all that the layers before this block will hear."
    return (
        "What came through F and what came straight are added: however small F's share is, the straight copy arrives."
    )


def _chain_caption(line: Chain) -> str:
    return (
        f"A model with one number: going back through {counted(line.blocks, 'block')}, a plain "
        "chain multiplies by f each time, a residual one by 1 + f. In a network the factors are matrices."
    )
