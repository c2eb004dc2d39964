"""What published networks make of the pictures that scenes show: asked of the engine, and kept for a while."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.training import inquiring
from desktop.training.at_hand import AnswersAtHand
from desktop.training.engine_process import EngineState
from desktop.training.questions import GONE, Questions
from desktop.training.session import TrainingSession
from engine.contract.questions import NoReply, Reply
from scenes.stage.data.reading import Inquiry
from scenes.stage.data.reading import Readings as Mapped

AGAIN_MS = 3000
"""After so long an engine that could not answer is asked once more."""


class Readings(QObject):
    """Asks for what a picture on the screen wants, one inquiry after the other; the newest picture counts.

    What takes long comes last, and is broken off where nobody wants it any more, or something else that is quick.
    What has come of it is kept, and it goes on from there if it can.

    `changed` says that `at_hand` is another, or `trouble`.
    """

    changed = Signal()

    def __init__(self, training: TrainingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training, self._questions = training, Questions(training, self)
        self._answers = AnswersAtHand()
        self._wanted: tuple[Inquiry, ...] = ()
        self._asked: Inquiry | None = None
        self._token = 0
        """Of the question about it."""
        self._refused: dict[str, str] = {}
        """Why there is no answer, by the digests of what the present picture wants."""
        self._left = set[str]()
        """Those of them that are not asked for again yet."""
        self._ended = False
        """Whether the engine ended over the last question."""
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._forgive)
        training.engine_changed.connect(self._follow)

    @property
    def at_hand(self) -> Mapped:
        """What scenes are given."""
        return self._answers.readings

    @property
    def trouble(self) -> str:
        """Why something that the picture wants does not come, in one sentence; "" where nothing is in the way."""
        return next((self._refused[each.digest] for each in self._wanted if each.digest in self._refused), "")

    def want(self, wanted: tuple[Inquiry, ...]) -> None:
        """Ask for what a picture wants, in place of what another one wanted before; returns at once."""
        if wanted == self._wanted and (self._asked is not None or not wanted):
            return
        before, self._wanted = self._wanted, wanted
        if {each.digest for each in before} != {each.digest for each in wanted}:
            self._refused.clear()
            self._left.clear()
        self._ask()

    def _ask(self) -> None:
        """Ask for the first of what is wanted, unless the engine still has a question that it is to answer."""
        missing = sorted((each for each in self._wanted if not self._is_known(each)), key=inquiring.takes_long)
        if self._asked is not None and not self._broken_off(missing):
            return
        if not missing:
            return
        self._asked = inquiry = missing[0]
        asked = inquiring.query(0, inquiry, self._answers.get(inquiry))
        self._token = self._questions.ask(asked.about, asked.question, self._take, self._wait)

    def _is_known(self, inquiry: Inquiry) -> bool:
        return inquiry.digest in self._left or self._answers.has(inquiry)

    def _broken_off(self, missing: list[Inquiry]) -> bool:
        """Break off what the engine is at, if it takes long and is not what is missing now."""
        assert self._asked is not None
        wanted = self._asked in missing and inquiring.takes_long(missing[0])
        if wanted or not inquiring.takes_long(self._asked):
            return False
        self._questions.stop(self._token)
        self._asked = None
        return True

    def _take(self, said: Reply | NoReply) -> None:
        inquiry = self._asked
        assert inquiry is not None
        if isinstance(said, NoReply) or said.part + 1 >= said.parts:
            self._asked = None
        if isinstance(said, NoReply):
            self._refuse(inquiry, said.message)
        else:
            self._keep(inquiry, said)
        self.changed.emit()
        self._ask()

    def _wait(self, sentence: str) -> None:
        """Say why an answer is late."""
        assert self._asked is not None
        self._refused[self._asked.digest] = sentence
        self.changed.emit()

    def _refuse(self, inquiry: Inquiry, sentence: str) -> None:
        """Remember why there is no answer, and ask again after a while: the engine may have been busy.

        One that ends is started again by that; where the next one ends too, it is left at that.
        """
        self._refused[inquiry.digest] = sentence
        self._left.add(inquiry.digest)
        if sentence != GONE or not self._ended:
            self._again.start()
        self._ended = sentence == GONE

    def _forgive(self) -> None:
        """Have it asked again, if there is still a picture that wants it."""
        self._left.clear()
        self.changed.emit()

    def _follow(self) -> None:
        """Ask once more where there is an engine again."""
        if self._left and self._training.client.stage is EngineState.READY:
            self._forgive()

    def _keep(self, inquiry: Inquiry, said: Reply) -> None:
        found = inquiring.reading(inquiry, self._answers.get(inquiry), said.answer)
        if found is None:
            return
        self._ended = False
        self._refused.pop(inquiry.digest, None)
        self._answers.keep(inquiry, found)
