"""Where a finding leads: the chart that shows it, and the scene that explains it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desktop.lab.charts.board import Moment
from desktop.lab.doctor import rules
from desktop.lab.doctor.rules import Finding, Measure
from desktop.runs.readings import spec_of
from engine.contract.spec import ConvStack
from scenes.stage.charts.layer_norms import Kind
from scenes.stage.data.recording import Recording

CHARTS: dict[Measure, tuple[int, Kind]] = {
    "loss": (0, "weights"),
    "accuracy": (1, "weights"),
    "gradients": (2, "weights"),
    "activation gradients": (2, "activations"),
    "layers": (2, "weights"),
    "updates": (0, "weights"),
}
"""Which of the charts shows what was measured, or what comes of it, and the gradients of what."""


@dataclass(frozen=True)
class Link:
    """A scene, its title, and the knobs under which it shows what was found."""

    scene: str
    title: str
    knobs: dict[str, Any] = field(default_factory=dict)


_VANISHING, _ACTIVATION, _SOFTMAX = "Vanishing and exploding", "Activation", "Logits, softmax, loss"
_TOO_LARGE_WEIGHTS = Link("vanishing", _VANISHING, {"activation": "ReLU", "rule": "twice He"})
_DEPTH = Link("degradation", "Degradation", {"norms": "activations"})

LINKS: dict[rules.Kind, Link] = {
    "diverges": Link("vanishing", _VANISHING, {"weight": 2.0}),
    "start": _TOO_LARGE_WEIGHTS,
    "explodes": _TOO_LARGE_WEIGHTS,
    "vanishes": Link("vanishing", _VANISHING, {"activation": "ReLU", "rule": "PyTorch"}),
    "dead": Link("activation", _ACTIVATION, {"function": "ReLU"}),
    "too large": Link("softmax", _SOFTMAX, {"rate": 5.0}),
    "too small": Link("softmax", _SOFTMAX, {"rate": 0.1}),
    "by heart": Link("vanishing", _VANISHING),
    "overfits": Link("dense", "From dense to convolution"),
}
"""The scene of a kind of finding, where there is one that explains it."""

SEEN_IN_MISTAKES: frozenset[rules.Kind] = frozenset(("chance", "overfits"))
"""Findings about new pictures: which of them were taken for what says more than a chart."""


def moment(finding: Finding) -> Moment:
    """Where in the charts a finding can be seen."""
    chart, kind = CHARTS[finding.measure]
    return Moment(chart, finding.since, finding.contestant, kind)


def link(recording: Recording, finding: Finding) -> Link | None:
    """The scene that shows what was found; None where there is none."""
    network = spec_of(recording.plan).contestants[finding.contestant].network
    curve = getattr(network, "activation", "relu")
    if finding.kind in ("explodes", "by heart") and isinstance(network, ConvStack):
        return _DEPTH
    if finding.kind == "vanishes" and curve in ("sigmoid", "tanh"):
        return Link("vanishing", _VANISHING, {"activation": curve, "rule": "Glorot"})
    if finding.kind == "saturated":
        layers = recording.plan.contestants[finding.contestant].layers
        kind = next(layer.kind for layer in layers if layer.name == finding.layer)
        return Link("activation", _ACTIVATION, {"function": kind})
    return LINKS.get(finding.kind)
