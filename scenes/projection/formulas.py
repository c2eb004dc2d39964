"""The formula of each step of the projection scene, with its numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from scenes.projection.draw_small import spot_of
from scenes.projection.draw_worth import ROWS
from scenes.projection.knobs import Knobs
from scenes.projection.places import Bottleneck, Option, Place, learned, places
from scenes.projection.small import Small
from scenes.projection.story import Steps
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import number, shape_text

X, Y, F = r"\textcolor{input}{x}", r"\textcolor{output}{y}", r"\textcolor{product}{F(x)}"
W = r"\textcolor{highlight}{W}"
IDENTITY = (rf"{Y} = \max(0,\; {F} + {X})", "y = max(0, F(x) + x)")
PROJECTED = (rf"{Y} = \max(0,\; {F} + {W} {X})", "y = max(0, F(x) + W x)")
COUNTED = (
    PROJECTED[0] + r" \qquad \mathrm{parameters} = C_{in}\, C_{out} + 2\, C_{out}",
    PROJECTED[1] + ", parameters = C_in C_out + 2 C_out",
)
PADDED = (rf"{Y} = \max(0,\; {F} + \mathrm{{pad}}({X}))", "y = max(0, F(x) + pad(x))")
SUM = (r"\sum\,( C_{in}\, C_{out} + 2\, C_{out} )", "the sum of C_in C_out + 2 C_out over all projections")
NARROW = (r"4w \cdot w + 9\, w^2 + w \cdot 4w = 17\, w^2", "4w·w + 9w² + w·4w = 17w²")
MOST_TERMS = 4


def set_formula(stage: Stage, block: Small, meeting: Place, narrow: Bottleneck, steps: Steps, knobs: Knobs) -> None:
    """Set the formula of the present step."""
    kind: Option = knobs.kind
    if steps.shapes.active:
        before, after = shape_text(meeting.before), shape_text(meeting.after)
        stage.formula(*IDENTITY, f"{before}  {'=' if meeting.fits else '≠'}  {after}")
    elif steps.projection.active:
        _project(stage, meeting, kind)
    elif steps.small.active:
        stage.formula(*(PROJECTED if block.learned else PADDED), _spot(block, knobs))
    elif steps.where.active:
        stage.formula(*SUM, _bill(knobs.network, kind if kind != "I" else "B"))
    elif steps.worth.active:
        stage.formula(*PROJECTED, _gains())
    else:
        parts = " + ".join(f"{part:,}" for part in narrow.parts)
        stage.formula(*NARROW, f"w = {narrow.width}:   {parts} = {sum(narrow.parts):,} weights, without biases")


def _project(stage: Stage, meeting: Place, kind: Option) -> None:
    (c, *_), (n, *_) = meeting.before, meeting.after
    if meeting.projected(kind):
        sums = f"{c}·{n} + 2·{n} = {meeting.weights:,} + {meeting.scales:,} = {meeting.parameters(kind):,}"
        stage.formula(*COUNTED, sums)
    elif meeting.fits:
        stage.formula(*IDENTITY, "the identity: nothing is learned")
    else:
        stage.formula(*PADDED, f"{n} − {c} = {n - c} maps of zeros: nothing is learned")


def _spot(block: Small, knobs: Knobs) -> Sequence[TextRun]:
    """All channels at the cell that is looked at: the shortcut, F(x), their sum, and ReLU."""
    row, column = spot_of(knobs)
    shortcut, f, y = (
        f"({', '.join(number(float(value)) for value in maps[:, row, column])})"
        for maps in (block.shortcut, block.f, block.y)
    )
    return (
        TextRun(f"[{row}, {column}]   max(0, ", Role.MUTED),
        TextRun(f, Role.PRODUCT),
        TextRun(" + "),
        TextRun(shortcut, Role.HIGHLIGHT),
        TextRun(") = ", Role.MUTED),
        TextRun(y, Role.OUTPUT, bold=True),
    )


def _bill(title: str, kind: Option) -> str:
    """What the projections of a network add up to."""
    terms = [each.parameters(kind) for each in places(title) if each.projected(kind)]
    if not terms:
        return f"{title}, option {kind}: no projection, 0 parameters"
    total = f"{learned(title, kind):,} parameters"
    if len(terms) > MOST_TERMS:
        return f"{title}, option {kind}: {len(terms)} projections, {total}"
    return f"{title}, option {kind}: {' + '.join(f'{term:,}' for term in terms)} = {total}"


def _gains() -> Sequence[TextRun]:
    """How much each row has less than the one above it, in points."""
    runs: list[TextRun] = []
    for before, after in pairwise(ROWS):
        words = f"{before.title} → {after.title}: {before.error:.2f} − {after.error:.2f} = "
        gain = TextRun(f"{before.error - after.error:.2f}", after.role, bold=True)
        runs += [TextRun(words if not runs else f"     {words}"), gain]
    return (*runs, TextRun(" points", Role.MUTED))
