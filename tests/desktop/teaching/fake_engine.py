"""An engine at the seam: it notes what is asked, and answers when a test says so, with numbers easy to know."""

from __future__ import annotations

from itertools import count
from typing import NamedTuple

import numpy as np

from desktop.teaching.model.teacher import head_of
from desktop.training.questions import Answered, Waiting
from engine.contract.numbers import Array
from engine.contract.questions import (
    Answer,
    CompareTeaching,
    Headed,
    HeadTaught,
    MapsRead,
    MeansRead,
    NoReply,
    Question,
    ReadMaps,
    ReadMeans,
    Reply,
    Subject,
    TeachHead,
    TeachingCompared,
)
from scenes.stage.numbers.confusion import confusion

MEANS = 16
SIDE = 4
"""Pictures have so many cells a side here; each is a mean."""


class Asked(NamedTuple):
    token: int
    about: Subject
    question: Question
    answered: Answered
    waits: Waiting


def means_of(pictures: np.ndarray) -> np.ndarray:
    """The means (pictures, 16): how light each of 4 x 4 cells is."""
    count, _, side, _ = pictures.shape
    cells = pictures.astype(np.float32).mean(1).reshape(count, SIDE, side // SIDE, SIDE, side // SIDE)
    found: np.ndarray = cells.mean((2, 4)).reshape(count, MEANS) / 50
    return found


class FakeEngine:
    """What `Questions` is to the models."""

    def __init__(self) -> None:
        self._tokens = count()
        self.asked: list[Asked] = []
        """What waits for an answer."""
        self.heard: list[Question] = []
        """All that was ever asked."""
        self.stopped: list[int] = []

    def ask(
        self, about: Subject, question: Question, answered: Answered, waits: Waiting = lambda sentence: None
    ) -> int:
        token = next(self._tokens)
        self.heard.append(question)
        self.asked.append(Asked(token, about, question, answered, waits))
        return token

    def stop(self, token: int) -> None:
        self.stopped.append(token)
        self.asked = [each for each in self.asked if each.token != token]

    def answer(self, refusal: str = "") -> None:
        """Answer what was asked first."""
        asked = self.asked.pop(0)
        if refusal:
            asked.answered(NoReply(asked.token, refusal))
            return
        parts = list(_answers(asked))
        for part, each in enumerate(parts):
            asked.answered(Reply(asked.token, part, len(parts), each))

    def answer_all(self) -> None:
        """Answer until nothing is asked any more."""
        while self.asked:
            self.answer()


def _answers(asked: Asked) -> list[Answer]:
    match asked.question, asked.about:
        case ReadMeans(pictures), _:
            means = means_of(pictures.numpy())
            return [MeansRead(first, Array.of(means[first : first + 25])) for first in range(0, len(means), 25)]
        case TeachHead() as question, _:
            return [_taught(question)]
        case ReadMaps(picture), Headed() as headed:
            means = means_of(picture.numpy()[None])[0]
            maps = np.tile(means[:, None, None], (1, 2, 2))
            return [MapsRead(Array.of(head_of(headed).logits(means)), (Array.of(maps),))]
        case CompareTeaching() as question, _:
            return [
                TeachingCompared(way, of, draw, 0.5 + 0.01 * draw)
                for of in question.counts
                for way in ("frozen", "raw", "scratch")
                for draw in range(question.draws)
            ]
    raise AssertionError(asked.question)


def _taught(question: TeachHead) -> HeadTaught:
    """A head that says the class whose mean is nearest."""
    means, labels, held = question.means.numpy(), np.array(question.labels), np.array(question.held)
    mean, spread = means[~held].mean(0), means[~held].std(0) + 0.001
    taken = (means - mean) / spread
    weights = np.stack([taken[~held & (labels == of)].mean(0) for of in range(len(question.classes))])
    arrays = [Array.of(each) for each in (weights, -0.5 * (weights**2).sum(1), mean, spread)]
    head = Headed("efficientnet-lite0", question.classes, *arrays)
    probabilities = head_of(head).probabilities(means)
    counts = confusion(labels[held], probabilities[held].argmax(1), len(question.classes))
    accuracy = float((probabilities[held].argmax(1) == labels[held]).mean()) if held.any() else None
    rows = tuple(tuple(int(each) for each in row) for row in counts)
    return HeadTaught(head, (1.0, 0.5, 0.25), accuracy, rows, Array.of(probabilities))


def picture(seed: int, side: str = "left", pixels: int = 16) -> np.ndarray:
    """A picture (1, side, side) of noise that is light at one side: "left" or "right"."""
    found = np.random.default_rng(seed).integers(0, 60, (1, pixels, pixels), np.uint8)
    half = slice(0, pixels // 2) if side == "left" else slice(pixels // 2, pixels)
    found[:, :, half] += np.random.default_rng(seed + 1000).integers(90, 180, (1, pixels, pixels // 2), np.uint8)
    return found
