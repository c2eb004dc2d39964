"""The network from the side: its trunk in a row, the auxiliary heads below, and the loss of every head."""

from __future__ import annotations

from scenes.auxiliary.computed import SIDES, loss, present, short, trunk
from scenes.auxiliary.knobs import Knobs
from scenes.auxiliary.layout import (
    GAP,
    HEADS_HEIGHT,
    HEADS_Y,
    HEIGHT,
    LEFT,
    LOSS_HEIGHT,
    LOSS_WIDTH,
    LOSS_Y,
    ROW,
    head_column,
    middle,
    pitch,
)
from scenes.auxiliary.story import Steps
from scenes.stage.core.grips import EditCell, SetValue
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import plate

ROLES = {"main": Role.OUTPUT, "aux1": Role.FIRST, "aux2": Role.THIRD}
TITLES = {"main": "main head", "aux1": "auxiliary head 1", "aux2": "auxiliary head 2"}
HEADS = ("main", *SIDES)
FALL = 90.0
LATER = (
    ("What the authors found later:", Role.TEXT),
    ("training did not start faster with auxiliary heads;", Role.TEXT),
    ("without the lower one the network ended as well;", Role.TEXT),
    ("they seem to act as regularisers. Inception-v3 keeps one.", Role.TEXT),
    ("Szegedy et al., CVPR 2016, section 4", Role.MUTED),
)
MOST_LOSS = 20.0


def draw_network(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw the network and its losses; in the step in which they fall the auxiliary heads leave the stage."""
    stage.add(*_trunk(), *_main_loss(steps, knobs))
    fallen = steps.inference.motion
    if fallen < 1:
        sides = [mark for head in SIDES for mark in _side(head, steps, knobs)]
        stage.add(Group(marks=tuple(sides), dy=FALL * ease(fallen * 1.4), opacity=1.0 - ease(fallen * 1.4)))


def _trunk() -> list[AnyMark]:
    """The parts of the trunk from the picture on."""
    googlenet, width = trunk(), pitch() - GAP
    marks: list[AnyMark] = [lettering(LEFT - 14, ROW + HEIGHT / 2, "picture", Role.INPUT, size=22, anchor="end")]
    for index, part in enumerate(googlenet.parts):
        x, last = middle(index) - width / 2, index == googlenet.modules
        role = Role.OUTPUT if last else Role.KERNEL
        marks += [
            Rect(
                x=x, y=ROW, width=width, height=HEIGHT, radius=10, fill=0.3, line=2.0, role=role, name=part.name,
                value=float(part.parameters),
            ),
            lettering(middle(index), ROW + HEIGHT / 2, part.name.removeprefix("inception"), bold=True, size=26,
                      anchor="middle"),
        ]  # fmt: skip
    return marks


def _side(head: str, steps: Steps, knobs: Knobs) -> list[AnyMark]:
    """An auxiliary head below its module, with its loss; a faint one, that a click puts back, where it is left out."""
    x, there, role = head_column(head), present(head, knobs), ROLES[head]
    seen = ease(steps.classifiers.motion * 4 - (1 if head == "aux1" else 2))
    if seen <= 0:
        return []
    box = Rect(
        x=x - 125, y=HEADS_Y, width=250, height=HEADS_HEIGHT, radius=12, fill=0.3 if there else 0.0, line=2.0,
        role=role, name=f"{TITLES[head]}, on or off", grip=SetValue("heads", _switched(head, knobs)), dashed=not there,
        opacity=1.0 if there else 0.6,
    )  # fmt: skip
    parameters = f"{trunk().heads[head].parameters:,}"
    words = (TextRun(TITLES[head], role if there else Role.MUTED, bold=True),)
    marks: list[AnyMark] = [
        box,
        Text(x=x, y=HEADS_Y + 24, runs=words, size=24, anchor="middle"),
        lettering(x, HEADS_Y + 54, parameters, Role.TEXT if there else Role.MUTED, size=22, anchor="middle",
                  name=f"{TITLES[head]}, parameters"),
    ]  # fmt: skip
    if there:
        marks += [
            Arrow(start=(x, ROW + HEIGHT + 4), end=(x, HEADS_Y - 4), role=role),
            Arrow(start=(x, HEADS_Y + HEADS_HEIGHT + 4), end=(x, LOSS_Y - 4), role=role),
            *_loss_plate(head, knobs),
        ]
    return [Group(marks=tuple(marks), opacity=seen)]


def _main_loss(steps: Steps, knobs: Knobs) -> list[AnyMark]:
    """The main head's loss; at inference its prediction stands there, and beside it what became of the idea."""
    x, fallen = head_column("main"), steps.inference.motion
    arrow = Arrow(start=(x, ROW + HEIGHT + 4), end=(x, LOSS_Y - 4), role=ROLES["main"])
    if fallen < 0.5:
        return [arrow, Group(marks=_loss_plate("main", knobs), opacity=1.0 - 2 * fallen)]
    left = x - LOSS_WIDTH / 2
    predicts = plate(
        left, LOSS_Y, LOSS_WIDTH, LOSS_HEIGHT, "predicts", None, ROLES["main"], name="prediction of the main head"
    )
    lines = [
        lettering(LEFT, HEADS_Y + 44 * index, words, role, bold=index == 0, size=24)
        for index, (words, role) in enumerate(LATER)
    ]
    return [arrow, Group(marks=(*predicts, *lines), opacity=2 * fallen - 1)]


def _loss_plate(head: str, knobs: Knobs) -> tuple[AnyMark, ...]:
    """The loss of a head, which can be typed over."""
    index = HEADS.index(head)
    label = ("main loss", "loss L₁", "loss L₂")[index]
    grip = EditCell("losses", (index,), low=0.0, high=MOST_LOSS, step=0.1)
    value = loss(knobs).values[index]
    return plate(
        head_column(head) - LOSS_WIDTH / 2, LOSS_Y, LOSS_WIDTH, LOSS_HEIGHT, label, value, ROLES[head],
        name=f"loss of the {TITLES[head]}", grip=grip, text=short(value),
    )  # fmt: skip


def _switched(head: str, knobs: Knobs) -> str:
    """What the knob of the heads becomes when one is switched."""
    there = {side: present(side, knobs) != (side == head) for side in SIDES}
    if all(there.values()):
        return "both"
    return "first" if there["aux1"] else "second" if there["aux2"] else "none"
