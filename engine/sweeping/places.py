"""Where a sweep is trained: in this process, or on a cluster of Ray."""

from collections.abc import Callable, Iterator, Sequence

from engine.contract.spec import RunSpec
from engine.contract.sweeps.messages import HERE, SweepEvent, is_place
from engine.sweeping.errors import PlaceError

__all__ = ["PlaceError", "train_all"]


def train_all(runs: Sequence[RunSpec], on: str, look: Callable[[], None]) -> Iterator[SweepEvent]:
    """Train runs at a place, as `TrainAll` names it; `look` is called often, and may raise to end it.

    Raises `PlaceError`.
    """
    if not is_place(on):
        raise PlaceError(f"There is no place {on!r} to train at; choose here, ray or ray:ADDRESS.")
    if on == HERE:
        from engine.sweeping import here

        yield from here.train_all(runs, look)
    else:
        from engine.sweeping import on_ray

        yield from on_ray.train_all(runs, on.partition(":")[2], look)
