"""How far a run is, when it ends, and which learning rate that means."""

import math

from engine.contract.spec import ScheduleName, StopAt, batches_in

WARM_UP = 0.15
_ROUNDING = 1e-9


def progress(stop: StopAt, step: int, epoch: float) -> float:
    """Return the share of a run that is done after `step` steps and `epoch` epochs, 0..1."""
    by_steps = step / stop.steps if stop.steps is not None else 0.0
    by_epochs = epoch / stop.epochs if stop.epochs is not None else 0.0
    done = max(by_steps, by_epochs)
    return 1.0 if done > 1 - _ROUNDING else done


def total_steps(stop: StopAt, batch: int, count: int, step: int = 0, epoch: float = 0.0) -> int:
    """Return the step at which a run will end if nothing changes.

    `count` is the number of training pictures; `step` and `epoch` say how far the run is. Each epoch ends
    with a smaller batch where `batch` doesn't divide `count`, or before it where it would be very small.
    """
    ends = [] if stop.steps is None else [max(step, stop.steps)]
    if stop.epochs is not None:
        ends.append(step + _steps_between(epoch, stop.epochs, batch, count))
    return min(ends)


def _steps_between(epoch: float, end: float, batch: int, count: int) -> int:
    """Return how many batches lead from one epoch (with its fraction) to another."""
    place = round(epoch * count)
    pictures = max(0, math.ceil(end * count * (1 - _ROUNDING)) - place)
    left = -place % count
    unfinished = min(left, pictures)
    epochs, rest = divmod(pictures - unfinished, count)
    parts = ((unfinished, left), (rest, count))
    return epochs * batches_in(count, batch) + sum(min(math.ceil(n / batch), batches_in(of, batch)) for n, of in parts)


def learning_rate(schedule: ScheduleName, lr: float, done: float) -> float:
    """Return the learning rate of the step that begins when the share `done` (0..1) of the run is behind it.

    "one-cycle" rises linearly to `lr` over the first 15 % and falls to 0 along a cosine (after Smith and
    Topin 2019); the warm-up begins at 1 % so that no step is wasted.
    """
    if schedule == "constant":
        return lr
    if done < WARM_UP:
        return lr * max(done / WARM_UP, 0.01)
    return lr * 0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (1 - WARM_UP)))
