"""What can be read off a run, in words: at one step, and as a whole."""

from __future__ import annotations

from typing import Literal

import msgspec

from desktop.runs.norms import norms as measured_norms
from engine.contract.spec import Origin, RunSpec
from scenes.stage.charts.layer_norms import Kind
from scenes.stage.data.recording import Plan, Recording
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import SMOOTHING, mean_at, number_text, percent_text

Measure = Literal["loss", "accuracy"]
MEAN = f"mean of {SMOOTHING} batches around it"
PATH = 3
"""So many steps make a path."""
ENDINGS = {"stopped": "stopped", "diverged": "not finite any more"}
"""How a run ended that did not get to its end."""


def means(recording: Recording, step: int, measure: Measure) -> list[str]:
    """Each contestant's mean around a step, as the line shows it."""
    return [_mean(recording, index, step, measure) for index in range(len(recording.plan.contestants))]


def measured(recording: Recording, step: int, measure: Measure) -> str:
    """All about one measure at a step: the batch, the mean around it and the last validation of each contestant."""
    view = recording.upto(step)
    if not len(view.ticks):
        return ""
    lines = [_where(view)]
    for index, contestant in enumerate(view.plan.contestants):
        values = _values(view, index, measure)
        lines.append(f"{contestant.name}: this batch {_write(float(values[-1]), measure)}")
        lines.append(f"    {MEAN} {_mean(recording, index, step, measure)}")
        for validation in view.validations[-1:]:
            score = validation.scores[index]
            if score is not None:
                found = score.loss if measure == "loss" else score.accuracy
                lines.append(f"    validation {_write(found, measure)} (step {validation.step})")
    return "\n".join(lines)


def laid_over(name: str, recording: Recording, step: int, measure: Measure) -> str:
    """The means of another run at a step, or at its end if that came before."""
    found = zip(recording.plan.contestants, means(recording, step, measure), strict=True)
    lines = [f"    {contestant.name}: {MEAN} {mean}" for contestant, mean in found]
    return "\n".join([f"{name}, step {min(step, recording.step)}", *lines])


def norms(recording: Recording, step: int, only: int | None = None, kind: Kind = "weights") -> str:
    """The gradient norms of the batch at a step, a line for each layer."""
    view = recording.upto(step)
    if not len(view.ticks):
        return ""
    lines = [_where(view)]
    for index, contestant in enumerate(view.plan.contestants):
        if only in (None, index):
            layers, found = measured_norms(view, index, kind)
            lines += [
                f"{contestant.name}, {layer}: {number_text(float(norm))}"
                for layer, norm in zip(layers, found[-1], strict=True)
            ]
    return "\n".join(lines)


def length(recording: Recording) -> str:
    """How far a run went and how long it took."""
    seconds = float(recording.column("seconds")[-1]) if recording.step else 0.0
    took = duration_text(recording.ending.seconds if recording.ending is not None else seconds)
    ending = ENDINGS.get(recording.ending.reason) if recording.ending is not None else "broken off"
    return f"{counted(recording.step, 'step')} in {took}" + (f", {ending}" if ending else "")


def machine(plan: Plan) -> str:
    """What one must know to repeat a run."""
    versions = dict(plan.versions)
    threads = "one thread" if plan.threads == 1 else f"{plan.threads} threads"
    torch = f", torch {versions['torch']}" if "torch" in versions else ""
    spec = spec_of(plan)
    begun = f" Begun with {beginning(spec.origin)}." if spec.origin else ""
    return f"Seed {spec.seed}, {plan.device}, {threads}{torch}.{begun}"


def beginning(origin: Origin) -> str:
    """What a run begins with that goes on from another, in words."""
    return f"the weights of “{origin.name}” after step {origin.step:,}"


def spec_of(plan: Plan) -> RunSpec:
    """The settings that a run began with."""
    return msgspec.json.decode(plan.spec, type=RunSpec)


def rate_text(lr: float) -> str:
    """A learning rate in a few characters: 0.003, 0.0015, 5.1·10⁻⁷."""
    return f"{lr:.3g}" if lr >= 1e-4 else number_text(lr)


def left_a_path(recording: Recording | None) -> bool:
    """Whether a run is over and has left the weights of enough steps to see which way it went."""
    return recording is not None and recording.ending is not None and len(recording.checkpoints) >= PATH


def _where(view: Recording) -> str:
    epoch, lr, batch = (view.column(name)[-1] for name in ("epoch", "lr", "batch"))
    return f"step {view.step}, epoch {epoch:.2f}, learning rate {rate_text(lr)}, batch {batch:.0f}"


def _mean(recording: Recording, contestant: int, step: int, measure: Measure) -> str:
    """The mean in words; a dash before the first step, of which no batch tells."""
    last = len(recording.upto(step).ticks) - 1
    return _write(mean_at(_values(recording, contestant, measure), last), measure) if last >= 0 else "–"


def _values(view: Recording, contestant: int, measure: Measure) -> Numbers:
    return view.loss(contestant) if measure == "loss" else view.accuracy(contestant)


def _write(value: float, measure: Measure) -> str:
    return percent_text(value) if measure == "accuracy" else number_text(value)


def duration_text(seconds: float) -> str:
    """A time span in words: "8 s", "3 min", "1 h 20 min"."""
    whole = max(0, round(seconds))
    if whole < 90:
        return f"{whole}\N{NO-BREAK SPACE}s"
    minutes = round(whole / 60)
    words = f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
    return words.replace(" ", "\N{NO-BREAK SPACE}")
