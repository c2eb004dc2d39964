"""The story of the scene about a trained CNN: its steps, their captions, and what more there is to say."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.silhouettes.computed import answers_to, fields, sums, unit
from scenes.silhouettes.knobs import Knobs
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.data.trained import Seen, Trained
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.values import format_number


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: the maps of three layers, one filter, what excites maps, and what the network says."""

    maps: tuple[Span, Span, Span]
    filter: Span
    favourites: Span
    means: Span
    answer: Span


def tell(stage: Stage, net: Trained, seen: Seen, knobs: Knobs, *, new: bool) -> Steps:
    """Lay out the steps; what is seen may be `new` to the trained network."""
    drawing, layer = ("animal", "drawing"), ("layer", "animal", "drawing")
    best = net.classes[int(seen.shares.argmax())]
    right = "right" if best == knobs.animal else "wrong"
    return Steps(
        maps=(
            stage.step("A trained CNN: layer 1", FIRST, 6.0, more=_map_more(net, seen, knobs, 0), knobs=drawing),
            stage.step("Layer 2", SECOND, 7.0, more=_map_more(net, seen, knobs, 1), knobs=drawing),
            stage.step("Layer 3", THIRD, 8.0, more=_map_more(net, seen, knobs, 2), knobs=drawing),
        ),
        filter=stage.step(
            "A filter taken apart", _filter(net, knobs), 6.0, more=_filter_more(seen, knobs), knobs=layer
        ),
        favourites=stage.step(
            "What excites the maps", EXCITES, 5.0, more=_excites_more(net), knobs=("layer",), was=("What excites them",)
        ),
        means=stage.step("No map has a name", UNNAMED, 4.5, more=_means_more(net, seen, knobs), knobs=("layer",)),
        answer=stage.step(
            "What the network says", f"The network says {best}, and it is {right}.", 4.5,
            more=_answer_more(net, new), knobs=drawing, was=("What it says",),
        ),
    )  # fmt: skip


FIRST = "In layer 1 a unit sees little more than an edge."
SECOND = "In layer 2 a unit sees a piece of the outline."
THIRD = "In layer 3 a unit sees a large part of the animal."
EXCITES = "These parts of drawings excite one map of each layer most."
UNNAMED = "Do not name a map by the parts that excite it most."


def _map_more(net: Trained, seen: Seen, knobs: Knobs, layer: int) -> str:
    found = unit(seen, layer, knobs.chosen[layer])
    count, side = len(seen.maps[layer]), found.field.size
    what = (
        f"Its {count} filters of {net.kernel} × {net.kernel} were learned on drawings of animals.",
        f"Its {count} filters read all maps of layer 1, pooled.",
        f"Its {count} filters read all maps of layer 2, pooled. Its maps tell only roughly where something is.",
    )[layer]
    jump = counted(found.field.jump, "pixel")
    doubt = " From one drawing you might name a map, but other drawings often prove the name wrong." * (layer == 2)
    return (
        f"{what} A unit sees {side} × {side} pixels, and its neighbour as many, {jump} further on. The cell of map "
        f"{found.map + 1} at row {found.row}, column {found.column} is {format_number(found.value, 2)}, after ReLU."
        f"{doubt}"
    )


def _filter(net: Trained, knobs: Knobs) -> str:
    count = net.convolutions[knobs.layer - 1][0].shape[1]
    if knobs.layer == 1:
        return "This filter has one slice, which reads the drawing."
    return f"Each of the {count} slices adds a number, and all make one cell."


def _filter_more(seen: Seen, knobs: Knobs) -> str:
    layer = knobs.layer - 1
    found = unit(seen, layer, knobs.chosen[layer])
    parts = sums(seen, layer, found)
    return (
        f"Each slice is multiplied by the 3 × 3 numbers under its window, and all products are added to the bias "
        f"{format_number(parts[0], 2)}. The sum is {format_number(parts[-1], 2)}, and after ReLU it is "
        f"{format_number(found.value, 2)}. That is one cell of map {found.map + 1}."
    )


def _excites_more(net: Trained) -> str:
    sides = [field.size for field, _ in fields()]
    return (
        f"They are the strongest of {net.count:,} new drawings, each as large as what a unit sees, "
        f"{sides[0]} × {sides[0]}, {sides[1]} × {sides[1]} and {sides[2]} × {sides[2]} pixels. A click on a map in the "
        "steps before chooses another one."
    )


def _means_more(net: Trained, seen: Seen, knobs: Knobs) -> str:
    layer = knobs.layer - 1
    chosen = unit(seen, layer, knobs.chosen[layer]).map
    (first, a), (second, b), (third, c) = answers_to(layer, chosen)[:3]
    return (
        f"A bar is the mean of the map's largest value over the new drawings of an animal, of {net.count:,} in all. "
        f"On average, map {chosen + 1} of layer {knobs.layer} peaks at {format_number(a, 1)} ({first}), "
        f"{format_number(b, 1)} ({second}) and {format_number(c, 1)} ({third}). Other animals excite it too."
    )


def _answer_more(net: Trained, new: bool) -> str:
    known = "It has not learned from this drawing" if new else "It has learned from this drawing"
    return (
        "A dense layer reads the pooled maps of layer 3 and makes ten logits, and softmax turns them into "
        f"probabilities. {known}. Of {net.count:,} that it has not learned from, it gets "
        f"{format_number(100 * net.accuracy, 1)} % right. A click on a name takes a drawing of that animal."
    )
