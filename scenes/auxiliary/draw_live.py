"""The trained nets: gradient norms by layer of the first step, with and without auxiliary heads, and how both learn."""

from __future__ import annotations

import numpy as np

from scenes.auxiliary.knobs import NETS, Knobs
from scenes.auxiliary.story import Steps
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import curve, dots
from scenes.stage.charts.layer_norms import layer_norms, norms_axis
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, loss_axes, losses, shown
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import REST
from scenes.stage.data.recording import Contestant, Recording
from scenes.stage.draw.blocks import options
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import log10, number_text

ROLES = (Role.WARNING, Role.OUTPUT)
BOX = (LEFT + 110.0, 200.0, 990.0, 500.0)
WIDE = (LEFT + 130.0, 200.0, RIGHT - LEFT - 130.0, 500.0)
HEADING_Y = 140.0


def draw_live(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw the live step that time is in."""
    stage.add(*options(RIGHT - 430, 112, 210, "nets", [(name, name) for name in NETS], knobs.nets, size=32))
    run, whole = shown(stage, steps.present), stage.recording
    if run is None or whole is None:
        return
    if steps.telling(steps.begin):
        run = whole.upto(1)
        marks = _begin(run, whole, steps.present.t)
    elif steps.telling(steps.race):
        marks = [
            _title("training loss in nats"),
            *losses(loss_axes(whole, BOX), run, ROLES, stacked=True),
        ]
    else:
        weak = knobs.nets == "weak start"
        marks = [
            _title("accuracy in per cent"),
            *accuracies(accuracy_axes(whole, BOX), run, ROLES, early=weak, stacked=True),
        ]
    stage.add(*marks, *footer(run))


def _title(words: str) -> AnyMark:
    return lettering(LEFT, HEADING_Y, words, bold=True, size=40, name="heading")


def _begin(run: Recording, whole: Recording, t: float) -> list[AnyMark]:
    """The norms of the first step from the last layer to the first, and where the auxiliary heads stand."""
    found = [layer_norms(run, net, "weights") for net in range(len(run.plan.contestants))]
    count = max(norms.shape[1] for norms in found)
    low, high = norms_axis(whole.upto(1), "weights")
    axes = Axes(WIDE, (0.5, count + 0.5), (low, high * 10), log_y=True, whole_x=True)
    come = min(t / REST, 1.0) * (count - 1)
    marks: list[AnyMark] = [
        lettering(LEFT, HEADING_Y, "gradient of the weights in step 1", Role.GRADIENT, bold=True, size=40),
        *axes.frame("layer"),
        *(_behind(axes, layer) for layer in heads_behind(run.plan.contestants[-1])),
    ]
    for contestant, norms, role, below in zip(run.plan.contestants, found, ROLES, (True, False), strict=True):
        if not len(norms):
            continue
        layers = np.arange(1, count + 1, dtype=float)
        there = layers >= count - come - 1e-9
        marks += _so_far(axes, layers, norms[0], count - come, role, f"{contestant.name}, weights")
        marks += dots(axes, layers[there], np.clip(norms[0][there], *axes.y), role)
        if there.all():
            marks += _arrived(axes, contestant.name, float(norms[0, 0]), role, below)
    return marks


def _so_far(axes: Axes, layers: Numbers, norms: Numbers, end: float, role: Role, name: str) -> tuple[Path, ...]:
    """The curve from the last layer back to a place between two layers."""
    whole = layers > end + 1e-9
    tip = 10.0 ** np.interp(end, layers, log10(norms))
    return curve(axes, np.append(end, layers[whole]), np.append(tip, norms[whole]), role, name)


def _arrived(axes: Axes, name: str, norm: float, role: Role, below: bool) -> list[AnyMark]:
    """What has come to the first layer, beside the curve's left end."""
    x, y = axes.at(1.2, max(norm, axes.y[0]))
    top = y - 170 if below else y - 60
    words, number = (
        lettering(x, top, f"{name}, layer 1" if below else name, role, size=36, name=f"{name} named"),
        lettering(x + (0 if below else 400), top + (58 if below else -4), number_text(norm), role, bold=True,
                  size=72 if below else 60, name=f"{name} at layer 1"),
    )  # fmt: skip
    ground = Rect(
        x=x - 14, y=top - 30, width=350 if below else 640, height=142 if below else 66, radius=12, fill=1.0,
        role=Role.SURFACE,
    )  # fmt: skip
    return [ground, words, number]


def heads_behind(contestant: Contestant) -> tuple[int, ...]:
    """The layers behind which auxiliary classifiers stand, counted from 1."""
    names = {layer.name.partition(".")[0] for layer in contestant.layers if layer.name.startswith("aux")}
    return tuple(sorted(int(name.removeprefix("aux")) for name in names))


def _behind(axes: Axes, layer: int) -> Path:
    """A line where a head stands."""
    x, top = axes.at(layer + 0.5, axes.y[1])
    bottom = axes.at(layer + 0.5, axes.y[0])[1]
    return Path(points=((x, top), (x, bottom)), line=4.0, dashed=True, role=Role.OUTPUT, name=f"head behind {layer}")
