"""The steps of the projection scene and their captions."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.projection.knobs import Knobs
from scenes.projection.places import Bottleneck, Place, learned, place, places, projections
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.draw.blocks import counted, shape_text


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """Shapes that differ, the shortcut that changes them, the same in small, where and whether; the bottleneck."""

    PAUSE = 1.0

    shapes: Span
    projection: Span
    small: Span
    where: Span
    worth: Span
    bottleneck: Span


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    meeting, narrow = place(knobs.network, knobs.stage), Bottleneck(int(knobs.width))
    return Steps(
        shapes=stage.step("Shapes must match", _shapes_caption(meeting, knobs), 5.0),
        projection=stage.step("The shortcut changes the shape", _projection_caption(meeting, knobs), 6.0),
        small=stage.step("The same with small numbers", _small_caption(knobs), 9.0),
        where=stage.step("Where projections are needed", _where_caption(knobs), 7.0),
        worth=stage.step("Is it worth more weights?", WORTH, 6.0),
        bottleneck=stage.step("The bottleneck block", _bottleneck_caption(narrow), 8.0),
    )


REAL_WIDTHS = (64, 128, 256, 512)
"""The widths of the bottlenecks in ResNet-50, -101 and -152."""
WORTH = (
    "Shortcuts alone gain most. Projections where shapes change help a little more, projections everywhere hardly "
    "more: the authors call them not essential, and the identity stays the rule."
)


def _shapes_caption(meeting: Place, knobs: Knobs) -> str:
    before, after = shape_text(meeting.before), shape_text(meeting.after)
    if meeting.fits:
        return (
            f"Stage {knobs.stage} of {knobs.network} begins with the shape that it keeps: {before}. The identity "
            "can be added as it is. Choose another stage."
        )
    halves = "halves height and width and changes" if meeting.stride > 1 else "keeps height and width and changes"
    return (
        f"Stage {knobs.stage} of {knobs.network} begins: F {halves} the channels. {before} and {after} can't be added "
        "number by number. Nothing is stretched or repeated to make them fit: the identity is refused."
    )


def _projection_caption(meeting: Place, knobs: Knobs) -> str:
    kind = knobs.kind
    if meeting.fits and kind != "C":
        return "The shapes are equal, so the shortcut stays the identity, without any weights: options A and B agree."
    if kind == "A":
        pixels = "takes every second pixel and " if meeting.stride > 1 else ""
        return f"Option A {pixels}pads the new channels with zeros: there is nothing to learn."
    stride = f" with stride {meeting.stride}" if meeting.stride > 1 else ""
    words = f"a 1×1 convolution W{stride} and batch normalisation: {meeting.parameters(kind):,} parameters."
    if kind == "C":
        return f"Option C projects in every block, here too: {words}"
    why = "The stride makes height and width fit." if meeting.stride > 1 else "Here only the channels differ."
    return f"Option B projects only where the shape changes: {words} {why}"


def _small_caption(knobs: Knobs) -> str:
    if knobs.kind == "A":
        return (
            "Padding with zeros is a projection too, one with a fixed matrix: old channels are copied, new ones are 0. "
            "Stride 2 takes one pixel of four, and drops the others."
        )
    return (
        "At every second pixel the matrix W mixes two channels into four. Stride 2 takes one pixel of four, and drops "
        "the others. F has real weights as well, which are not drawn; there is no batch normalisation here."
    )


def _where_caption(knobs: Knobs) -> str:
    name, kind = knobs.network, knobs.kind if knobs.kind != "I" else "B"
    count, blocks = projections(name, kind), len(places(name))
    words = f"Option {kind}: {counted(count, 'projection')} in the {blocks} blocks of {name}"
    words += f", {learned(name, kind):,} parameters. "
    if kind == "A":
        return words + "Where shapes differ, zeros are padded; everywhere else the shortcut is the identity."
    if kind == "C":
        return words + "With bottlenecks that is a heavy bill, so the deep ResNets use option B."
    return words + "Everywhere else the shortcut is the identity and has no weights."


def _bottleneck_caption(narrow: Bottleneck) -> str:
    where = "In ResNet-50, -101 and -152" if narrow.width in REAL_WIDTHS else "Built like those of ResNet-50"
    return (
        f"{where}, a 1×1 convolution reduces {narrow.wide} channels to {narrow.width}, a 3×3 works there, a 1×1 "
        f"restores {narrow.wide}. Its wide ends make the identity precious: a projection would nearly double the block."
    )
