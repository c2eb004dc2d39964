"""What is asked of the engine where a network is measured in several forms: how long it takes here, and what it says.

The other forms are measured by a program without torch; the two share the rule of `engine.contract.edge.timing`.
"""

import msgspec

from engine.contract.numbers import Array

Layers = tuple[tuple[str, float], ...]
"""Layers by their names, in the order of the forward pass, with the median of the seconds that each takes."""


class TimePasses(msgspec.Struct, frozen=True, tag="time-passes"):
    """How long a network takes for one picture of a shape (channels, height, width), on so many `threads`.

    It is asked of a network that does not learn meanwhile. Of a published one whose weights are `drawn` it may be any
    network of the catalogue.
    """

    shape: tuple[int, int, int]
    threads: int = 1


class JudgeAll(msgspec.Struct, frozen=True, tag="judge-all"):
    """What a network says of many `pictures`, uint8 (pictures, channels, height, width)."""

    pictures: Array


class PassesTimed(msgspec.Struct, frozen=True, tag="passes-timed"):
    """The `seconds` of each pass that counts, of one picture on the processor `machine`, by some version of torch.

    `layers` were timed in passes of their own, since listening to a layer takes some microseconds. `memory` is the most
    bytes of activations that were alive at once. `numbers` is how many bytes the parameters and running
    statistics of all layers take, which is the size of a file of them but for the names in it.
    """

    seconds: tuple[float, ...]
    machine: str
    runtime: str
    layers: Layers
    memory: int
    numbers: int


class Judged(msgspec.Struct, frozen=True, tag="judged"):
    """The `logits` (some pictures, classes), float32, of pictures from number `first` on."""

    first: int
    logits: Array
