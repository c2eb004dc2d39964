"""What is measured of a network in one form, and what the process that measures says and hears: JSON, a line each.

The shell prints what is measured in the same way.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from desktop.lab.take_away.taken import Order
from engine.contract.edge import Layers
from engine.contract.numbers import Array

Form = Literal["torch", "onnx", "int8"]
"""As it is in PyTorch, as it is in ONNX Runtime, and int8 (static, per channel) in ONNX Runtime."""
InRuntime = Literal["onnx", "int8"]
"""The forms that the process measures; the other is the engine's."""
TITLES: dict[Form, str] = {
    "torch": "float32, PyTorch",
    "onnx": "float32, ONNX Runtime",
    "int8": "int8, ONNX Runtime",
}
"""What forms are called: of nearly all networks the numbers are float32."""


def titled(form: Form, numbers: str = "float32") -> str:
    """What a form is called of a network whose numbers may be of another kind."""
    return TITLES[form] if form == "int8" else TITLES[form].replace("float32", numbers)


class Measurement(msgspec.Struct, frozen=True):
    """A network in one form, one picture at a time, or as many `at_once` as its file demands.

    `median` and `p95` are seconds of one picture over so many `runs`, on so many `threads` of `processor`. `file` is
    the bytes of its file, `memory` the most bytes of activations that are alive at once: as torch keeps them, or as the
    graph of the ONNX file asks for. `right` of `judged` pictures with known classes have the right first answer; None
    where no classes are known. `changed` are the numbers of the pictures, of `answered` ones, whose first answer is
    another than in the first form that was measured; None for that form itself.
    Their names are `changed_names`, in the same order. `tied` are those of them in which the answer before has the same
    logit as the new one: this form can't tell both apart, and of these the first in the list of classes counts.

    What ONNX Runtime is timed with standardises the picture as well, unless somebody else wrote the file; the engine
    gets it standardised. `memory` is None where the graph can't be read, which takes the package `onnx`. `layers` were
    timed in passes of their own: a layer that is fused with another is counted with that one. What else the runtime
    does (to lay numbers out anew, say) is `own`, by what it is. `depth` is how many layers the network is listed with,
    0 where that isn't known. `numbers` is the kind of its weights. `notes` are sentences that must be told.
    """

    network: str
    form: Form
    median: float
    p95: float
    runs: int
    threads: int
    processor: str
    file: int
    memory: int | None
    right: int | None = None
    judged: int = 0
    changed: tuple[int, ...] | None = None
    answered: int = 0
    changed_names: tuple[str, ...] = ()
    layers: Layers = ()
    runtime: str = ""
    notes: tuple[str, ...] = ()
    tied: tuple[int, ...] = ()
    own: Layers = ()
    depth: int = 0
    numbers: str = "float32"
    at_once: int = 1

    @property
    def title(self) -> str:
        """What its form is called."""
        return titled(self.form, self.numbers)


# What can be measured ------------------------------------------------------------------------------------------------


IMAGENET_MEAN, IMAGENET_DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""What most networks for photographs see pictures standardised with."""
MNIST_MEAN, MNIST_DEVIATION = (0.1307,), (0.3081,)
"""What most networks for grey pictures do."""


class OfFile(msgspec.Struct, frozen=True, tag="file"):
    """The network in an ONNX file; it sees (picture / 255 - `mean`) / `deviation`, a number for each channel.

    With () it sees pixels from 0 to 255 as they are. A file that we wrote, or one that takes bytes, always does, and
    one that standardises pictures itself gets what it wants. Numbers for three channels are none for others: then grey
    pictures go in as for MNIST, and all others as picture / 255.
    """

    path: str
    mean: tuple[float, ...] = IMAGENET_MEAN
    deviation: tuple[float, ...] = IMAGENET_DEVIATION


class OfRun(msgspec.Struct, frozen=True, tag="run"):
    """A contestant of a run of the lab with its weights, as they are ordered as ONNX; `path` of the order says nothing.

    In `sets` lie the pictures of the user's own that it may have learned from.
    """

    order: Order
    sets: str = ""


class OfKit(msgspec.Struct, frozen=True, tag="kit"):
    """A network that is described, with its weights: those that ship, or those in a `folder` laid out in the same way.

    With a `drawn` seed its weights are drawn by chance; then it is asked for no answers, which would mean nothing.
    """

    network: str
    folder: str = ""
    drawn: int | None = None


Source = OfFile | OfRun | OfKit


# What the process hears ----------------------------------------------------------------------------------------------


class Prepare(msgspec.Struct, frozen=True, tag="prepare"):
    """Have a network as an ONNX file and its pictures at hand, all in `folder`, which is there.

    The pictures are those of the network itself: what judged it in its run, or photos that ship. Those in the folder
    `pictures` take their place; whose folder there is named as a class, its class is known.
    """

    source: Source
    folder: str
    pictures: str = ""


class Measure(msgspec.Struct, frozen=True, tag="measure"):
    """Measure the network that is ready, called `network`, in these forms, one after the other.

    `answers` are the first answers to all pictures in a form that was measured before, which others are compared with;
    with () it is the first of these forms that answers.
    """

    network: str
    forms: tuple[InRuntime, ...]
    threads: int = 1
    answers: tuple[int, ...] = ()


# What it says --------------------------------------------------------------------------------------------------------


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """What goes on, in words, and how far it is: `done` of `of` parts, 0 of 0 where nobody knows."""

    words: str
    done: int = 0
    of: int = 0


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """A network is ready: its `file`, and the `shape` (channels, height, width) of the pictures that it takes.

    `pictures` is a file of numpy's (npz): `pictures` uint8 (count, channels, height, width) that all forms answer, and
    their `labels`, -1 where one isn't known. `count` is 0 where none are answered. `names` are what the pictures are
    called, `classes` what the network's answers are, () for numbers. `said` tells in words what the pictures are; for
    the same pictures of whatever size `which` is the same.
    """

    file: str
    shape: tuple[int, ...]
    pictures: str
    count: int
    names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    said: str = ""
    notes: tuple[str, ...] = ()
    which: str = ""


class Told(msgspec.Struct, frozen=True, tag="told"):
    """One form is measured; `logits` (pictures, classes), float32, are its answers, None where it gave none."""

    measurement: Measurement
    logits: Array | None = None


class Done(msgspec.Struct, frozen=True, tag="done"):
    """Nothing more comes of what was to be measured; `missing` says in a sentence why forms are left out, if so."""

    missing: str = ""


class Fault(msgspec.Struct, frozen=True, tag="fault"):
    """What was asked can't be done: one sentence for the user, and what a bug report needs."""

    sentence: str
    details: str = ""


Wish = Prepare | Measure
Answer = Progress | Ready | Told | Done | Fault

encode = msgspec.json.Encoder().encode
read_wish = msgspec.json.Decoder(Wish).decode
read_answer = msgspec.json.Decoder(Answer).decode
