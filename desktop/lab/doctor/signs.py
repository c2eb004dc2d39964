"""What the doctor reads off a recording: numbers that are on a chart, or that were measured for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.contract.spec import OwnData, RunSpec
from scenes.stage.data.recording import Health, Recording, Score
from scenes.stage.numbers.growing import Numbers

RECENT = 50
"""So many steps are looked at where a single one says little."""
BY_HEART = 0.05
"""With such a loss pictures are learned by heart: the engine tries no longer then."""
LEAST_LAYERS = 6
"""A net needs so many layers with weights for its gradients to lean with depth."""


@dataclass(frozen=True)
class Examined:
    """How the layers of one contestant were doing after a step."""

    step: int
    health: Health


def chance(recording: Recording) -> float:
    """The loss of somebody who finds all classes equally probable: ln C."""
    return math.log(len(recording.plan.classes))


def largest_class(recording: Recording, spec: RunSpec) -> float:
    """The share of the largest class among the pictures to be judged, 0..1: who always says it is right so often."""
    if not isinstance(spec.data, OwnData):
        return 1 / len(recording.plan.classes)
    counts = [validation for _, validation in spec.data.counts]
    return max(counts) / sum(counts)


def scores(recording: Recording, contestant: int) -> list[tuple[int, Score]]:
    """The validations of a contestant: steps and scores."""
    found = ((each.step, each.scores[contestant]) for each in recording.validations)
    return [(step, score) for step, score in found if score is not None]


def examined(recording: Recording, contestant: int) -> list[Examined]:
    """What is known of the layers of a contestant, in order."""
    found = ((step, score.health) for step, score in scores(recording, contestant))
    return [Examined(step, health) for step, health in found if health is not None]


def recent_loss(recording: Recording, contestant: int, window: int = 20) -> float:
    """The mean loss of the last batches; NaN where none is finite."""
    losses = recording.loss(contestant)[-window:]
    finite = losses[np.isfinite(losses)]
    return float(finite.mean()) if finite.size else math.nan


def lean(norms: Numbers) -> float:
    """How many powers of ten the norms (steps, layers) lose from the last layer to the first, along a straight line.

    Negative where they grow. Exact zeros count for nothing, for those are of dead units; NaN where too few are left.
    """
    if norms.shape[1] < LEAST_LAYERS or not len(norms):
        return math.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where((norms > 0) & np.isfinite(norms), np.log10(norms), np.nan)
    counted = np.isfinite(logs).any(0)
    if counted.sum() < LEAST_LAYERS:
        return math.nan
    layers = np.flatnonzero(counted)
    means = np.nanmean(logs[:, counted], axis=0)
    slope = np.polyfit(layers, means, 1)[0]
    return float(slope * (layers[-1] - layers[0]))


def weighted(recording: Recording, contestant: int) -> list[int]:
    """Which of the trained layers are convolutions or dense layers."""
    layers = recording.plan.contestants[contestant].trained_layers
    return [place for place, layer in enumerate(layers) if layer.kind in ("conv", "dense")]


def weight_lean(recording: Recording, contestant: int, first: int, last: int) -> float:
    """The lean of the gradients of the weights over some rows of steps."""
    return lean(recording.gradients(contestant)[first:last, weighted(recording, contestant)])


def activation_lean(recording: Recording, contestant: int, first: int, last: int) -> float:
    """The lean of the gradients of what the layers give over some rows of steps; NaN where they weren't recorded."""
    return lean(recording.activation_gradients(contestant)[first:last])


def update(health: Health, places: list[int]) -> float:
    """How far a step moves the weights of the layer in the middle, as a share of their length; NaN before any step."""
    found = [health.updates[place] for place in places] if health.updates else []
    return float(np.median(found)) if found else math.nan
