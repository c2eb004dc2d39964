"""The formula of each step of the degradation scene, with the numbers filled in."""

from __future__ import annotations

import math

from scenes.degradation.computed import CIFAR_ERRORS, Copy
from scenes.degradation.knobs import KINDS, Knobs
from scenes.degradation.nets import Net, of_kind, training_loss, validation_loss
from scenes.degradation.story import Steps
from scenes.stage.charts.layer_norms import KINDS as NORM_KINDS
from scenes.stage.charts.layer_norms import NORMS, latest_norms
from scenes.stage.charts.training import LOSS
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.data.paper_results import DEPTH_ERRORS
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import number
from scenes.stage.numbers.series import number_text
from scenes.stage.numbers.values import format_number

H, K = r"\textcolor{input}{h}", r"\textcolor{kernel}{K}"
DO_NOTHING = (rf"\max(0, {K} \star {H}) = {H} \quad \mathrm{{where}} \;\; {H} \geq 0", "max(0, K ⋆ h) = h where h ≥ 0")
APART = (
    r"\mathrm{overfitting:}\;\; L_{train} \ll L_{val} \qquad\quad"
    r" \mathrm{degradation:}\;\; L_{train}^{deep} > L_{train}^{shallow}",
    "overfitting: training loss far below validation loss; degradation: training loss of the deep net above "
    "that of the shallow one",
)


def set_static_formula(stage: Stage, steps: Steps, copy: Copy) -> None:
    """Set the formula of a step that shows no run."""
    if steps.deepest.active:
        deepest = max(CIFAR_ERRORS)
        best = min(CIFAR_ERRORS, key=lambda layers: CIFAR_ERRORS[layers])
        numbers = [
            TextRun(f"{deepest:,} layers − {best} layers:  {CIFAR_ERRORS[deepest]:.2f} − {CIFAR_ERRORS[best]:.2f} = "),
            TextRun(f"{CIFAR_ERRORS[deepest] - CIFAR_ERRORS[best]:.2f} points of test error", Role.WARNING, bold=True),
        ]
        stage.formula(*APART, numbers)
        return
    layers = steps.added(len(copy.kernels))
    numbers = [TextRun(f"largest change behind {layers} added: "), TextRun(number(copy.difference(layers)), bold=True)]
    stage.formula(*DO_NOTHING, numbers if layers else "")


def set_live_formula(stage: Stage, steps: Steps, run: Recording, knobs: Knobs) -> None:
    """Set the formula of a live step, with the run's numbers."""
    if steps.telling(steps.begin, steps.learn):
        stage.formula(*NORMS, _ratios(run, of_kind(run, knobs.kind)[-1]))
    elif steps.overfitting.active:
        stage.formula(*APART, _gaps(run))
    elif steps.paper.active:
        stage.formula(*LOSS, _changes(run))
    else:
        kinds = KINDS[:1] if steps.race.active else KINDS
        stage.formula(*LOSS, _depths(run, kinds))


def _depths(run: Recording, kinds: tuple[str, ...]) -> list[TextRun]:
    """The deepest net's loss against the shallowest one's, for each kind."""
    runs = [TextRun(f"step {run.step}:", Role.MUTED)]
    for kind in kinds:
        shallow, *_, deep = of_kind(run, kind)
        low, high = training_loss(run, shallow), training_loss(run, deep)
        if math.isfinite(low) and math.isfinite(high):
            runs += [
                TextRun(f"    {kind}, {deep.layers} to {shallow.layers} layers:  "),
                TextRun(f"{number_text(high)} / {number_text(low)} = "),
                TextRun(number_text(high / low), deep.role, bold=True),
            ]
    return runs


def _gaps(run: Recording) -> list[TextRun]:
    """How far validation lies above training, for the shallowest and the deepest plain net."""
    runs = [TextRun("validation − training, plain:", Role.MUTED)]
    shallow, *_, deep = of_kind(run, "plain")
    for net in (shallow, deep):
        learned, judged = training_loss(run, net), validation_loss(run, net)
        if math.isfinite(learned) and math.isfinite(judged):
            before = f"    {net.name}:  {format_number(judged, 3)} − {format_number(learned, 3)} = "
            runs += [TextRun(before), TextRun(format_number(judged - learned, 3), net.role, bold=True)]
    return runs


def _ratios(run: Recording, net: Net) -> list[TextRun]:
    """How the second convolution's norm compares with that of the last one: both have one shape, the first another."""
    runs = [TextRun(f"{net.kind}, {net.name}, 2nd / last convolution:", Role.MUTED)]
    for kind in NORM_KINDS:
        norms = latest_norms(run, net.index, kind)
        if len(norms) and norms[-2] > 0:
            runs += [
                TextRun(f"   {kind} {number_text(float(norms[1]))} / {number_text(float(norms[-2]))} = "),
                TextRun(number_text(float(norms[1] / norms[-2])), Role.GRADIENT, bold=True),
            ]
    return runs


def _changes(run: Recording) -> list[TextRun]:
    """What more depth has done, in the paper and in this run."""
    runs = [TextRun("deeper:", Role.MUTED)]
    for kind in KINDS:
        shallow, *_, deep = of_kind(run, kind)
        before, after = DEPTH_ERRORS[kind]
        runs.append(TextRun(f"    {kind}  paper "))
        runs.append(TextRun(f"{after - before:+.2f} points".replace("-", "−"), deep.role, bold=True))
        change = training_loss(run, deep) - training_loss(run, shallow)
        if math.isfinite(change):
            sign = "+" if change >= 0 else "−"
            runs += [TextRun(",  run "), TextRun(f"{sign}{number_text(abs(change))} nats", deep.role, bold=True)]
    return runs
