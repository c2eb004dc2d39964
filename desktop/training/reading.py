"""What published networks make of the pictures that scenes show: asked of the engine, and kept for a while."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator
from types import MappingProxyType

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.training import inquiring
from desktop.training.engine_process import EngineState
from desktop.training.questions import GONE, Questions
from desktop.training.session import TrainingSession
from engine.contract.questions import NoReply, Reply
from scenes.stage.data.reading import Inquiry, Reading
from scenes.stage.data.reading import Readings as Mapped

ROOM = 40 * 2**20
"""So many bytes of answers are kept, about half of all maps of a picture; what was looked at longest ago goes first."""
AGAIN_MS = 3000
"""After so long an engine that could not answer is asked once more."""


class _AtHand(Mapped):
    """Answers by the digests of their inquiries, and the last ones by their kin: they stay as they are.

    `note` is told of each one that is looked at.
    """

    def __init__(self, answers: dict[str, Reading], note: Callable[[str], None]) -> None:
        self._answers, self._note = answers, note

    def __getitem__(self, digest: str) -> Reading:
        found = self._answers[digest]
        self._note(digest)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def items(self) -> ItemsView[str, Reading]:
        """As of any mapping; none counts as looked at by that."""
        return self._answers.items()


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
        self._answers: dict[str, Reading] = {}
        self._last: dict[str, str] = {}
        """The digest of what was answered last, by its kin."""
        self._looked_at: dict[str, int] = {}
        """After how many answers each one was looked at last."""
        self._count = 0
        """How many answers have come."""
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
        self.at_hand: Mapped = MappingProxyType({})
        """What scenes are given."""
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._forgive)
        training.engine_changed.connect(self._follow)

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
        asked = inquiring.query(0, inquiry, self._answers.get(inquiry.digest))
        self._token = self._questions.ask(asked.about, asked.question, self._take, self._wait)

    def _is_known(self, inquiry: Inquiry) -> bool:
        found = self._answers.get(inquiry.digest)
        return inquiry.digest in self._left or (found is not None and found.done >= 1.0)

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
        found = inquiring.reading(inquiry, self._answers.get(inquiry.digest), said.answer)
        if found is None:
            return
        self._ended = False
        self._refused.pop(inquiry.digest, None)
        self._count += 1
        self._answers[inquiry.digest] = found
        self._last[inquiry.kin] = inquiry.digest
        self._look_at(inquiry.digest)
        self._make_room()
        last = {kin: self._answers[digest] for kin, digest in self._last.items()}
        self.at_hand = _AtHand({**last, **self._answers}, self._look_at)

    def _look_at(self, digest: str) -> None:
        self._looked_at[digest] = self._count

    def _make_room(self) -> None:
        """Let go of what was looked at longest ago until the rest fits, but for what was since the last answer."""
        held = sum(map(_bytes, self._answers.values()))
        for digest in sorted(self._answers, key=lambda digest: self._looked_at.get(digest, 0)):
            if held <= ROOM or self._looked_at.get(digest, 0) >= self._count - 1:
                break
            held -= _bytes(self._answers.pop(digest))
        self._looked_at = {digest: at for digest, at in self._looked_at.items() if digest in self._answers}
        self._last = {kin: digest for kin, digest in self._last.items() if digest in self._answers}


def _bytes(reading: Reading) -> int:
    return int(sum(each.array.nbytes for each in (reading.logits, *reading.maps.values())))
