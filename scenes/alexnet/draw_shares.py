"""All parameters and all multiply-accumulates as two bars of the same length, cut by layer."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.alexnet.computed import Build
from scenes.alexnet.draw_columns import RIGHT
from scenes.alexnet.story import Moment
from scenes.stage.blocks import heading
from scenes.stage.marks import AnyMark, Group, Rect, Role, Run, Text
from scenes.stage.networks import Layer
from scenes.stage.stage import LEFT, Stage

ROWS = (("multiply–accumulates (MACs)", "macs", Role.OUTPUT, 232.0), ("parameters", "parameters", Role.KERNEL, 532.0))
HEIGHT = 110.0
LETTER = 13.0
"""A narrower piece has no room for its layer's name."""


def draw_shares(stage: Stage, of: Build, now: Moment) -> None:
    """Draw both bars; convolutions are strong, dense layers pale."""
    marks: list[AnyMark] = []
    grown = now.spans["shares"].motion
    for title, kind, role, y in ROWS:
        total = getattr(of.network, kind)
        marks.append(heading(LEFT, y - 34, title, f"{total:,} in all", role))
        marks += _row(of, kind, role, y, total, grown)
    stage.add(Group(marks=tuple(marks), opacity=now.arriving))


def _row(of: Build, kind: str, role: Role, y: float, total: int, grown: float) -> list[AnyMark]:
    marks: list[AnyMark] = []
    scale, x = grown * (RIGHT - LEFT) / total, LEFT
    for layer in of.layers:
        count = getattr(layer, kind)
        width = count * scale
        marks.append(
            Rect(x=x, y=y, width=width, height=HEIGHT, fill=0.85 if layer.convolves else 0.3, line=2.0, role=role,
                 name=f"{kind} of {layer.label}", value=count)
        )  # fmt: skip
        if width > LETTER * (len(layer.label) + 1):
            words = (Run(layer.label, None if layer.convolves else role, bold=True),)
            ink = Role.SURFACE if layer.convolves else role
            marks.append(Text(x=x + width / 2, y=y + HEIGHT / 2, runs=words, size=24, anchor="middle", role=ink))
        x += width
    if grown > 0.99:
        marks += [
            *_sum(of.convolutions, kind, "convolution", total, LEFT, y, role),
            *_sum(of.dense, kind, "dense", total, RIGHT, y, role),
        ]
    return marks


def _sum(
    layers: Sequence[Layer], kind: str, name: str, total: int, x: float, y: float, role: Role
) -> tuple[AnyMark, ...]:
    """What one half of the network has of a total: its share, and the count."""
    count = sum(getattr(layer, kind) for layer in layers)
    left = name == "convolution"
    runs = (
        Run(f"{name}  ", bold=True),
        Run(f"{100 * count / total:.1f} %", role, bold=True),
        Run(f"   {count:,}", Role.MUTED),
    )
    anchor = "start" if left else "end"
    y += HEIGHT + 40
    return (Text(x=x, y=y, runs=runs, size=30, anchor="start" if anchor == "start" else "end", name=f"{kind} {name}"),)
