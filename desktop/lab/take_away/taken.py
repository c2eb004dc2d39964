"""What is to be taken along, and where to: plain data, which a process of its own carries out."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from desktop.lab.take_away import settings_file
from desktop.lab.take_away.altering import Altering
from desktop.lab.take_away.layers import in_the_lab
from desktop.runs.readings import spec_of
from desktop.runs.storage import weights
from engine.contract.events import Weights
from engine.contract.spec import Contestant, RunSpec, about, opened
from scenes.stage.data.recording import Checkpoint, Recording

Form = Literal["code", "safetensors", "onnx"]
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Kept(msgspec.Struct, frozen=True):
    """What made a contestant after a step of its run: the weights of its `layers`, by the names that the lab has.

    It sees (picture - `mean`) / `deviation` of pictures that hold 0..255.
    """

    step: int
    layers: tuple[str, ...]
    weights: Weights
    mean: float
    deviation: float

    def numbers(self) -> Mapping[str, NDArray[np.float32]]:
        """The weights as arrays."""
        return {name: values.numpy() for name, values in self.weights.items()}


class Order(msgspec.Struct, frozen=True):
    """One contestant of a run, to be written into a file in one form; code can do without weights.

    `alterings` are what was changed while the run went on.
    """

    form: Form
    contestant: Contestant
    spec: RunSpec
    path: str
    kept: Kept | None = None
    alterings: tuple[Altering, ...] = ()

    @property
    def file(self) -> Path:
        """Where it is to be written."""
        return Path(self.path)


def kept_in(recording: Recording, checkpoint: Checkpoint, index: int) -> tuple[Contestant, RunSpec, Kept | None]:
    """A contestant of a run, the settings of the run, and what made it at a checkpoint; None if it had left by then."""
    plan = recording.plan
    found, layers = checkpoint.weights[index], tuple(layer.name for layer in plan.contestants[index].layers)
    spec = spec_of(plan)
    kept = None if found is None else Kept(checkpoint.step, layers, weights(found), plan.mean, plan.deviation)
    return spec.contestants[index], spec, kept


def named_in_the_lab(order: Order, kept: Kept) -> dict[str, str]:
    """What the lab calls each layer, by its name as a part; raises `UnfitLayersError` if the weights are another's."""
    data = about(order.spec.data)
    return in_the_lab(opened(order.contestant.network, data.shape), data.shape, len(data.classes), kept.layers)


def to_wire(order: Order) -> bytes:
    """An order as the process reads it."""
    return msgspec.msgpack.encode(order)


def from_wire(data: bytes) -> Order:
    """An order as it was written."""
    return msgspec.msgpack.decode(data, type=Order)


def metadata(order: Order, kept: Kept) -> dict[str, str]:
    """What a file with weights says of itself: all that is needed to use them, as texts (JSON where it is more)."""
    data = about(order.spec.data)

    def text(value: Any) -> str:
        return msgspec.json.encode(value).decode()

    changed = {"changes": text(order.alterings)} if order.alterings else {}
    return {
        "name": order.contestant.name,
        "step": str(kept.step),
        "classes": text(data.classes),
        "shape": text(data.shape),
        "mean": repr(kept.mean),
        "deviation": repr(kept.deviation),
        "settings": settings_file.text(order.spec).decode(),
        **changed,
    }


def refused(path: Path, error: OSError) -> str:
    """Why a file can't be written, and what to do."""
    advice = "Make room there, or choose" if error.errno in _FULL else "Choose"
    return f"{path.name} can't be written into {path.parent}: {error.strerror}. {advice} another folder."
