"""The story of the receptive field scene: its steps and their captions."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.receptive.computed import Chain, Path, answers_to, name_of, unit
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.data.trained import Seen, Trained
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.values import format_number


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps of the scene: a chain of layers, two real networks, the layers of a trained one."""

    PACE = 6.0

    unit: Span
    cone: Span
    rule: Span
    neighbour: Span
    networks: tuple[Span, Span]
    maps: tuple[Span, Span, Span]
    favourites: Span
    answer: Span


def tell(
    stage: Stage, chain: Chain, paths: tuple[Path, Path], net: Trained, seen: Seen, deepest: Cell, *, new: bool
) -> Steps:  # fmt: skip
    """Lay out the steps; what is seen may be `new` to the trained network, `deepest` is the cell chosen in layer 3."""
    return Steps(
        unit=stage.step("One unit", UNIT, 3.0),
        cone=stage.step("The cone opens", _cone_caption(chain), 5.0),
        rule=stage.step("Layer by layer", RULE, 7.0),
        neighbour=stage.step("The unit next to it", _neighbour_caption(chain), 4.0),
        networks=(
            stage.step(paths[0].network.title, _path_caption(paths[0]), 7.0),
            stage.step(paths[1].network.title, _path_caption(paths[1]), 7.0),
        ),
        maps=(
            stage.step("A trained CNN: layer 1", _first_caption(net), 4.0),
            stage.step("Layer 2", SECOND, 4.0),
            stage.step("Layer 3", THIRD, 4.0),
        ),
        favourites=stage.step("What excites them", _favourites_caption(net, seen, deepest), 5.0),
        answer=stage.step("What it says", _answer_caption(net, seen, new), 4.0),
    )


UNIT = (
    "Layers seen from the side: one row of the input at the bottom, the maps above it. "
    "Every cell is a unit. Click any of them: which cells of the input can change it?"
)
RULE = (
    "r counts the input cells that one unit of a layer sees. A layer adds its kernel less one, times the jump j: the "
    "step from unit to unit, in input cells. A stride multiplies j, so every later kernel counts for more."
)
SECOND = (
    "A unit of layer 2 reads all maps of layer 1, pooled, and sees more of the drawing. Click where a map is strong: "
    "what does it answer to? One drawing suggests a name for each map, other drawings often take it back."
)
THIRD = (
    "In layer 3 a unit sees most of the animal. Its maps are coarse: they tell roughly where something is, "
    "no longer where an edge runs."
)


def _cone_caption(chain: Chain) -> str:
    row, _ = chain.unit
    if row == 0:
        return "A cell of the input sees itself alone. Click a unit of a map above it."
    needed = [len(cells) for cells in reversed(chain.cone[:-1])]
    steps = ", ".join(str(count) for count in needed)
    words = f"The unit reads {counted(needed[0], 'cell')} of the map below it" if row > 1 else "The unit reads"
    field = chain.fields[row].size
    if row == 1:
        return f"{words} {counted(needed[0], 'cell')} of the input: with one layer, and only then, r is its kernel."
    holes = "" if len(chain.cone[0]) == field else f" It reaches only {len(chain.cone[0])} of them."
    return f"{words}, and so on down: {steps}. Its receptive field is {field} cells wide.{holes}"


def _neighbour_caption(chain: Chain) -> str:
    field = chain.fields[chain.unit[0]]
    if chain.neighbour is None:
        return "This map has one unit only, so there is none next to it."
    overlap = field.size - field.jump
    if overlap <= 0:
        return f"It sees the next {counted(field.jump, 'cell')}: here the receptive fields only touch."
    return (
        f"It sees the same, {counted(field.jump, 'cell')} further on: the jump j. Their receptive fields share "
        f"{counted(overlap, 'cell')}: windows overlap, they do not tile."
    )


def _path_caption(path: Path) -> str:
    layer = path.layer
    last, side = path.layers[-1], path.side
    assert last.r is not None
    part = "nearly the whole picture" if last.r > 0.9 * side else "a part of the picture"
    wide = "more than the whole picture" if last.r > side else part
    if layer is last:
        words = f"A unit of the last feature maps, {name_of(layer)}, sees {last.r}×{last.r} pixels: {wide}."
    else:
        words = (
            f"A unit of {layer.label} in {layer.stage} sees {layer.r}×{layer.r} pixels, one of the last maps "
            f"{last.r}×{last.r}: {wide}."
        )
    return f"{words} Where the square leaves the photo, it sees padding. Click a bar, or the photo."


def _first_caption(net: Trained) -> str:
    return (
        f"Its {len(net.convolutions[0][0])} filters of {net.kernel}×{net.kernel} were learned on drawings of animals. "
        "A unit sees almost nothing: edges and blobs are all that it can tell. Every map is computed, after ReLU."
    )


def _favourites_caption(net: Trained, seen: Seen, deepest: Cell) -> str:
    last = len(net.convolutions) - 1
    chosen = unit(seen, last, deepest).map
    (first, a), (second, b), (third, c) = answers_to(last, chosen)[:3]
    return (
        f"The parts of {net.count:,} new drawings that excite one map of each layer most. Don't name a map by its "
        f"strongest parts: on the mean, map {chosen + 1} of layer {last + 1} peaks at {format_number(a, 1)} ({first}), "
        f"{format_number(b, 1)} ({second}) and {format_number(c, 1)} ({third})."
    )


def _answer_caption(net: Trained, seen: Seen, new: bool) -> str:
    best = net.classes[int(seen.shares.argmax())]
    known = "It has not learned from this drawing" if new else "It has learned from this drawing"
    return (
        f"A dense layer reads the pooled maps of layer 3, and softmax makes shares: it says {best}. "
        f"{known}; of {net.count:,} that it has not it gets {format_number(100 * net.accuracy, 1)} % right."
    )
