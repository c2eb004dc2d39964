"""A new last layer on the means of a frozen network."""

import time
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from engine.contract.numbers import Array
from engine.contract.questions import Headed, HeadTaught, TeachHead
from engine.models import inside
from engine.queries.work import QuestionError, Work
from engine.training.head import STEPS, Head

AT_ONCE = 0.04
"""So many seconds at most, about, go by in a step."""


def taught(question: TeachHead, network: str, features: int) -> Work:
    """Let a head learn; raises `QuestionError` where that is not possible."""
    means, labels = learned_from(question.means, question.labels, features)
    held = torch.tensor(question.held, dtype=torch.bool)
    if len(held) != len(labels):
        raise QuestionError("Of each picture it must be known whether it is held back; say so for all of them.")
    counts = torch.bincount(labels[~held], minlength=len(question.classes))
    if len(question.classes) < 2 or len(counts) != len(question.classes) or not counts.all():
        raise QuestionError("There have to be two classes or more, each with a picture to learn from; add some.")
    return Work(1, _steps(question, network, means, labels, held))


def learned_from(means: Array, labels: Sequence[int], features: int) -> tuple[Tensor, Tensor]:
    """Return means (pictures, features) and the classes (pictures,) of their pictures as tensors.

    Raises `QuestionError` where they are none, or don't belong together.
    """
    if len(means.shape) != 2 or means.shape[1] != features or means.dtype == "uint8":
        raise QuestionError(f"Of each picture the network gives {features} means; these have the shape {means.shape}.")
    classes = torch.tensor(labels, dtype=torch.int64)
    if len(classes) != means.shape[0] or (classes < 0).any():
        raise QuestionError("Each picture has one class, by its number from 0 on; say so for all of them.")
    found = torch.from_numpy(means.numpy().copy()).float()
    if not torch.isfinite(found).all():
        raise QuestionError("Some of these means are no finite numbers; read the pictures again.")
    return found, classes


def _steps(
    question: TeachHead, network: str, means: Tensor, labels: Tensor, held: Tensor
) -> Iterator[HeadTaught | None]:
    head = Head(means[~held], labels[~held], len(question.classes))
    losses = list[float]()
    for _ in head_steps(head, losses):
        yield None
    logits = head.logits(means)
    said = logits.argmax(1)
    right = (said == labels)[held].double()
    pairs = labels[held] * len(question.classes) + said[held]
    confusion = torch.bincount(pairs, minlength=len(question.classes) ** 2).reshape(-1, len(question.classes))
    yield HeadTaught(
        Headed(
            network, question.classes, inside.array(head.weights), inside.array(head.bias),
            inside.array(head.mean), inside.array(head.spread),
        ),
        tuple(losses),
        float(right.mean()) if len(right) else None,
        tuple(map(tuple, confusion.tolist())),
        inside.array(logits.softmax(1)),
    )  # fmt: skip


def head_steps(head: Head, losses: list[float]) -> Iterator[None]:
    """Go all steps of a head, with pauses between some of them; the loss before each is added to `losses`."""
    begun = time.perf_counter()
    while len(losses) < STEPS:
        losses.append(head.step())
        if time.perf_counter() - begun > AT_ONCE:
            yield
            begun = time.perf_counter()
