"""Questions to the engine about networks: whoever asks is called back with the answer, or with why there is none."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QObject

from desktop.training.engine_process import EngineState
from desktop.training.session import TrainingSession
from engine.contract.questions import NoReply, Query, Question, Reply, Subject

GONE = "The engine ended before it could answer; ask again."

Answered = Callable[[Reply | NoReply], None]


class Questions(QObject):
    """Asks, and knows who waits for which answer."""

    def __init__(self, session: TrainingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tokens = count()
        self._waiting: dict[int, Answered] = {}
        session.replied.connect(self._take)
        session.engine_changed.connect(self._follow)

    def ask(self, about: Subject, question: Question, answered: Answered) -> None:
        """Ask about a network; the engine is started if it isn't there.

        `answered` is called for every part of the answer, or once with a `NoReply`.
        """
        token = next(self._tokens)
        self._session.client.start()
        self._waiting[token] = answered
        self._session.client.send(Query(token, about, question))

    def _take(self, reply: Reply | NoReply) -> None:
        """Hand an answer to whoever waits for it, until its last part."""
        last = isinstance(reply, NoReply) or reply.part + 1 >= reply.parts
        answered = self._waiting.pop(reply.token, None) if last else self._waiting.get(reply.token)
        if answered is not None:
            answered(reply)

    def _follow(self) -> None:
        """Whoever waits for an engine that is gone waits in vain."""
        if self._session.client.stage is EngineState.DOWN:
            waiting, self._waiting = self._waiting, {}
            for token, answered in waiting.items():
                answered(NoReply(token, GONE))
