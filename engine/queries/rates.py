"""The range test of learning rates: a short training in which the rate grows from far too small to far too large."""

import math
from collections.abc import Iterator

import torch

from engine.contract.questions import Fresh, RateTried, TryRates
from engine.contract.spec import SpecError, about, check
from engine.data import altering, data
from engine.machine import device
from engine.queries.work import QuestionError, Work
from engine.training.racer import Racer, begin_with

MOST_STEPS = 1000


def tried(question: TryRates, fresh: Fresh) -> Work:
    """Train copies of the contestants on the batches that their run will begin with.

    Raises `QuestionError` where the run couldn't be trained, or the rates are none.
    """
    if not (0 < question.low < question.high < math.inf and 2 <= question.steps <= MOST_STEPS):
        raise QuestionError(
            f"Rates grow from a number above 0 to a larger one, in 2 to {MOST_STEPS} steps; these don't."
        )
    return Work(question.steps, _steps(question, fresh))


def grown(question: TryRates) -> list[float]:
    """Return the rate of every step: each is the one before times the same factor."""
    factor = question.high / question.low
    return [question.low * factor ** (step / (question.steps - 1)) for step in range(question.steps)]


def _steps(question: TryRates, fresh: Fresh) -> Iterator[RateTried | None]:
    spec = fresh.spec
    try:
        check(spec)
        used = altering.pictures_of(spec).to(device.find(spec.device))
        racers: list[Racer | None] = []
        for contestant in spec.contestants:
            racers.append(Racer(contestant, spec, used, len(about(spec.data).classes)))
            yield None
        if fresh.weights:
            begin_with([one for one in racers if one], fresh.weights)
    except (SpecError, device.DeviceError) as error:
        raise QuestionError(str(error)) from error
    batches, moving = data.Batches(len(used.train_x), spec.seed), altering.Moving(spec.altered, spec.seed)
    for rate in grown(question):
        indices = batches.next(spec.batch).to(used.train_x.device)
        x, y = moving(used.train_x[indices]), used.train_y[indices]
        losses: list[float | None] = []
        for place, one in enumerate(racers):
            losses.append(_loss(one, x, y, rate) if one else None)
            if losses[-1] is None:
                racers[place] = None
            yield None
        yield RateTried(rate, tuple(losses))


def _loss(one: Racer, x: torch.Tensor, y: torch.Tensor, rate: float) -> float | None:
    """Train a batch and return the loss before the update, None if it isn't finite."""
    loss = float(one.step(x, y, rate)[0])
    return loss if math.isfinite(loss) else None
