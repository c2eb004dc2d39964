"""The means of a published network's last maps, for many pictures, a few at a time."""

import time
from collections.abc import Iterator

import torch
from torch import Tensor

from engine.contract.numbers import Array
from engine.contract.questions import MeansRead, ReadMeans
from engine.contract.teaching import IN_ONE_PART
from engine.models import headed, inside
from engine.models.networks import Trained
from engine.queries.work import QuestionError, Work

AT_ONCE, MOST = 0.04, 8
"""So many seconds at most, about, go by in a step, and so many pictures at most go through the network together."""


def read(question: ReadMeans, net: Trained) -> Work:
    """Send pictures through a network that ends in its means; raises `QuestionError` where they don't fit it."""
    pictures = stacked(question.pictures)
    if not len(pictures):
        raise QuestionError("There is no picture to read; give one at least.")
    return Work(-(-len(pictures) // IN_ONE_PART), _parts(pictures, net))


def stacked(pictures: Array) -> Tensor:
    """Return pictures as they came, (pictures, channels, side, side); raises `QuestionError` where they are none."""
    require_fit(pictures.shape[1:])
    if pictures.dtype != "uint8":
        raise QuestionError("Pictures for this are made of bytes, 0 for black and 255 for white; these are not.")
    return torch.from_numpy(pictures.numpy().copy())


def require_fit(shape: tuple[int, ...]) -> None:
    """Raise `QuestionError` for a shape (channels, height, width) of pictures that don't fit."""
    if not headed.is_fit(shape):
        raise QuestionError(
            f"Pictures for this are square, grey or coloured, and have {headed.LEAST} to {headed.MOST} pixels a side; "
            f"one of these has the shape {shape}."
        )


def _parts(pictures: Tensor, net: Trained) -> Iterator[MeansRead | None]:
    at_once = 1
    for first in range(0, len(pictures), IN_ONE_PART):
        waiting, found = pictures[first : first + IN_ONE_PART], list[Tensor]()
        while len(waiting):
            yield None
            begun = time.perf_counter()
            with torch.inference_mode():
                found.append(net.module(net.seen(waiting[:at_once].float())))
            waiting = waiting[at_once:]
            if time.perf_counter() - begun < AT_ONCE / 2:
                at_once = min(2 * at_once, MOST)
        yield MeansRead(first, inside.array(torch.cat(found)))
