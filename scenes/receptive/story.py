"""The story of the receptive field scene: its steps, their captions, and what more there is to say."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.receptive.computed import Chain
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.draw.blocks import counted


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: a unit, what it sees, what its neighbour sees, and how a chain makes both numbers."""

    unit: Span
    cone: Span
    neighbour: Span
    jump: Span
    rule: Span


def tell(stage: Stage, chain: Chain) -> Steps:
    """Lay out the steps for a chain and its chosen unit."""
    row, both = chain.unit[0], ("chain", "size")
    caption, more = _neighbour(chain)
    return Steps(
        unit=stage.step("One unit", UNIT, 4.5, more=UNIT_MORE, knobs=both),
        cone=stage.step("The cone opens", _cone(chain), 2.4 + 1.2 * max(row, 1), more=_cone_more(chain), knobs=both),
        neighbour=stage.step("The unit next to it", caption, 4.0, more=more, knobs=both),
        jump=stage.step("Strides and the jump", JUMP, 2.2 + 1.1 * chain.last, more=_jump_more(chain), knobs=both),
        rule=stage.step("Layer by layer", _rule(chain), 2.2 + 1.3 * chain.last, more=RULE_MORE, knobs=both),
    )


UNIT = "Which cells of the input can change this one unit?"
UNIT_MORE = (
    "These are layers seen from the side. One row of the input stands at the bottom, and the maps stand above it. "
    "Every cell is a unit, and a click on any cell chooses it."
)
JUMP = "A stride multiplies the step from one unit to the next."
RULE_MORE = (
    "The field r counts the input cells that one unit sees. A kernel of k cells adds k − 1 steps of d · j cells, where "
    "d is the dilation and j the jump before this layer. A stride makes the jump larger, so every later kernel counts "
    "for more. Kernel and dilation can be typed over."
)


def _cone(chain: Chain) -> str:
    if chain.unit[0] == 0:
        return "A cell of the input sees itself alone."
    return f"This unit sees {counted(chain.fields[chain.unit[0]].size, 'cell')} of the input."


def _cone_more(chain: Chain) -> str:
    row, _ = chain.unit
    if row == 0:
        return "A click on a unit of a map above it chooses that one."
    needed = [len(cells) for cells in reversed(chain.cone[:-1])]
    if row == 1:
        return f"With one layer, and only then, the receptive field is the kernel, {counted(needed[0], 'cell')}."
    field = chain.fields[row].size
    holes = f" The cone reaches only {needed[-1]} of them, for it has holes." if needed[-1] < field else ""
    return (
        f"The unit reads {counted(needed[0], 'cell')} of the map below it. These read {needed[1]} in the map below "
        f"them, and so on down. From the top the counts are {', '.join(str(count) for count in needed)}. "
        f"The receptive field is {counted(field, 'cell')} wide.{holes}"
    )


def _neighbour(chain: Chain) -> tuple[str, str]:
    """What the neighbour sees, and what both share."""
    field = chain.fields[chain.unit[0]]
    if chain.neighbour is None:
        return "This map has one unit only, so there is none next to it.", "Take more cells of the input."
    overlap, on = field.size - field.jump, counted(field.jump, "cell")
    if overlap <= 0:
        return "Here the receptive fields do not overlap.", f"The neighbour sees what lies {on} further on."
    return f"Its neighbour sees the same, {on} further on.", (
        f"The way from unit to unit is the jump j, {on} of the input. "
        f"Their receptive fields share {counted(overlap, 'cell')}, for windows overlap."
    )


def _jump_more(chain: Chain) -> str:
    jumps = ", ".join(str(field.jump) for field in chain.fields)
    return (
        "In the input the jump is 1, for the next cell is one cell away. Every layer multiplies the jump by its "
        f"stride s. From the input up the jumps are {jumps}. A stride can be typed over."
    )


def _rule(chain: Chain) -> str:
    if any(layer.dilation > 1 for layer in chain.layers):
        return "A layer adds its kernel less one, times dilation and jump."
    return "A layer adds its kernel less one, times the jump."
