"""A layer that was taught classes of one's own, as a file: safetensors, which hold numbers and no program."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from desktop.pictures.answers import called
from engine.contract.files import write_atomically
from engine.contract.numbers import Array
from engine.contract.questions import Headed

SUFFIX = ".safetensors"
PARTS = ("weights", "bias", "mean", "spread")
"""The names of the tensors, which are the fields of `Headed`."""


class HeadError(ValueError):
    """Why a file is no such layer; one sentence, which says what to do."""


def write_head(path: Path, head: Headed) -> None:
    """Write a layer with its classes; raises OSError."""
    tensors = {name: np.ascontiguousarray(getattr(head, name).numpy()) for name in PARTS}
    data = save(tensors, {"network": head.network, "classes": json.dumps(head.classes)})
    path.parent.mkdir(parents=True, exist_ok=True)
    with write_atomically(path) as file:
        file.write(data)


def read_head(path: Path) -> Headed:
    """Read a layer with its classes; raises HeadError."""
    try:
        with safe_open(path, framework="numpy") as stored:
            about = stored.metadata() or {}
            classes = tuple(str(each) for each in json.loads(about["classes"]))
            weights, bias, mean, spread = (stored.get_tensor(name) for name in PARTS)
        fits = weights.shape == (len(classes), len(mean)) and bias.shape == (len(classes),)
        if not fits or mean.shape != spread.shape or any(each.dtype != np.float32 for each in (weights, bias, mean)):
            raise HeadError(f"The layer in {called(path)} does not fit its classes. Keep it again, and use that.")
        return Headed(about["network"], classes, *(Array.of(each) for each in (weights, bias, mean, spread)))
    except (OSError, SafetensorError) as error:
        raise HeadError(f"{called(path)} can't be read as a taught layer. Choose one that was kept.") from error
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise HeadError(f"{called(path)} holds no layer that was taught here. Choose one that was kept.") from error
