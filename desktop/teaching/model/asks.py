"""The seam to the engine: who is asked, and whom a model asks through."""

from __future__ import annotations

from typing import Protocol

from desktop.training.questions import Answered, Waiting
from engine.contract.questions import Published, Question, Subject

NETWORK = "efficientnet-lite0"
FROZEN = Published(NETWORK)
"""The network whose weights stay as they are."""


class Asks(Protocol):
    """What `desktop.training.questions` does."""

    def ask(self, about: Subject, question: Question, answered: Answered, waits: Waiting = ...) -> int:
        """Ask, and return the token to `stop` it."""

    def stop(self, token: int) -> None:
        """Break an answer off."""
