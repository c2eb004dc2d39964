"""The trained nets: gradient norms by layer of the first step, with and without auxiliary heads, and how both learn."""

from __future__ import annotations

from scenes.auxiliary.knobs import NETS, Knobs
from scenes.auxiliary.story import Steps
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.layer_norms import KINDS, NORMS, TITLES, by_layer, layer_norms, norms_axis
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, loss_axes, losses, set_loss_formula, shown
from scenes.stage.core.marks import AnyMark, Group, Path, Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import REST
from scenes.stage.data.recording import Contestant, Recording
from scenes.stage.draw.blocks import heading, options
from scenes.stage.numbers.series import number_text

ROLES = (Role.WARNING, Role.OUTPUT)
BOXES = ((150.0, 200.0, 980.0, 200.0), (150.0, 502.0, 980.0, 176.0))
PLATES_Y = 30.0


def draw_live(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw the live step that time is in."""
    opacity = steps.seen(steps.begin or steps.race)
    plates = options(1184, PLATES_Y, 175, "nets", [(name, name) for name in NETS], knobs.nets)
    stage.add(Group(marks=plates, opacity=opacity))
    run, whole = shown(stage, steps.present), stage.recording
    if run is None or whole is None:
        return
    first = steps.telling(steps.begin)
    if first:
        run = whole.upto(1)
    marks = _begin(run, whole, steps.present.t) if first else _race(run, whole, knobs.nets == "weak start")
    stage.add(Group(marks=(*marks, *footer(run)), opacity=opacity))
    if first:
        stage.formula(*NORMS, _gained(run))
    else:
        set_loss_formula(stage, run, ROLES)


def _begin(run: Recording, whole: Recording, t: float) -> list[AnyMark]:
    """The norms of the first step from the last layer to the first, and where the auxiliary heads stand."""
    marks: list[AnyMark] = []
    for kind, box in zip(KINDS, BOXES, strict=True):
        found = [layer_norms(run, net, kind) for net in range(len(run.plan.contestants))]
        count = max(norms.shape[1] for norms in found)
        axes = Axes(box, (0.5, count + 0.5), norms_axis(whole.upto(1), kind), log_y=True, whole_x=True)
        rows = zip(run.plan.contestants, found, ROLES, strict=True)
        lines = [(contestant.name, norms[0], role) for contestant, norms, role in rows if len(norms)]
        marks += [
            heading(box[0], box[1] - 34, TITLES[kind][0], "in step 1; dashed: a head stands here", Role.GRADIENT),
            *axes.frame("layer"),
            *(_behind(axes, layer) for layer in heads_behind(run.plan.contestants[-1])),
            *by_layer(axes, lines, kind, t / REST, 24.0),
        ]
    return marks


def heads_behind(contestant: Contestant) -> tuple[int, ...]:
    """The layers behind which auxiliary classifiers stand, counted from 1."""
    names = {layer.name.partition(".")[0] for layer in contestant.layers if layer.name.startswith("aux")}
    return tuple(sorted(int(name.removeprefix("aux")) for name in names))


def _behind(axes: Axes, layer: int) -> Path:
    """A line where a head stands."""
    x, top = axes.at(layer + 0.5, axes.y[1])
    bottom = axes.at(layer + 0.5, axes.y[0])[1]
    return Path(points=((x, top), (x, bottom)), line=3.0, dashed=True, role=Role.OUTPUT, name=f"head behind {layer}")


def _gained(run: Recording) -> list[TextRun]:
    """The norms of the first layer's weights."""
    runs = [TextRun("first layer, weights:", Role.MUTED)]
    for net, (contestant, role) in enumerate(zip(run.plan.contestants, ROLES, strict=True)):
        norms = layer_norms(run, net, "weights")
        if len(norms):
            runs += [TextRun(f"    {contestant.name} "), TextRun(number_text(float(norms[0, 0])), role, bold=True)]
    return runs


def _race(run: Recording, whole: Recording, weak: bool) -> list[AnyMark]:
    """Training losses of the last classifiers, and accuracies on pictures that the nets are not trained with."""
    above, below = BOXES
    return [
        heading(above[0], above[1] - 34, "training loss", "cross-entropy in nats, of the last classifier"),
        *losses(loss_axes(whole, above), run, ROLES, size=24.0),
        heading(below[0], below[1] - 34, "accuracy", "validation, in %"),
        *accuracies(accuracy_axes(whole, below), run, ROLES, 24.0, early=weak),
    ]
