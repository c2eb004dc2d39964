"""The question: a net and a deeper one that could be the same, were its added layers to do nothing."""

from __future__ import annotations

from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import REST, Span, ease, glide
from scenes.stage.data.paper_results import DEPTHS

PITCH = (RIGHT - LEFT) / (DEPTHS[1] + 1)
"""The deeper net is as long as the stage, with half a layer of way before it and behind."""
FIRST = LEFT + PITCH / 2
WIDE, HIGH = 0.74 * PITCH, 244.0
ROWS = (130.0, 424.0)
"""The tops of both nets."""
WORDS_Y = 738.0
COPYING = 0.4
"""The share of the motion in which the copy is made; then the added layers come."""


def question(span: Span) -> list[AnyMark]:
    """The shallow net, and the deep one as its layers are copied and others come between them and the last."""
    shallow, added = DEPTHS[0], DEPTHS[1] - DEPTHS[0]
    share = span.t / REST
    copied, grown = glide(share / COPYING), ease((share - COPYING) / (1.0 - COPYING)) * added
    marks: list[AnyMark] = [*_way(0, shallow), _copied_way(copied, shallow + grown)]
    for index in range(shallow - 1):
        marks += [_layer(0, index, Role.KERNEL), _layer(copied, index, Role.KERNEL, name=f"copy {index + 1}")]
    for index in range(added):
        seen = min(max(grown - index, 0.0), 1.0)
        if seen > 0:
            marks.append(_layer(1, shallow - 1 + index, Role.HIGHLIGHT, opacity=seen, name=f"added {index + 1}"))
    last = shallow - 1
    marks += [_layer(0, last, Role.BIAS), _layer(copied, last + grown, Role.BIAS, name=f"copy {shallow}")]
    return [*marks, *_words(shallow, added, copied, grown / added)]


def _way(row: int, layers: float) -> list[AnyMark]:
    """The way through a net."""
    middle = ROWS[row] + HIGH / 2
    start, end = (LEFT, middle), (FIRST + layers * PITCH + PITCH / 2, middle)
    return [Arrow(start=start, end=end, role=Role.MUTED, line=5.0)]


def _copied_way(copied: float, layers: float) -> Group:
    return Group(marks=tuple(_way(1, layers)), opacity=copied)


def _layer(row: float, index: float, role: Role, *, opacity: float = 1.0, name: str = "") -> Rect:
    """A layer of a net; `row` and `index` may lie between two places. Through the added ones one sees the way."""
    hollow = role is Role.HIGHLIGHT
    return Rect(
        x=FIRST + index * PITCH + (PITCH - WIDE) / 2, y=between(*ROWS, row), width=WIDE, height=HIGH, radius=8,
        fill=0.16 if hollow else 1.0, line=4.0 if hollow else 0.0, dashed=hollow, role=role, opacity=opacity,
        name=name,
    )  # fmt: skip


def _words(shallow: int, added: int, copied: float, grown: float) -> list[AnyMark]:
    """How many layers there are, how many are copied, and how many do nothing."""
    x = FIRST + shallow * PITCH + 70.0
    sum_of = (TextRun(f"+ {added}", Role.HIGHLIGHT, bold=True), TextRun(" that do nothing"))
    return [
        lettering(x, ROWS[0] + 84, str(shallow), Role.KERNEL, bold=True, size=112, name="layers"),
        lettering(x, ROWS[0] + 184, "trained layers", size=52),
        lettering(FIRST, WORDS_Y, f"{shallow} copied", Role.KERNEL, bold=True, size=52, opacity=copied),
        Text(x=FIRST + (shallow - 1) * PITCH, y=WORDS_Y, runs=sum_of, size=52, opacity=grown, name="added layers"),
    ]
