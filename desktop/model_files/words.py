"""What the process that reads a network's file says and hears, one line of JSON each."""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.contract.numbers import Array
from scenes.stage.data.networks import Layer

Format = Literal["safetensors", "onnx", "pytorch"]
Runs = Literal["", "engine", "onnx"]


class Tensor(msgspec.Struct, frozen=True):
    """One array of numbers of a file: its name there, its kind ("F32", as safetensors call it), and its shape."""

    name: str
    kind: str
    shape: tuple[int, ...]


class Contents(msgspec.Struct, frozen=True):
    """What a file holds.

    `layers` stand in the order of the forward pass where that is known, else in that of the file. Of a layer whose
    shape is not known `shape` is (); what else isn't known has its default. Where neighbouring units don't see alike,
    as behind a transposed convolution, `field` is the largest, and `start` is None. `tensors` has for each layer, by
    its name, the arrays that are its own; the largest comes first.
    `network` names the description of `assets/networks` that the file fits, "" for none. `runs` says what can run it:
    the engine, where it fits one; ONNX Runtime; or nothing, and then `why` says in a sentence why not.
    `shape` is that of the pictures it takes, (channels, height, width), () where that isn't known; `classes` is how
    many numbers it gives, 0 where that isn't known. Of a file that fits, `way` is how its network is taken to read
    pictures, one of `fits.ways`, and `names_there` has the file's own name of each layer with numbers, if some are
    called otherwise here. `counted` says whether MACs and receptive fields are known at all; `uncounted` names layers
    that have weights and whose MACs nobody knows even so. With one of these `macs` is None.
    It is `timed` where it can't be asked about a picture, but what it costs can be measured: it gives no classes, say.
    `notes` are sentences about what was seen in the file and must be told. Where the file tells how pictures must be
    standardised, `mean` and `deviation` do, as in `Run`; else they are ().
    """

    file: str
    format: Format
    bytes: int
    layers: tuple[Layer, ...]
    tensors: dict[str, tuple[Tensor, ...]]
    parameters: int
    macs: int | None = None
    network: str = ""
    runs: Runs = ""
    why: str = ""
    shape: tuple[int, ...] = ()
    classes: int = 0
    labels: tuple[str, ...] = ()
    way: str = ""
    names_there: dict[str, str] = {}
    uncounted: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    mean: tuple[float, ...] = ()
    deviation: tuple[float, ...] = ()
    timed: bool = False

    @property
    def measurable(self) -> bool:
        """Whether what it costs can be measured."""
        return bool(self.runs) or self.timed

    @property
    def counted(self) -> bool:
        """Whether multiply-accumulates, shapes and receptive fields are known, but for the layers in `uncounted`."""
        return self.macs is not None or bool(self.uncounted)


class Fault(msgspec.Struct, frozen=True, tag="fault"):
    """The file can't be read: one sentence."""

    sentence: str


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """The file was read."""

    contents: Contents


class Look(msgspec.Struct, frozen=True, tag="look"):
    """Ask for one array of the file by its name."""

    tensor: str


class Histogram(msgspec.Struct, frozen=True):
    """How the finite numbers of an array lie: `counts` between `edges` (one more), their mean and deviation.

    `zeros` are exactly 0; `odd` are not finite.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    mean: float
    deviation: float
    zeros: int
    odd: int


class Looked(msgspec.Struct, frozen=True, tag="looked"):
    """One array: its histogram, and its numbers as float32, of a large one only the first `MOST_SHOWN` filters."""

    tensor: str
    histogram: Histogram
    values: Array


class Prepare(msgspec.Struct, frozen=True, tag="prepare"):
    """Write the weights of a network that fits a description into a folder, as the engine and the scenes read them.

    `labels` are what its classes are called, () for none. `way` is how it reads pictures, one of `fits.ways`; "" for
    the one that the contents tell of.
    """

    folder: str
    labels: tuple[str, ...] = ()
    way: str = ""


class Prepared(msgspec.Struct, frozen=True, tag="prepared"):
    """They are there."""

    folder: str


class Run(msgspec.Struct, frozen=True, tag="run"):
    """Send a picture (uint8, (channels, height, width)) through an ONNX network; answer the maps of some layers too.

    The network sees (picture / 255 - `mean`) / `deviation`, a number for each channel.
    """

    picture: Array
    layers: tuple[str, ...]
    mean: tuple[float, ...]
    deviation: tuple[float, ...]


class Ran(msgspec.Struct, frozen=True, tag="ran"):
    """What it answers: logits (classes,), and the outputs of the layers that were asked for, float32."""

    logits: Array
    maps: tuple[Array, ...]


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """An order can't be carried out, though the file can be read: one sentence."""

    sentence: str


MOST_SHOWN = 512
"""So many filters of one layer are shown at most; fewer where each is large."""

Order = Look | Prepare | Run
Answer = Opened | Fault | Looked | Prepared | Ran | Refused

encode = msgspec.json.Encoder().encode
read_order = msgspec.json.Decoder(Order).decode
read_answer = msgspec.json.Decoder(Answer).decode
