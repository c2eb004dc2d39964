"""A question about the next step: which number will stand there? Made of the present knobs, whatever they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scenes.questions.predicting.counterfactuals import counterfactuals
from scenes.questions.predicting.news import News
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.data.recording import Recording

FEWEST_WRONG = 2
"""With fewer wrong answers than these nothing is offered for choice: the question is open."""
_WRITTEN = re.compile(r"^number: |,? (in figures|in per ?cent|in words|written|now)$")
"""What names say of how a number is written, not of what it is."""


@dataclass(frozen=True)
class Guess:
    """An answer: the number, how it is written, and for a wrong one whose it is, and the knobs of its world."""

    value: float
    text: str
    why: str = ""
    slip: str = ""
    knobs: Knobs | None = None


@dataclass(frozen=True)
class Prediction:
    """A question about a number to come. The `options` stand in the order of their values; `right` is the key's index.

    An `open` question has too few wrong answers to choose among: the class says a number.
    """

    news: News
    stem: str
    options: tuple[Guess, ...]
    right: int

    @property
    def key(self) -> Guess:
        """The number that will stand there."""
        return self.options[self.right]

    @property
    def open(self) -> bool:
        """Whether nothing is offered for choice."""
        return len(self.options) <= FEWEST_WRONG


def prediction(scene: Scene, knobs: Knobs, t: float, news: News, recording: Recording | None = None) -> Prediction:
    """Ask for a number of the news at time t."""
    key = Guess(news.value, news.text)
    wrong = [
        Guess(each.value, each.text, each.why, each.slip, each.knobs)
        for each in counterfactuals(scene, knobs, news, news.title, recording)
    ]
    options = tuple(sorted((key, *wrong), key=lambda guess: (guess.value, guess.text)))
    return Prediction(news, stem(news), options, options.index(key))


def stem(news: News) -> str:
    """The question in plain words."""
    name = _WRITTEN.sub("", news.mark)
    where = f", {news.figure.where}" if news.figure.where else ""
    return f"Which number will stand in “{name}”{where}?"
