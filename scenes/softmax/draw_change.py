"""All logits change at once: their bars above, the bar of shares before and now below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scenes import reference
from scenes.reference import Floats
from scenes.softmax.computed import Example, scores
from scenes.softmax.draw_columns import plate
from scenes.softmax.knobs import Knobs
from scenes.softmax.words import logit, plain, probability, share_text
from scenes.stage.charts.cut_bar import CutBar
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import Anchor, AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import LETTER, options

TOP_Y = 146.0
LANES = (196.0, 442.0)
LANE_GAP = 10.0
PLATES = (160.0, 116.0)
"""Where the plates of the logits begin, and how wide they are."""
ZONE = (300.0, 1400.0)
MINUS = 180.0
"""The room for the numbers of bars that reach to the left."""
NOW = CutBar(top=578.0, height=152.0, outside=774.0, largest=84.0, left=200.0)
BEFORE, BEFORE_HEIGHT = 462.0, 56.0
LOSS = (170.0, 300.0)
"""Where the bar of the loss begins, and how long it is before the step."""
LOSS_ROOM = 860.0
"""The type size of the loss before and after, times its letters."""
OPTION = 92.0
START: Anchor = "start"
END: Anchor = "end"


@dataclass(frozen=True, eq=False)
class Change:
    """Where logits (K,) are after a share of a change, what they are then, and the knob and values to choose from."""

    along: Callable[[Floats, float], Floats]
    name: str
    knob: str
    letter: str
    values: tuple[float, ...]
    chosen: float


def changes(of: Example, knobs: Knobs) -> tuple[Change, ...]:
    """A number is added to all logits, or they are multiplied by it, or divided; or each moves against its gradient."""
    c, a, t, eta, way = knobs.shift, knobs.factor, knobs.temperature, knobs.rate, of.after.z - of.before.z
    plus = f"z {'−' if c < 0 else '+'} {plain(abs(c))}"
    return (
        Change(lambda z, share: z + share * c, plus, "shift", "c", (-10.0, -1.0, 1.0, 10.0), c),
        Change(lambda z, share: z * a**share, f"{plain(a)} · z", "factor", "a", (0.5, 1.0, 2.0, 4.0), a),
        Change(lambda z, share: z / t**share, f"z / {plain(t)}", "temperature", "T", (0.25, 0.5, 1.0, 2.0, 4.0), t),
        Change(lambda z, share: z + share * way, "loss", "rate", "η", (0.5, 1.0, 2.0, 5.0), eta),
    )


def change(span: Span, of: Example, by: Change) -> list[AnyMark]:
    """Let the logits go their way, and the shares follow."""
    z, end = by.along(of.before.z, span.motion), by.along(of.before.z, 1.0)
    head: list[AnyMark] = [lettering(LEFT, TOP_Y, by.name, Role.INPUT, bold=True, size=64, name="change")]
    if by.knob == "rate":
        head = _loss(of, reference.cross_entropy(z, of.label))
    return [*head, *_choices(by), *_lanes(of, z, end), *_shares(of, scores(z).p)]


def _choices(by: Change) -> list[AnyMark]:
    """The values that a click chooses, at the right, with what they are."""
    left, choices = RIGHT - len(by.values) * (OPTION + 10) + 10, [(plain(value), value) for value in by.values]
    return [
        lettering(left - 20, TOP_Y, by.letter, size=44, anchor="end"),
        *options(left, TOP_Y - 34, OPTION, by.knob, choices, by.chosen, size=34),
    ]


def _loss(of: Example, loss: float) -> list[AnyMark]:
    """The loss as a bar within the one that it was."""
    (left, whole), top, height = LOSS, TOP_Y - 34, 68.0
    before, now = f"{probability(of.loss)} → ", probability(loss)
    words = (TextRun(before, Role.MUTED), TextRun(now, Role.GRADIENT, bold=True))
    size = min(64.0, LOSS_ROOM / len(before + now))
    return [
        lettering(LEFT, TOP_Y, "loss", Role.GRADIENT, bold=True, size=44),
        Rect(x=left, y=top, width=whole, height=height, radius=6, line=3.0, dashed=True, role=Role.GRADIENT),
        Rect(x=left, y=top, width=max(3.0, whole * loss / of.loss), height=height, radius=6, fill=0.85,
             role=Role.GRADIENT, name="loss", value=loss),
        Text(x=left + whole + 24, y=TOP_Y, runs=words, size=size, name="loss in words"),
    ]  # fmt: skip


def _lanes(of: Example, now: Floats, after: Floats) -> list[AnyMark]:
    """A lane for each class: its logit on a plate, and the bar of what it is now over a thin one of what it was."""
    before = of.before.z
    ends = (0.0, *before, *after)
    low, high = min(ends), max(max(ends), min(ends) + 1e-9)
    start = ZONE[0] + (MINUS if low < 0 else 0.0)
    pitch, size, marks = (LANES[1] - LANES[0] + LANE_GAP) / of.count, 44.0 if of.count <= 4 else 34.0, list[AnyMark]()
    high_as = pitch - LANE_GAP

    def at(value: float) -> float:
        return between(start, ZONE[1], (value - low) / (high - low))

    for index, name in enumerate(of.names):
        y, z = LANES[0] + index * pitch, float(now[index])
        was, here, zero = at(float(before[index])), at(z), at(0.0)
        x, anchor = (here + 16, START) if z >= 0 else (here - 16, END)
        marks += [
            lettering(LEFT, y + high_as / 2, name, size=size, name=f"name of lane {name}"),
            *plate(of, index, (PLATES[0], y, PLATES[1], high_as), size),
            Rect(x=min(was, zero), y=y + high_as - 8, width=max(abs(was - zero), 3.0), height=8, fill=0.85,
                 role=Role.TEXT, name=f"bar of {name} before"),
            Rect(x=min(here, zero), y=y, width=max(abs(here - zero), 3.0), height=high_as - 11, radius=6, fill=0.85,
                 role=Role.INPUT, name=f"bar of {name}", value=z),
            lettering(x, y + high_as / 2 - 6, logit(z), Role.INPUT, bold=True, size=size, anchor=anchor,
                      name=f"logit of {name} now"),
        ]  # fmt: skip
    return marks


def _shares(of: Example, p: Floats) -> list[AnyMark]:
    """The bar of shares as it was, and as it is: from each share then a band leads to the same share now."""
    middle, foot = BEFORE + BEFORE_HEIGHT / 2, BEFORE + BEFORE_HEIGHT + 2
    marks: list[AnyMark] = [
        lettering(LEFT, middle, "before", Role.MUTED, size=36),
        lettering(LEFT, NOW.top + NOW.height / 2, "now", bold=True, size=44),
    ]
    for name, old, was, now in zip(of.names, of.before.p, NOW.pieces(of.before.p), NOW.pieces(p), strict=True):
        text, (x0, w0), (x1, w1) = share_text(float(old)), was, now
        band = ((x0 + 4, foot), (x0 + w0 - 4, foot), (x1 + w1 - 5, NOW.top - 2), (x1 + 5, NOW.top - 2))
        marks += [
            Rect(x=x0 + 4, y=BEFORE, width=max(w0 - 8, 2.0), height=BEFORE_HEIGHT, radius=6, fill=0.22, line=3.0,
                 role=Role.OUTPUT, name=f"share of {name} before"),
            Path(points=band, closed=True, fill=0.16, line=0.0, role=Role.OUTPUT, name=f"band of {name}"),
        ]  # fmt: skip
        if w0 > 36 * LETTER * len(text) + 30:
            marks.append(lettering(x0 + w0 / 2, middle, text, Role.OUTPUT, size=36, anchor="middle",
                                   name=f"share of {name} before in words"))  # fmt: skip
    return marks + NOW.marks(of.names, p, [share_text(float(share)) for share in p], Role.OUTPUT)
