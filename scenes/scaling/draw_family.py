"""The eight released networks in a table: factors, the formula's cost and the counted one, accuracy."""

from __future__ import annotations

from scenes.scaling.computed import RESNET_TOP_1, Model, family
from scenes.scaling.knobs import Knobs
from scenes.scaling.story import Moment
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.data.networks import network
from scenes.stage.draw.blocks import brief

TOP, PITCH = 226.0, 59.0
RIGHT = 1544.0
COLUMNS = (
    ("net", LEFT + 12), ("φ", 190.0), ("depth d", 362.0), ("width w", 540.0), ("picture", 730.0),
    ("d · w² · r²", 890.0), ("counted", 1030.0), ("MACs", 1180.0), ("parameters", 1362.0), ("top-1 %", 1532.0),
)  # fmt: skip


def draw_family(stage: Stage, knobs: Knobs, now: Moment) -> None:
    """Draw the table row by row; a click on a row chooses its network."""
    marks: list[AnyMark] = [
        lettering(x, 182, words, Role.MUTED, size=22, anchor="end" if index else "start")
        for index, (words, x) in enumerate(COLUMNS)
    ]
    for index, model in enumerate(family()):
        share = now.span.part(index, len(family()))
        if share > 0.01:
            row = _row(model, TOP + index * PITCH, model.name == knobs.model)
            marks.append(Group(marks=tuple(row), opacity=share))
    resnet = network("resnet-50")
    line = (
        f"For comparison, ResNet-50: {brief(resnet.macs)} MACs, {brief(resnet.parameters)} parameters, "
        f"{RESNET_TOP_1:.1f} %: {resnet.macs / family()[0].network.macs:.1f} times the MACs of B0, and less accurate"
    )
    source = (
        "φ: fitted by us, in grey its powers. Top-1: ImageNet validation, single crop and model; Tan and Le, ICML "
        "2019, table 2"
    )
    marks += [
        lettering(LEFT, 724, line, size=24, name="ResNet-50"),
        lettering(LEFT, 780, source, Role.MUTED, size=22),
    ]
    stage.add(*marks, opacity=now.arriving)


def _row(model: Model, y: float, lit: bool) -> list[AnyMark]:
    depth, width, side = model.powers
    cells: tuple[tuple[TextRun, ...], ...] = (
        (TextRun(model.name, Role.HIGHLIGHT if lit else None, bold=True),),
        (TextRun(f"{model.phi:g}"),),
        _beside(f"{depth:.2f}", f"{model.depth:.1f}", Role.FIRST),
        _beside(f"{width:.2f}", f"{model.width:.1f}", Role.KERNEL),
        _beside(f"{side:.0f}", f"{model.side}", Role.OUTPUT),
        (TextRun(f"{model.cost:.2f} ×" if model.cost < 10 else f"{model.cost:.1f} ×", Role.MUTED),),
        (TextRun(f"{model.times:.2f} ×" if model.times < 10 else f"{model.times:.1f} ×", Role.PRODUCT),),
        (TextRun(brief(model.network.macs), Role.PRODUCT, bold=True),),
        (TextRun(brief(model.network.parameters), Role.KERNEL, bold=True),),
        (TextRun(f"{model.top_1:.1f}", bold=True),),
    )
    box = Rect(
        x=LEFT, y=y - 26, width=RIGHT - LEFT, height=52, radius=8, fill=0.2 if lit else 0.06,
        line=2.0 if lit else 0.0, role=Role.HIGHLIGHT if lit else Role.MUTED, name=f"model = {model.name}",
        grip=SetValue("model", model.name),
    )  # fmt: skip
    texts = [
        Text(x=x, y=y, runs=runs, size=26, anchor="end" if index else "start", name=f"{model.name} {words}")
        for index, (runs, (words, x)) in enumerate(zip(cells, COLUMNS, strict=True))
    ]
    return [box, *texts]


def _beside(power: str, released: str, role: Role) -> tuple[TextRun, ...]:
    return TextRun(f"{power}  ", Role.MUTED), TextRun(released, role, bold=True)
