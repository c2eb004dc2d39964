"""The stretched bars laid end to end as one bar across the stage, which is cut into shares."""

from __future__ import annotations

from scenes.softmax.computed import Example
from scenes.softmax.words import brief, share_text
from scenes.stage.charts.cut_bar import CutBar
from scenes.stage.charts.number_line import NumberLine
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Formula, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import LETTER

FORMULA = (
    r"\textcolor{output}{p_i} = \textcolor{product}{e^{z_i}} \;/\; \textcolor{product}{\sum_j\, e^{z_j}}",
    "p_i = e^(z_i) / Σ e^(z_j)",
)
LANES = (250.0, 788.0)
WHOLE = CutBar(top=292.0, height=408.0, outside=246.0)
SUM_Y, LANE_GAP = 172.0, 12.0
NARROW = 130.0
"""A piece so wide has room for the name of its class."""


def line_up(span: Span, of: Example) -> list[AnyMark]:
    """Each bar slides to where the one before it ends, and all grow together into one bar; over it their sum."""
    pitch, grown = (LANES[1] - LANES[0] + LANE_GAP) / of.count, span.part(of.count - 1, of.count)
    marks = _sum(of, grown)
    for index, (name, (x, width)) in enumerate(zip(of.names, WHOLE.pieces(of.before.p), strict=True)):
        left, top = between(LEFT, x, span.part(index - 1, of.count)), between(LANES[0] + index * pitch, LANES[0], grown)
        height = between(pitch - LANE_GAP, LANES[1] - LANES[0], grown)
        marks.append(Rect(
            x=left + 1, y=top, width=max(width - 2, 2.0), height=height, radius=6, fill=0.85, role=Role.PRODUCT,
            name=f"e^z of {name}", value=float(of.before.stretched[index]),
        ))  # fmt: skip
        if width > NARROW:
            marks.append(lettering(left + width / 2, top + height / 2, name, Role.SURFACE, size=52, anchor="middle",
                                   name=f"name of {name}"))  # fmt: skip
    return marks


def _sum(of: Example, come: float) -> list[AnyMark]:
    """The numbers of the bars, come here from where they stood, and their sum as the bars have become one."""
    terms, marks, x = [brief(float(each)) for each in of.before.stretched], list[AnyMark](), LEFT
    pieces = ["S =", *("+".join(terms).replace("+", " + ").split(" ")), f"= {brief(of.before.total)}"]
    size = min(84.0, (RIGHT - LEFT) / sum(_ems(piece) for piece in (*pieces, pieces[-1])))
    for index, piece in enumerate(pieces):
        last, number = index == len(pieces) - 1, piece[-1].isdigit()
        room = _ems(piece) * size * (1.4 if last else 1.0)
        name = "sum" if last else f"number of {of.names[index // 2]}" if number else f"sign {index}"
        marks.append(lettering(
            x + room / 2, SUM_Y, piece, Role.PRODUCT if last or number else Role.TEXT, bold=last or number,
            size=1.4 * size if last else size, anchor="middle", opacity=come if last else 1.0, name=name,
        ))  # fmt: skip
        x += room
    return marks


def _ems(piece: str) -> float:
    """The room for a part of a sum, with the space around it."""
    return LETTER * (len(piece) + 0.8)


def cut(span: Span, of: Example) -> list[AnyMark]:
    """Gaps open in the bar, which is then read on a ruler from 0 to 1; the first share is worked out."""
    cut_so_far, come = span.rise(0.0, 0.5), span.rise(0.5)
    marks: list[AnyMark] = [
        Rect(x=x + 1, y=WHOLE.top, width=max(width - 2, 2.0), height=WHOLE.height, radius=6, fill=0.85,
             role=Role.PRODUCT, name=f"e^z of {name}", opacity=1.0 - cut_so_far)
        for name, (x, width) in zip(of.names, WHOLE.pieces(of.before.p), strict=True) if cut_so_far < 1
    ]  # fmt: skip
    texts = [share_text(float(p)) for p in of.before.p]
    marks += WHOLE.marks(of.names, of.before.p, texts, Role.OUTPUT, cut=cut_so_far, told=come)
    worked_out = f"{of.names[0]}  {brief(float(of.before.stretched[0]))} / "
    ruler = NumberLine(LEFT + 2, RIGHT - 2, 0, 4)
    ticks = ruler.ticks(range(5), 710, 22, words=lambda at: f"{at / 4:g}", width=4, fill=0.7, size=36, below=28)
    runs = (TextRun(f"{worked_out}{brief(of.before.total)} = "), TextRun(texts[0], Role.OUTPUT, bold=True))
    return [
        *marks,
        Group(marks=tuple(ticks), opacity=come, name="ruler"),
        Formula(tex=FORMULA[0], plain=FORMULA[1], x=LEFT, y=147, size=54, name="formula"),
        Text(x=RIGHT, y=147, runs=runs, size=56, anchor="end", opacity=come, name="worked out"),
    ]
