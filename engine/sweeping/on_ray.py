"""A sweep on a cluster of Ray: a task is one run in and one tape out, so that a lost worker costs a retry only."""

import logging
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from engine.contract.edge.timing import cores
from engine.contract.spec import RunSpec
from engine.contract.sweeps.messages import RunFailed, RunTrained, SweepEvent, Training
from engine.machine import versions
from engine.sweeping.errors import PlaceError

RETRIES = 5
"""So often a run is tried again whose worker was lost."""
PATIENCE = 5.0
"""Seconds that a cluster gets to answer."""
LISTEN_EVERY = 0.2
"""Seconds between two looks at what comes in while workers train."""
MISSING = (
    "Training on Ray needs the extra cluster where the engine runs: install it with `python3 run.py get cluster` or "
    '`pip install "convoscope[cluster]"`.'
)
SAME = ("convoscope", "python", "torch")
"""What must be of one version everywhere, so that the same settings give the same run."""


def train_all(runs: Sequence[RunSpec], address: str, look: Callable[[], None]) -> Iterator[SweepEvent]:
    """Train runs on the cluster at an address, or without one on one that is begun here and ended afterwards.

    Raises `PlaceError` where there is no such cluster, or its computers have other versions than this one.
    """
    ray = _connected(address)
    try:
        _check_versions(ray)
        yield from _train(ray, runs, look)
    finally:
        ray.shutdown()


def _connected(address: str) -> Any:
    """Return Ray, connected. It reports its use to nobody."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # a warning less
    try:
        import ray
    except ImportError as error:
        raise PlaceError(MISSING) from error
    if address:
        _reach(address)
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        if address:
            ray.init(f"ray:{address}" if address.startswith("//") else address, **quiet)
        else:
            ray.init("local", num_cpus=cores(), include_dashboard=False, **quiet)
    except Exception as error:
        ray.shutdown()
        raise PlaceError(_unreachable(address, str(error))) from error
    return ray


def _reach(address: str) -> None:
    """Raise `PlaceError` unless something answers at an address: Ray would wait for it for minutes."""
    host, _, port = address.removeprefix("//").rpartition(":")
    try:
        socket.create_connection((host, int(port)), PATIENCE).close()
    except (OSError, ValueError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "it is no HOST:PORT"
        raise PlaceError(_unreachable(address, why)) from error


def _unreachable(address: str, why: str) -> str:
    """Say why there is no cluster."""
    line = " ".join(why.split())
    if "ersion mismatch" in why:
        return f"This computer and the cluster have other versions of Ray or Python; use the same on both ({line})."
    if address:
        return f"There is no cluster of Ray that answers at {address} ({line[:200]})."
    return f"A cluster of Ray can't be begun here ({line[:200]})."


def _check_versions(ray: Any) -> None:
    """Raise `PlaceError` unless all computers of the cluster have our versions."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    ask = _tasks(ray)[0]
    nodes = [node for node in ray.nodes() if node["Alive"]]
    answers = [
        ask.options(scheduling_strategy=NodeAffinitySchedulingStrategy(node["NodeID"], soft=True)).remote()
        for node in nodes
    ]
    own = versions.found()
    for node, answer in zip(nodes, answers, strict=True):
        problem = difference(node["NodeManagerHostname"], own, ray.get(answer))
        if problem:
            raise PlaceError(problem)


def difference(name: str, own: dict[str, str], theirs: dict[str, str]) -> str:
    """Say in a sentence what a computer has in another version than this one; "" where nothing is."""
    if not theirs:
        return f"The computer {name} of the cluster has no Convoscope; install it there."
    for what in SAME:
        mine, other = _compared(what, own), _compared(what, theirs)
        if mine != other:
            return (
                f"The computer {name} of the cluster has {what} {other} and this one has {mine}; "
                "use one version, so that the same settings give the same run."
            )
    return ""


def _compared(what: str, found: dict[str, str]) -> str:
    """A version as far as it matters: of Python the first two numbers, of others all but how they were built."""
    version = found.get(what, "none").partition("+")[0]
    return ".".join(version.split(".")[:2]) if what == "python" else version


def _train(ray: Any, runs: Sequence[RunSpec], look: Callable[[], None]) -> Iterator[SweepEvent]:
    """Hand out all runs, and tell of each that comes back."""
    work = _tasks(ray)[1]
    pending = {work.remote(msgspec.json.encode(run)): index for index, run in enumerate(runs)}
    try:
        while pending:
            ready, _ = ray.wait(list(pending), num_returns=1, timeout=LISTEN_EVERY)
            look()
            for reference in ready:
                yield _told(ray, reference, pending.pop(reference))
            yield Training(1 - len(pending) / len(runs), ())
    finally:
        for reference in pending:
            ray.cancel(reference, force=True)


def _told(ray: Any, reference: Any, index: int) -> SweepEvent:
    """What came of a run."""
    try:
        tape, sentence = ray.get(reference)
    except ray.exceptions.RayError as error:
        again = "go on with the sweep to try it again"
        return RunFailed(index, f"Its worker was lost {RETRIES + 1} times; {again}.", str(error))
    return RunFailed(index, sentence) if sentence else RunTrained(index, tape)


def _tasks(ray: Any) -> tuple[Any, Any]:
    """What workers do: tell their versions, and train a run.

    They are made in here so that they travel whole: a worker need not find them before it has found Convoscope.
    """

    def found() -> dict[str, str]:
        try:
            import engine  # noqa: F401
        except ImportError:
            try:
                import convoscope  # type: ignore[import-not-found] # noqa: F401 - it leads to `engine`
            except ImportError:
                return {}
        from engine.machine import versions

        return versions.found()

    def trained(run: bytes) -> tuple[bytes, str]:
        try:
            import engine  # noqa: F401
        except ImportError:
            import convoscope  # noqa: F401
        from engine.sweeping import task

        return task.trained(run)

    return (
        ray.remote(num_cpus=0, max_retries=RETRIES)(found),
        ray.remote(num_cpus=1, max_retries=RETRIES)(trained),
    )
