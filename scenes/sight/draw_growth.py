"""How the receptive field of a network grows: a bar for each layer, and the sum behind the one that is reached."""

from __future__ import annotations

from itertools import groupby

from scenes import reference
from scenes.sight.computed import Path, name_of
from scenes.sight.knobs import Knobs
from scenes.stage.core import marks as kit
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span
from scenes.stage.draw.fields import widening

TOP, BOTTOM = 190.0, 664.0
"""Where the longest bar ends, and where all begin."""
LINE_LEFT, SUM_BOTTOM = 800.0, 350.0
"""Left of it stands the sum, and above."""
END = RIGHT - 84.0
"""Where the bars end; behind them are the numbers of the levels."""
STEPS = (50, 100)
"""From one level to the next, in pixels."""
LINE_ROOM = 30.0
"""A number keeps so far away from the line of the photo's side."""
NUMBER_EVERY = 3
"""Numbers of other bars stay so many bars away from that of the chosen one."""


def draw_growth(stage: Stage, path: Path, step: Span, _knobs: Knobs) -> None:
    """Draw the bars one after the other, the jumps under them, and large the sum of the present one."""
    clock = step.even * (path.chosen + 1)
    reached = min(int(clock), path.chosen)
    stage.add(*_levels(path), *_whole(path), *_bars(path, clock, reached), *_jumps(path), *_account(path, reached))


def _pitch(path: Path) -> float:
    return (END - LEFT) / len(path.layers)


def _unit(path: Path) -> float:
    """Units of the stage for a pixel of the photo."""
    return (BOTTOM - TOP) / max(path.side, *(layer.r or 0 for layer in path.layers))


def _bars(path: Path, clock: float, reached: int) -> list[AnyMark]:
    """A bar for each layer, as high as r; those not yet reached are faint."""
    marks: list[AnyMark] = []
    pitch, unit = _pitch(path), _unit(path)
    for index, layer in enumerate(path.layers):
        assert layer.r is not None
        full, here = layer.r * unit, index == reached
        height = full * max(0.0, min(clock - index, 1.0)) if index <= path.chosen else full
        role = Role.HIGHLIGHT if here else Role.PRODUCT if layer.convolves else Role.MUTED
        marks.append(Rect(
            x=LEFT + (index + 0.1) * pitch, y=BOTTOM - height, width=0.8 * pitch, height=height, radius=6, role=role,
            fill=0.9 if index <= path.chosen else 0.25, name=f"r of {layer.name}", value=float(layer.r),
            grip=SetValue("depth", index + 1),
        ))  # fmt: skip
        near = 0 < abs(index - reached) < NUMBER_EVERY
        ends = index == path.chosen or (index + 2 < len(path.layers) and path.layers[index + 1].j != layer.j)
        if ends and not here and not near and index < clock:
            y = BOTTOM - height - 26
            if abs(y - (BOTTOM - path.side * unit)) < LINE_ROOM:
                y -= LINE_ROOM
            marks.append(lettering(LEFT + (index + 0.5) * pitch, y, str(layer.r), role, size=32, anchor="middle"))
    return marks


def _levels(path: Path) -> list[AnyMark]:
    """Levels to read the bars by, with their numbers at the right."""
    highest = max(path.side, *(layer.r or 0 for layer in path.layers))
    step, marks = STEPS[highest > 6 * STEPS[0]], list[AnyMark]()
    for pixels in range(step, highest + 1, step):
        y = BOTTOM - pixels * _unit(path)
        left = LEFT if y > SUM_BOTTOM else LINE_LEFT
        marks += [
            kit.Path(points=((left, y), (END, y)), line=1.5, role=Role.MUTED, opacity=0.5),
            lettering(RIGHT, y, str(pixels), Role.MUTED, size=32, anchor="end"),
        ]
    return marks


def _whole(path: Path) -> list[AnyMark]:
    """The side of the photo, as a line to compare with, and the ground of the bars."""
    y = BOTTOM - path.side * _unit(path)
    return [
        kit.Path(points=((LINE_LEFT, y), (END, y)), line=4.0, dashed=True, role=Role.INPUT, name="side of the photo"),
        kit.Path(points=((LEFT, BOTTOM), (END, BOTTOM)), line=4.0, role=Role.MUTED),
        lettering(LINE_LEFT, y - 28.0, f"photo {path.side}", Role.INPUT, bold=True, size=36),
    ]


def _jumps(path: Path) -> list[AnyMark]:
    """The jump of every run of layers that share one."""
    pitch, start, y = _pitch(path), 0, BOTTOM + 18.0
    marks: list[AnyMark] = [lettering(LEFT, 764.0, "jump, in pixels from unit to unit", Role.OUTPUT, size=32)]
    for jump, group in groupby(path.layers, key=lambda layer: layer.j):
        count = len(tuple(group))
        left, right = LEFT + start * pitch, LEFT + (start + count) * pitch
        marks += [
            kit.Path(points=((left + 6, y), (right - 6, y)), line=7.0, role=Role.OUTPUT),
            lettering((left + right) / 2, y + 34, str(jump), Role.OUTPUT, bold=True, size=44, anchor="middle"),
        ]
        start += count
    return marks


def _account(path: Path, reached: int) -> list[AnyMark]:
    """The layer that is reached, how its field is made, and the field."""
    layer = path.layers[reached]
    before = path.layers[reached - 1] if reached else None
    size, jump = (before.r, before.j) if before else (1, 1)
    assert layer.kernel is not None
    assert size is not None
    assert jump is not None
    own = reference.Layer(layer.kernel[0], layer.stride[0], layer.dilation[0])
    return [
        lettering(LEFT, 134.0, f"{path.network.title}, {name_of(layer)}", Role.TEXT, bold=True, size=44, name="layer"),
        Text(x=LEFT, y=194.0, runs=widening(size, own, jump, None), size=48, name="formula numbers"),
        lettering(LEFT, 284.0, str(layer.r), Role.HIGHLIGHT, bold=True, size=112, name="field"),
    ]
