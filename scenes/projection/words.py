"""All that the projection scene says: a sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from itertools import pairwise

from scenes.projection.knobs import Knobs
from scenes.projection.places import Bottleneck, Option, Place, learned, places, projections
from scenes.projection.results import ROWS
from scenes.projection.small import Small
from scenes.stage.core.lattice import Cell
from scenes.stage.draw.blocks import bracketed, counted, number, shape_text

REAL_WIDTHS = (64, 128, 256, 512)
"""The widths of the bottlenecks in ResNet-50, -101 and -152."""
MOST_TERMS = 4


def shapes(meeting: Place, knobs: Knobs) -> tuple[str, str]:
    """Whether both lanes can be added."""
    before, after = shape_text(meeting.before), shape_text(meeting.after)
    if meeting.fits:
        return "Both shapes are equal, so the identity can be added.", (
            f"Stage {knobs.stage} of {knobs.network} begins with the shape that it keeps, {before}. "
            "Choose another stage."
        )
    halves = "halves height and width and changes" if meeting.stride > 1 else "keeps height and width and changes"
    return "F changes the shape, so the input cannot be added.", (
        f"Stage {knobs.stage} of {knobs.network} begins, and F {halves} the channels. {before} ≠ {after}, so they "
        "can't be added number by number. Nothing is stretched or repeated to make them fit. So the shortcut cannot be "
        "the identity."
    )


def projection(meeting: Place, knobs: Knobs) -> tuple[str, str]:
    """What the shortcut does to the shape, and what it learns."""
    kind, (c, *_), (n, *_) = knobs.kind, meeting.before, meeting.after
    whole = f"All shortcuts of {knobs.network} together learn {learned(knobs.network, kind):,} parameters."
    if meeting.fits and kind != "C":
        return "The shapes are equal, so the shortcut stays the identity.", (
            f"It has no weights, and options A and B agree here. {whole}"
        )
    if kind == "A":
        pixels = "It takes every second pixel and pads" if meeting.stride > 1 else "It pads"
        return "Option A fills the missing channels with zeros.", (
            f"{pixels} {n} − {c} = {n - c} maps of zeros. There is nothing to learn. {whole}"
        )
    sums = f"{c}·{n} + 2·{n} = {meeting.weights:,} + {meeting.scales:,} = {meeting.parameters(kind):,}"
    stride = f" with stride {meeting.stride}" if meeting.stride > 1 else ""
    more = (
        f"The shortcut is a 1×1 convolution W{stride} and batch normalisation. Its parameters are C_in·C_out + "
        f"2·C_out = {sums}. "
    )
    more += "The stride makes height and width fit. " if meeting.stride > 1 else "Here only the channels differ. "
    if kind == "C":
        return "Option C projects in every block, here too.", f"{more}{whole}"
    return "Option B projects only where the shape changes.", f"{more}{whole}"


def small(block: Small, spot: Cell) -> tuple[str, str]:
    """What the shortcut does to small numbers."""
    if not block.learned:
        return "Zeros are a fixed matrix, which copies and learns nothing.", (
            "Padding with zeros is a projection too. Old channels are copied, new ones are 0. Stride 2 keeps one pixel "
            "of four, and drops the others."
        )
    row, column = spot
    return "At every second pixel, W mixes two channels into four.", (
        f"Stride 2 keeps one pixel of four, and drops the others. Cell [{row}, {column}] of each new map is a weighted "
        "sum of the two values at one pixel. There is no batch normalisation here."
    )


def lanes(block: Small, spot: Cell) -> tuple[str, str]:
    """How both lanes are added."""
    row, column = spot
    shortcut, f, y = (
        f"({', '.join(number(float(value)) for value in maps[:, row, column])})"
        for maps in (block.shortcut, block.f, block.y)
    )
    added = "W x" if block.learned else "pad(x)"
    return "Now both have the same shape, and they are added.", (
        f"y = max(0, F(x) + {added}). At [{row}, {column}]: max(0, {f} + {shortcut}) = {y}. "
        "F has real weights as well, which are not drawn."
    )


def weighted(block: Small, channel: int, spot: Cell) -> str:
    """The sum that makes one cell of a new map, up to its result."""
    values = block.x[:, 2 * spot[0], 2 * spot[1]]
    terms = zip(block.matrix[channel], values, strict=True)
    return " + ".join(f"{bracketed(float(weight))}·{number(float(value))}" for weight, value in terms)


def where(knobs: Knobs) -> tuple[str, str]:
    """How many shortcuts of the networks are projections."""
    name, kind = knobs.network, knobs.kind if knobs.kind != "I" else "B"
    count, blocks = projections(name, kind), len(places(name))
    bill = _bill(name, kind)
    if kind == "A":
        return "With option A no shortcut has a weight.", (
            f"{bill}. Where shapes differ, zeros are padded. Everywhere else the shortcut is the identity."
        )
    if kind == "C":
        return f"Option C puts {count} projections into {name}.", (
            f"{bill}. With bottlenecks these are many more parameters, so the deep ResNets use option B."
        )
    return f"Only {count} of the {blocks} shortcuts of {name} are projections.", (
        f"{bill}. Everywhere else the shortcut is the identity and has no weights. "
        "A projection has C_in·C_out + 2·C_out parameters."
    )


def worth() -> tuple[str, str]:
    """What the options bring."""
    gains = "; ".join(
        f"{before.title} → {after.title}: {before.error:.2f} − {after.error:.2f} = {before.error - after.error:.2f}"
        for before, after in pairwise(ROWS)
    )
    counts = ", ".join(f"{row.parameters:,} ({row.title})" for row in ROWS)
    return "The shortcuts gain most, and projections add little.", (
        f"The error falls by these points: {gains}. Projections everywhere help little more. The authors call them not "
        f"essential, and the identity stays the rule. The nets have these parameters: {counts}."
    )


def bottleneck(narrow: Bottleneck) -> tuple[str, str]:
    """What a bottleneck block is."""
    where = "In ResNet-50, -101 and -152," if narrow.width in REAL_WIDTHS else "Built like those of ResNet-50,"
    parts = " + ".join(f"{part:,}" for part in narrow.parts)
    return "A bottleneck works on few channels between two wide ends.", (
        f"{where} a 1×1 convolution reduces {narrow.wide} channels to {narrow.width}, a 3×3 works there, and a 1×1 "
        f"restores {narrow.wide}. 4w·w + 9w² + w·4w = 17w², for w = {narrow.width}: {parts} = "
        f"{sum(narrow.parts):,} weights, without biases."
    )


def saved(narrow: Bottleneck) -> tuple[str, str]:
    """What the like of a bottleneck would weigh."""
    times = narrow.direct / sum(narrow.parts)
    return f"Two 3×3 layers at full width have {times:.0f} times as many weights.", (
        f"They have {narrow.direct:,} weights, and the bottleneck has {sum(narrow.parts):,}. As its ends are wide, it "
        f"matters that the identity has no weights: a projection from {narrow.wide} to {narrow.wide} channels has "
        f"{narrow.shortcut:,} weights, and would nearly double the block."
    )


def _bill(title: str, kind: Option) -> str:
    """What the projections of a network add up to."""
    terms = [each.parameters(kind) for each in places(title) if each.projected(kind)]
    if not terms:
        return f"{title}, option {kind}: no projection, 0 parameters"
    total = f"{learned(title, kind):,} parameters"
    if len(terms) > MOST_TERMS:
        return f"{title}, option {kind}: {counted(len(terms), 'projection')}, {total}"
    return f"{title}, option {kind}: {' + '.join(f'{term:,}' for term in terms)} = {total}"
