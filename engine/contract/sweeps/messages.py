"""What window and engine say to each other about a sweep; `engine.contract.events` says how messages are."""

from typing import Literal

import msgspec

from engine.contract.spec import RunSpec

HERE = "here"
RAY = "ray"


def is_place(on: str) -> bool:
    """Whether a place to train at is named as `TrainAll` says."""
    return on in (HERE, RAY) or on.startswith(f"{RAY}:")


class TrainAll(msgspec.Struct, frozen=True, tag="train-all"):
    """Train many runs, which must differ; `RunTrained` or `RunFailed` comes for each, in any order, then `AllTrained`.

    `on` is "here" for the engine's own computer, "ray" for a cluster of Ray that is begun there, or "ray:ADDRESS" for
    one that is there already. `Stop` ends it; what was not trained by then is lost.
    """

    runs: tuple[RunSpec, ...]
    on: str = HERE


class Training(msgspec.Struct, frozen=True, tag="training"):
    """How far a sweep is: the share of all steps that is done, 0..1, and the indices of the runs in training."""

    done: float
    runs: tuple[int, ...]


class RunTrained(msgspec.Struct, frozen=True, tag="run-trained"):
    """The run of an index is over; `tape` is all that was said of it, as the bytes of a file."""

    index: int
    tape: bytes


class RunFailed(msgspec.Struct, frozen=True, tag="run-failed"):
    """The run of an index can't be trained: `message` is one sentence for the user, `details` is for a bug report."""

    index: int
    message: str
    details: str = ""


class AllTrained(msgspec.Struct, frozen=True, tag="all-trained"):
    """A sweep is over; where `reason` is "failed", `message` says in one sentence why no run could go on."""

    reason: Literal["done", "stopped", "failed"]
    message: str = ""
    details: str = ""


SweepEvent = Training | RunTrained | RunFailed | AllTrained
