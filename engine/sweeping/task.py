"""What a worker of a cluster does: one run in, one tape out."""

import msgspec

from engine.contract.spec import RunSpec
from engine.contract.sweeps.messages import RunFailed, RunTrained


def trained(run: bytes) -> tuple[bytes, str]:
    """Train a run, given as JSON; return its tape and "", or nothing and one sentence on why it can't be trained.

    A worker has one core, and its run one thread.
    """
    from engine.machine import runtime

    runtime.wait_quietly()
    runtime.keep_pages()
    from engine.sweeping.here import train_all

    wanted = msgspec.json.decode(run, type=RunSpec)
    wanted = msgspec.structs.replace(wanted, threads=wanted.threads or 1)
    for event in train_all([wanted], lambda: None):
        match event:
            case RunTrained(_, tape):
                return tape, ""
            case RunFailed(_, message):
                return b"", message
    raise AssertionError("a run neither ended nor failed")
