"""The trained nets: their gradients as bars over their chains, then over the steps; explosions, losses, accuracies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import Ending, curve, decades, endings
from scenes.stage.charts.layer_norms import LATEST, Kind, layer_norms, norms_axis
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, shown, steps_range
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, lettering
from scenes.stage.core.stage import LEFT, RIGHT, TITLE_Y, Stage
from scenes.stage.core.timeline import REST, Span, ease
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import options
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import log10, number_text, smoothed
from scenes.vanishing.knobs import NETS, Knobs
from scenes.vanishing.picture import ABOUT_Y, EDGES, PLATES, Act, Inside, Picture, bend
from scenes.vanishing.story import Steps

ROLES: dict[str, tuple[Role, ...]] = {
    "four nets": (Role.THIRD, Role.FIRST, Role.FIFTH, Role.OUTPUT),
    "sigmoid": (Role.THIRD,),
    "ReLU": (Role.OUTPUT, Role.FIRST, Role.WARNING),
    "exploding": (Role.WARNING, Role.OUTPUT),
    "clipped": (Role.WARNING, Role.OUTPUT),
}
MOST = 15
"""So many powers of ten hold all norms of the nets of sigmoids."""
ROWS = 5
"""So many steps are told one by one."""
NAMES = 34.0
"""The size of the names beside the curves."""
LONG = 10
"""Names of more letters need more room beside the curves."""
UNDER_BOARD = 0.8
"""Under the names and numbers of the nets, bars are at most so high."""
STEPS_BOX = (168.0, 152.0, 1376.0, 420.0)
STEP_Y, LOSS_YS = 606.0, (662.0, 718.0)


@dataclass(frozen=True)
class Nets:
    """A run as far as it is looked at, the `whole` of it, which the axes hold, and the nets' colours."""

    run: Recording
    whole: Recording
    roles: tuple[Role, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the nets."""
        return tuple(each.name for each in self.run.plan.contestants)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The place of curves: there is room for the nets' names beside them, and for who has left the race below."""
        width = 1040.0 if max(map(len, self.names)) <= LONG else 890.0
        return 160.0, 122.0, width, 508.0 if self.whole.divergences else 560.0

    def norms(self, net: int, kind: Kind) -> Numbers:
        """The norms at every step, (steps, layers)."""
        return layer_norms(self.run, net, kind)


def draw_live(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw the live step that time is in."""
    span = steps.present
    begins = steps.telling(steps.weights) or steps.telling(steps.begin)
    if begins:
        stage.add(*options(LEFT, PLATES - 10.0, 196.0, "nets", [(name, name) for name in NETS], knobs.nets, size=32.0))
    run, whole = shown(stage, span), stage.recording
    if run is None or whole is None or not whole.step:
        return
    if begins or steps.telling(steps.first):
        run = whole.upto(1 if begins else ROWS)
    nets = Nets(run, whole, ROLES[knobs.nets])
    if begins:
        kind: Kind = "weights" if steps.telling(steps.weights) or knobs.norms == "weights" else "activations"
        kind = "activations" if knobs.nets == "ReLU" and steps.telling(steps.begin) else kind
        marks = _begin(nets, knobs.nets, kind, span)
    elif steps.telling(steps.learn):
        marks = _learn(nets, "weights" if knobs.norms == "weights" else "activations")
    elif steps.telling(steps.first):
        marks = _first(nets, knobs.nets == "clipped", span.t)
    else:
        axes = accuracy_axes(whole, nets.box)
        marks = [_heading("accuracy in %"), *accuracies(axes, run, nets.roles, NAMES)]
    origin, *departures = footer(run)
    stage.add(*marks, origin, *(departures if steps.telling(steps.race) else ()))


def _heading(words: str) -> Text:
    return lettering(RIGHT, TITLE_Y, words, Role.MUTED, size=32.0, anchor="end", pinned=True)


def _insides(nets: str, count: int) -> tuple[Inside, ...]:
    """What stands in the layers of each net."""
    if nets == "four nets":
        return bend("sigmoid"), bend("ReLU"), bend("sigmoid", "batch norm"), bend("sigmoid", "shortcut")
    return (bend("sigmoid" if nets == "sigmoid" else "ReLU"),) * count


def _begin(nets: Nets, name: str, kind: Kind, span: Span) -> list[AnyMark]:
    """The norms of the first step, net after net, from the last layer to the first; the one that leans most is last."""
    found = [nets.norms(net, kind)[0] for net in range(len(nets.names))]
    count = len(found[0])
    low, high = norms_axis(nets.whole.upto(1), kind, MOST)
    picture = Picture(
        count, (low, low * (high / low) ** (1.0 / UNDER_BOARD)),
        tuple(layer - (0.5 if kind == "weights" else 0.0) for layer in range(1, count + 1)),
    )  # fmt: skip
    rows = zip(found, _insides(name, len(found)), nets.roles, nets.names, strict=True)
    acts = [Act(norms, look, role, line=f"{net}, {kind}") for norms, look, role, net in rows]
    leans = [abs(math.log(norms[0] / norms[-1])) if norms[0] > 0 and norms[-1] > 0 else 0.0 for norms in found]
    order = sorted(range(len(found)), key=leans.__getitem__)
    told = [acts[net] for net in order]
    marks = picture.played([told[0].empty, *told], span.t, own=True)
    board = _board(nets, [number_text(float(norms[0] / norms[-1])) for norms in found], order, span.t / REST)
    return [*marks, *board, _heading(f"gradients of {kind}, first ÷ last")]


def _board(nets: Nets, numbers: Sequence[str], order: Sequence[int], share: float) -> list[AnyMark]:
    """A name and a number of each net, over the chart; they come with its bars, in that order."""
    left, pitch = EDGES[0] + 24.0, (EDGES[1] + 16.0 - EDGES[0]) / max(len(numbers), 2)
    marks: list[AnyMark] = []
    for net, (name, role, text) in enumerate(zip(nets.names, nets.roles, numbers, strict=True)):
        x, seen = left + net * pitch, ease(2.0 * (share * len(numbers) - order.index(net)) - 0.6)
        marks += [
            lettering(x, ABOUT_Y + 4.0, name, role, bold=True, size=36.0, opacity=seen),
            lettering(x, ABOUT_Y + 64.0, text, role, bold=True, size=56.0, opacity=seen, name=f"{name}, first / last"),
        ]
    return marks


def _learn(nets: Nets, kind: Kind) -> list[AnyMark]:
    """The norms of some layers over the steps: of one net three of them, else of each the first."""
    single = len(nets.names) == 1
    axes = Axes(nets.box, steps_range(nets.whole), norms_axis(nets.whole, kind, MOST), log_y=True)
    marks: list[AnyMark] = [*axes.frame("step")]
    ends = []
    for net, (name, role) in enumerate(zip(nets.names, nets.roles, strict=True)):
        norms = nets.norms(net, kind)
        last = norms.shape[1] - 1
        for layer, opacity in ((0, 1.0), (last // 2, 0.7), (last, 0.45)) if single else ((0, 1.0),):
            means = 10.0 ** smoothed(log10(norms[:, layer]), LATEST)
            marks += curve(axes, nets.run.steps, means, role, f"{name}, {kind}, layer {layer + 1}", opacity=opacity)
            if len(means) and math.isfinite(means[-1]):
                words = f"layer {layer + 1}" if single else name
                ends.append(Ending(float(means[-1]), words, number_text(float(means[-1])), role, opacity))
    return [*marks, *endings(axes, ends, NAMES), _heading(f"gradients of {kind}" + ("" if single else ", first layer"))]


def _first(nets: Nets, clipped: bool, t: float) -> list[AnyMark]:
    """The first steps: how long the whole gradient is in each, what clipping leaves of it, and the loss."""
    norms = [totals(nets.run, net)[:ROWS] for net in range(len(nets.names))]
    low, high = decades(norms)
    axes = Axes(STEPS_BOX, (0.5, ROWS + 0.5), (min(low, 0.1), high * (high / low) ** 0.3), log_y=True)
    marks: list[AnyMark] = [*axes.frame(columns=False), _heading("length of the whole gradient")]
    for step in range(ROWS):
        seen = ease(t / REST * ROWS * 1.2 - step)
        x = axes.at(step + 1.0, 1.0)[0]
        marks.append(lettering(x, STEP_Y, f"step {step + 1}", Role.MUTED, size=32.0, anchor="middle"))
        for net, (name, role) in enumerate(zip(nets.names, nets.roles, strict=True)):
            loss = nets.run.loss(net)
            if seen <= 0 or step >= len(loss) or (step and not math.isfinite(loss[step - 1])):
                continue
            words = number_text(loss[step]) if math.isfinite(loss[step]) else "not finite"
            marks.append(
                lettering(x, LOSS_YS[net], words, role, bold=True, size=36.0, anchor="middle", opacity=seen,
                          name=f"{name}, step {step + 1}: loss")
            )  # fmt: skip
            if math.isfinite(norms[net][step]):
                marks += _length(axes, x + (net - 1) * 108.0 + 4.0, float(norms[net][step]), seen, role, clipped,
                                 f"{name}, step {step + 1}: norm of all gradients")  # fmt: skip
    for net, (name, role) in enumerate(zip(nets.names, nets.roles, strict=True)):
        marks.append(lettering(EDGES[0] + 24.0 + 420.0 * net, ABOUT_Y, name, role, bold=True, size=40.0))
        marks.append(lettering(142.0, LOSS_YS[net], "loss", role, size=36.0, anchor="end"))
    return marks


def _length(
    axes: Axes, x: float, norm: float, seen: float, role: Role, clipped: bool, name: str
) -> list[AnyMark]:  # fmt: skip
    """The length of a gradient as a bar, with its number; of a clipped one the outline, and in it what is left."""
    foot = axes.at(1.0, axes.y[0])[1]
    top = axes.at(1.0, axes.y[0] * (norm / axes.y[0]) ** seen)[1]
    left = axes.at(1.0, min(norm, 1.0))[1] if clipped else top
    marks: list[AnyMark] = [
        Rect(x=x, y=max(top, left), width=100.0, height=foot - max(top, left), fill=0.75, role=role, radius=6.0),
        lettering(x + 50.0, top - 24.0, number_text(norm), role, bold=True, size=36.0, anchor="middle", opacity=seen,
                  name=name),
    ]  # fmt: skip
    if clipped:
        marks.append(Rect(x=x, y=top, width=100.0, height=foot - top, line=3.0, dashed=True, role=role, radius=6.0))
    return marks


def totals(run: Recording, net: int) -> Numbers:
    """The norm of a net's whole gradient at every step: of all its weights and biases together, before clipping."""
    return np.asarray(np.sqrt(np.sum(run.gradients(net) ** 2, axis=1)))
