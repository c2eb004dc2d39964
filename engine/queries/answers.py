"""Answers to questions about networks, a function for each kind of question; a long answer comes in parts."""

from collections.abc import Callable, Iterator
from functools import lru_cache

import torch
from torch import nn

from engine.contract.numbers import Array
from engine.contract.questions import Answer, Forward, Forwarded, Present, Query, Reply, Stored, Subject
from engine.contract.spec import Network
from engine.models import inside, networks
from engine.models.networks import Trained

Shape = tuple[int, int, int]
READY = 8
"""So many networks are kept built: while somebody draws, the same ones are asked again and again."""


class QuestionError(ValueError):
    """What can't be answered; the text is one sentence for the user."""


def replies(query: Query, present: Callable[[int], Trained | None]) -> Iterator[Reply]:
    """Answer a question; `present` finds a contestant of the present run, None where there is none.

    Raises `QuestionError` if there is no answer.
    """
    found = list(_answers(query.question, _subject(query.about, query.question.picture, present)))
    for part, one in enumerate(found):
        yield Reply(query.token, part, len(found), one)


def _answers(question: Forward, net: Trained) -> Iterator[Answer]:
    yield Forwarded(inside.look(net.module, _seen(question.picture, net)))


def _subject(about: Subject, picture: Array, present: Callable[[int], Trained | None]) -> Trained:
    """Return the network that is asked about."""
    match about:
        case Present(contestant):
            found = present(contestant)
            if found is None:
                raise QuestionError("This network is not in training any more; look back to a step where it was.")
            return found
        case Stored():
            return _restored(about, picture)


def _restored(stored: Stored, picture: Array) -> Trained:
    """Return a network with the weights that it once had, for pictures like the one that it is asked about."""
    if len(picture.shape) != 3:
        raise QuestionError(f"A picture has channels, rows and columns; this has the shape {picture.shape}.")
    channels, height, width = picture.shape
    module = _built(stored.network, (channels, height, width), stored.classes)
    try:
        networks.put(module, {name: values.numpy() for name, values in stored.weights.items()})
    except networks.UnfitWeightsError as error:
        raise QuestionError(str(error)) from error
    return Trained(module, picture.shape, stored.mean, stored.deviation)


@lru_cache(READY)
def _built(network: Network, shape: Shape, classes: int) -> nn.Module:
    module = networks.seeded(network, shape, classes, seed=0)
    networks.channels_last(module)  # as in training, to the last digit
    return module


def _seen(picture: Array, net: Trained) -> torch.Tensor:
    """Return a picture as the network sees it, (1, channels, height, width); raises `QuestionError` if it can't."""
    if picture.dtype != "uint8" or picture.shape != net.shape:
        wanted, given = ("×".join(map(str, shape)) for shape in (net.shape, picture.shape))
        raise QuestionError(f"This network takes pictures of {wanted} bytes, and this one has {given}.")
    device = next(net.module.parameters()).device
    return ((torch.from_numpy(picture.numpy().copy()).float() - net.mean) / net.deviation)[None].to(device)
