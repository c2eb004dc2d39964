"""*Open this filter*: a learned filter, its bias and the probe picture as the knobs of the convolution scene."""

from __future__ import annotations

from typing import Any

import numpy as np

from desktop.lab.networks.tiles import is_filter_bank
from scenes.stage.data import kernels, pictures
from scenes.stage.data.recording import Plan, Snapshot

SCENE = "convolution"


class NotAConvolutionError(ValueError):
    """These weights can't be shown as a convolution; the text says why, for the user."""


def knobs(plan: Plan, snapshot: Snapshot, contestant: int, index: int) -> dict[str, Any]:
    """The knobs under which the scene computes what the network's first layer did, before its ReLU.

    The picture is the one that the network sees: (picture - mean) / deviation, float32. Raises
    `NotAConvolutionError` for a network whose first layer is no convolution.
    """
    name, view = plan.contestants[contestant].name, snapshot.views[contestant]
    if not is_filter_bank(plan.contestants[contestant]):
        raise NotAConvolutionError(
            f"{name} has no filters to slide: each unit has a weight of its own for every pixel, so there is no "
            "convolution to open. Click a filter of the CNN."
        )
    if view is None:
        raise NotAConvolutionError(f"{name} had left the race by step {snapshot.step}; scrub back to see its filters.")
    if plan.contestants[contestant].first > 0:
        raise NotAConvolutionError(
            f"The filters of {name} don't slide over the picture itself: {plan.contestants[contestant].layers[0].name} "
            "changes it before. Click a filter of a net that begins with a convolution."
        )
    filters, biases = view.filters.array, view.biases.array
    seen = ((snapshot.picture.array.astype(np.float32) - plan.mean) / plan.deviation).astype(np.float32)
    weights = filters[index]
    if len(weights) < len(seen):  # a depthwise layer: this filter sees its own channel only
        seen = seen[index : index + 1]
    learned = kernels.refusal("trained", weights.shape[-1], weights.shape[0], "") is None
    shown = plan.classes[snapshot.label] if snapshot.label >= 0 else "your drawing"
    return {
        "picture": pictures.from_array(f"{shown}, standardised", seen),
        "channels": str(weights.shape[0]),
        "filters": 1,
        "kernel": "trained" if learned else "identity",
        "size": weights.shape[-1],
        "padding": "same",
        "stride": 1,
        "learned": tuple(((0, *place), float(weight)) for place, weight in np.ndenumerate(weights)),
        "bias": float(np.clip(biases[index], -9, 9)),
        "biases": (((0,), float(biases[index])),),
    }
