"""Mistakes about logits and softmax, as turns of this scene's knobs."""

from __future__ import annotations

from scenes.softmax.computed import example
from scenes.softmax.knobs import CLASSES, Knobs
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.knobs import as_edits


def _other(knobs: Knobs) -> str:
    """The class after the true one."""
    return CLASSES[(CLASSES.index(knobs.label) + 1) % knobs.classes]


CONFUSIONS = (
    Confusion("shift", 0.0, "The constant is forgotten.", "C11/shift"),
    Confusion("shift", lambda k: -k.shift, "The constant is subtracted, not added.", "C11/shift"),
    Confusion("factor", 1.0, "The factor is forgotten.", "C11/factor"),
    Confusion("factor", lambda k: 1 / k.factor, "The logits are divided, not multiplied.", "C11/factor"),
    Confusion("temperature", 1.0, "The temperature is forgotten.", "C11/temperature"),
    Confusion(
        "temperature", lambda k: 1 / k.temperature, "The logits are multiplied by T, not divided.", "C11/temperature"
    ),
    Confusion("label", lambda k: _other(k), "Another class is taken as the true one.", "C11/label"),
    Confusion("values", lambda k: as_edits(-example(k).before.z), "The logits have the wrong sign.", "C11/sign"),
    Confusion("rate", lambda k: k.rate / 2, "The step is half as long."),
)
