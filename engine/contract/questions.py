"""Questions about networks, and answers: the window asks at any time, and the engine needs no run to answer.

One question gets one answer: a `Reply`, or several that are the parts of one, or a `NoReply` that says why there is
none.
"""

import msgspec

from engine.contract.numbers import Array, View, Weights
from engine.contract.spec import Network


class Present(msgspec.Struct, frozen=True, tag="present"):
    """A contestant of the run in progress, or of the last one while the engine has it, by its index."""

    contestant: int


class Stored(msgspec.Struct, frozen=True, tag="stored"):
    """A network as it once was, which the window has from a recording.

    It tells so many `classes` apart, and sees (picture - `mean`) / `deviation` of pictures that hold 0..255.
    """

    network: Network
    classes: int
    mean: float
    deviation: float
    weights: Weights


Subject = Present | Stored


class Forward(msgspec.Struct, frozen=True, tag="forward"):
    """What the network makes of a picture (uint8, (channels, height, width))."""

    picture: Array


Question = Forward


class Query(msgspec.Struct, frozen=True, tag="query"):
    """Ask a question; replies carry the token. In a run it is answered between two steps."""

    token: int
    about: Subject
    question: Question


class Forwarded(msgspec.Struct, frozen=True, tag="forwarded"):
    """What a network makes of a picture."""

    view: View


Answer = Forwarded


class Reply(msgspec.Struct, frozen=True, tag="reply"):
    """Part `part` (from 0) of the `parts` of an answer.

    `step` is the one after which a present contestant was asked, None for a stored network.
    """

    token: int
    part: int
    parts: int
    answer: Answer
    step: int | None = None


class NoReply(msgspec.Struct, frozen=True, tag="no-reply"):
    """There is no answer: `message` is one sentence for the user, `details` is for a bug report."""

    token: int
    message: str
    details: str = ""
