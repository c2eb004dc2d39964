"""Practice in a window: it asks, opens each question's scene in a room of its own, and shows what proves the answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desktop.classroom.conducting.posed import World
from desktop.classroom.conducting.posed import world as world_of
from desktop.practice.learning.attempt import Attempt
from desktop.practice.learning.progress import Known, Try
from desktop.practice.learning.session import Session, Summary, next_question, session, summary
from desktop.practice.learning.subjects import Subject
from desktop.practice.rooms import Rooms
from desktop.practice.view.shown import Mark, Press, Said, Shown, ShownOption, truth_of
from desktop.words.letters import LETTERS
from scenes.questions.misconceptions import MISCONCEPTIONS
from scenes.stage.core.catalogue import Catalogue
from scenes.stage.data.recording import Recorded

Mode = Literal["question", "shown", "thought", "summary", "refuted"]
"""What is on the stage: the question's scene, the proof, a wrong answer's world, or what refutes a slip."""
NOTHING = "Nothing can be asked about this scene: none of its steps writes a number that could be foretold."
HINTS = {
    "first": "Press the letter of your answer. The scene and its knobs are yours to try things.",
    "second": "A second try: the answers stand in another order.",
    "done": "Press any letter to see where its answer comes from.",
}

AGAIN, TELL = Press("again", "Try again", "Enter"), Press("tell", "Tell me what is right", "S")
NEXT, AT_END = Press("next", "Next", "Enter"), Press("next", "How it went", "Enter")
SHOW, THOUGHT = Press("show", "Show it", "S"), Press("thought", "Show what you thought", "W")
BACK, REFUTE = "back", "refute"
MORE, DONE = Press("more", "Go on", "Enter"), Press("leave", "Done", "Esc")


class Practising(QObject):
    """One session of practice after the other. `changed` says that something else is to be shown, `done` that it ends.

    `keep` is given each try as it is made and answers with all that is known then.
    """

    changed = Signal()
    done = Signal()

    def __init__(
        self,
        rooms: Rooms,
        catalogue: Catalogue,
        recorded: Recorded,
        keep: Callable[[tuple[Try, ...]], Known],
        now: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rooms, self._catalogue, self._recorded, self._keep, self._now = rooms, catalogue, recorded, keep, now
        self.session: Session | None = None
        self.mode: Mode = "question"
        self._refuted = ""

    # --- A session --------------------------------------------------------------------------------------------------

    def start(self, title: str, pool: tuple[Subject, ...]) -> str:
        """Begin a session; returns "" or a sentence that says why there is nothing to ask."""
        if not pool:
            return NOTHING
        began = max(int(self._now() * 1000), self.session.began + 1 if self.session is not None else 0)
        self.session = session(title, pool, began)
        if not self._go_on():
            self.session = None
            return NOTHING
        self.changed.emit()
        return ""

    def _go_on(self) -> bool:
        assert self.session is not None
        asked = next_question(self.session, self._keep(()), self._catalogue, self._recorded)
        if asked is None:
            return False
        self.session = self.session.put(asked)
        self._enter("question", asked.posed.before)
        return True

    def leave(self) -> None:
        """End it."""
        if self.session is not None:
            self.session = None
            self.done.emit()

    # --- What is done -----------------------------------------------------------------------------------------------

    def choose(self, place: int) -> None:
        """Give the answer at a place of the options, or look at whose it is; at the end show what refutes a slip."""
        at = self.session
        if at is None:
            return
        if self.mode in ("summary", "refuted"):
            slips = summary(at).slips
            if place < len(slips):
                self.press(f"{REFUTE}:{slips[place][0].name}")
            return
        attempt = at.attempt.choose(place)
        if attempt == at.attempt:
            return
        self.session = at.moved(attempt)
        if len(attempt.chosen) > len(at.attempt.chosen):
            self._keep((self.session.last_try(),))
        if self.mode != "question":
            self.back()
        self.changed.emit()

    def press(self, name: str) -> None:
        """Do what a button says."""
        at = self.session
        if at is None:
            return
        kind, _, slip = name.partition(":")
        match kind:
            case "again" | "tell":
                self.session = at.moved(at.attempt.again() if kind == "again" else at.attempt.tell())
                if self.mode != "question":
                    self.back()
            case "next":
                self._next()
            case "more":
                self.start(at.title, at.pool)
            case "leave":
                self.leave()
                return
            case _:
                self._look(at, kind, slip)
        self.changed.emit()

    def _look(self, at: Session, kind: str, slip: str) -> None:
        """Show on the stage what a button says."""
        match kind:
            case "show":
                self._enter("shown", at.question.posed.shown, play=True)
            case "thought":
                answer = at.attempt.answer
                self._enter("thought", answer.world if answer is not None else None)
            case "refute":
                self._refuted = slip
                self._enter("refuted", world_of(MISCONCEPTIONS[slip].shown), play=True)
            case "back":
                self.back()

    def back(self) -> None:
        """Go back to the question's scene, as it was left."""
        if self.session is not None:
            self._enter("question", self.session.question.posed.before)

    def _next(self) -> None:
        assert self.session is not None
        if self.session.at_end or not self._go_on():
            self.mode = "summary"

    def _enter(self, mode: Mode, world: World | None, play: bool = False) -> None:
        assert self.session is not None
        self.mode = mode
        number = self.session.number
        place = f"{mode} {self._refuted}" if mode == "refuted" else f"{mode} {number}"
        if mode == "thought":
            place += f" {self.session.attempt.looked_at}"
        ghost = self.session.question.posed.ghost if mode == "question" else None
        self._rooms.enter(f"{self.session.began} {place}", world, play, ghost)

    # --- What is shown ----------------------------------------------------------------------------------------------

    @property
    def shown(self) -> Shown:
        """The present question, or the summary."""
        at = self.session
        assert at is not None
        if self.mode in ("summary", "refuted"):
            return self._summary(at)
        attempt = at.attempt
        return Shown(
            f"{at.title} · question {at.number} of {at.length}",
            at.question.posed.stem,
            self._options(attempt),
            self._said(attempt),
            self._presses(at),
            hint=_hint(attempt),
        )

    def _options(self, attempt: Attempt) -> tuple[ShownOption, ...]:
        posed = attempt.posed
        seen = attempt.chosen if attempt.state == "done" else attempt.chosen[-1:] if attempt.state == "wrong" else ()

        def mark(index: int) -> Mark:
            if index == posed.right and attempt.state == "done":
                return "right"
            return "wrong" if index in seen else "chosen" if index == attempt.looked_at else ""

        return tuple(ShownOption(posed.answers[index].text, mark(index)) for index in attempt.order)

    def _said(self, attempt: Attempt) -> tuple[Said, ...]:
        answer, posed = attempt.answer, attempt.posed
        if answer is None:
            return ()
        key = posed.answers[posed.right]
        if answer is key:
            return (Said("Right." if attempt.right else f"{key.text} is right.", key.why, "right"),)
        said = (Said(f"{answer.text} is not right.", truth_of(answer), "wrong"),)
        return said if attempt.state == "wrong" else (*said, Said(f"{key.text} is right.", key.why, "right"))

    def _presses(self, at: Session) -> tuple[Press, ...]:
        attempt, posed = at.attempt, at.question.posed
        if attempt.state == "open":
            return ()
        thinks = attempt.answer is not None and attempt.looked_at != posed.right and attempt.answer.world is not None
        thought = (self._or_back(THOUGHT),) if thinks else ()
        if attempt.state == "wrong":
            return (AGAIN, TELL, *thought)
        return (AT_END if at.at_end else NEXT, self._or_back(SHOW), *thought)

    def _or_back(self, press: Press) -> Press:
        """A button that opens a scene; while that is shown it leads back to the question."""
        is_here = self.mode == ("shown" if press is SHOW else "thought")
        return Press(BACK, "Back to the question", press.key) if is_here else press

    def _summary(self, at: Session) -> Shown:
        result = summary(at)
        said = tuple(
            Said(f"“{each.belief}”", each.truth, press=Press(f"{REFUTE}:{each.name}", "Show why not", letter))
            for letter, (each, _) in zip(LETTERS, result.slips, strict=False)
        )
        hint = "Look at these again. They come back in your next sessions." if said else ""
        return Shown(f"{at.title} · how it went", _went(result), said=said, presses=(MORE, DONE), hint=hint)


def _hint(attempt: Attempt) -> str:
    if attempt.state == "wrong":
        return ""
    return HINTS["done" if attempt.state == "done" else "second" if attempt.chosen else "first"]


def _went(result: Summary) -> str:
    """How a session went, in a sentence or two."""
    if not result.answered:
        return "No question was answered."
    if result.answered == 1:
        return f"It was {'' if result.at_once or result.later else 'not '}right{' at the second try' * result.later}."
    if result.at_once == result.answered:
        return "All were right at once."
    later = f" {result.later} more at the second try." if result.later else ""
    of = f"of {result.answered} questions {'was' if result.at_once < 2 else 'were'}"
    return f"{result.at_once or 'None'} {of} right at once.{later}"
