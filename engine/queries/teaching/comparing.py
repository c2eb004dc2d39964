"""Three ways to learn classes from few pictures, measured on pictures that were held back.

A new last layer on the means of a frozen network, the same layer on raw pixels, and a small CNN from scratch.
"""

import time
from collections.abc import Generator, Iterator
from typing import NamedTuple, get_args

import torch
from torch import Tensor
from torch.nn import functional

from engine.contract import spec
from engine.contract.questions import CompareTeaching, TeachingCompared
from engine.contract.teaching import IN_ONE_PART, Way
from engine.queries.teaching.heads import AT_ONCE, learned_from
from engine.queries.teaching.means import stacked
from engine.queries.work import QuestionError, Work
from engine.training import from_scratch, head
from engine.training.from_scratch import FromScratch
from engine.training.head import Head

LARGEST = max(spec.SIDES)
"""Pictures with more pixels a side are made so small for the pixels and the small CNN, as any in the lab."""
HELD = 3
"""Of so many pictures of a class one at least is held back."""
WAYS: tuple[Way, ...] = get_args(Way)


class Material(NamedTuple):
    """Pictures with their means (pictures, features) and classes (pictures,).

    `pixels` are float32 (pictures, channels, side, side), 0..1.
    """

    pixels: Tensor
    means: Tensor
    labels: Tensor


class Drawn(NamedTuple):
    """One draw of so many pictures a class: the places of those that are learned from, and of those that judge."""

    learned: Tensor
    judging: Tensor


def compared(question: CompareTeaching, features: int) -> Work:
    """Measure all ways; raises `QuestionError` where there are too few pictures, or what is given makes no sense."""
    means, labels = learned_from(question.means, question.labels, features)
    pictures = stacked(question.pictures)
    if len(pictures) != len(labels):
        raise QuestionError("Each picture has its means, as they were read; give them in the same order.")
    _require_enough(labels, question)
    return Work(len(WAYS) * len(question.counts) * question.draws, _parts(question, pictures, means, labels))


def _require_enough(labels: Tensor, question: CompareTeaching) -> None:
    if not question.counts or min(question.counts) < 1 or question.draws < 1:
        raise QuestionError("There is nothing to compare; ask for one picture a class and one draw at least.")
    sizes = torch.bincount(labels).tolist()
    if len(sizes) < 2:
        raise QuestionError("There are no two classes to tell apart; add one.")
    most, fewest = max(question.counts), min(sizes)
    if fewest - most < -(-fewest // HELD):
        raise QuestionError(
            f"To learn from {most} pictures of each class there have to be {-(-most * HELD // (HELD - 1))} of each, "
            f"for a third is held back, and one class has {fewest}; add some, or compare fewer."
        )


def _parts(
    question: CompareTeaching, pictures: Tensor, means: Tensor, labels: Tensor
) -> Iterator[TeachingCompared | None]:
    pixels = list[Tensor]()
    for some in torch.split(pictures, IN_ONE_PART):
        pixels.append(small(some))
        yield None
    material = Material(torch.cat(pixels), means, labels)
    for draw in range(question.draws):
        for count in question.counts:
            drawn = _drawn(labels, count, max(question.counts), question.seed, draw)
            for way in WAYS:
                accuracy = yield from measured(way, material, drawn, question.seed + draw)
                yield TeachingCompared(way, count, draw, accuracy)


def _drawn(labels: Tensor, count: int, most: int, seed: int, draw: int) -> Drawn:
    """Draw so many pictures of each class, and as many of each to judge; these don't depend on `count`."""
    generator = torch.Generator().manual_seed(1000 * seed + draw)
    members = [torch.nonzero(labels == label)[:, 0] for label in range(int(labels.max()) + 1)]
    judging = min(map(len, members)) - most
    mixed = [each[torch.randperm(len(each), generator=generator)] for each in members]
    return Drawn(torch.cat([each[judging:][:count] for each in mixed]), torch.cat([each[:judging] for each in mixed]))


def small(pictures: Tensor) -> Tensor:
    """Return pictures of bytes as float32, 0..1, made smaller where they are too large for the lab."""
    found = pictures.float() / 255
    if found.shape[2] > LARGEST:
        found = functional.interpolate(found, (LARGEST, LARGEST), mode="bilinear", antialias=True)
    return found


def measured(way: Way, material: Material, drawn: Drawn, seed: int) -> Generator[None, None, float]:
    """Learn in one way, with pauses, and return the share of the judging pictures that is right."""
    x = material.means if way == "frozen" else material.pixels.flatten(1) if way == "raw" else material.pixels
    y, classes = material.labels, int(material.labels.max()) + 1
    learned = x[drawn.learned], y[drawn.learned]
    learner = FromScratch(*learned, classes, seed) if way == "scratch" else Head(*learned, classes)
    begun = time.perf_counter()
    for _ in range(from_scratch.STEPS if way == "scratch" else head.STEPS):
        learner.step()
        if time.perf_counter() - begun > AT_ONCE:
            yield
            begun = time.perf_counter()
    right = 0
    for some in torch.split(drawn.judging, from_scratch.BATCH):
        right += int((learner.logits(x[some]).argmax(1) == y[some]).sum())
        yield
    return right / len(drawn.judging)
