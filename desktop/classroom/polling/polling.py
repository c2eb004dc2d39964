"""Puts questions over the stage: chooses the number that is asked, shows the card, counts hands and thinking time."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.conducting.cues import Kind
from desktop.classroom.conducting.posed import Posed, coming, now_in, of_news
from desktop.classroom.conducting.tallies import Tally
from desktop.classroom.overlays.clock import Countdown
from desktop.classroom.overlays.model import Overlays
from desktop.classroom.polling.card import card_of, histogram_of, thinking, world_card
from desktop.classroom.polling.typed import Typed
from desktop.player.session import SceneSession
from desktop.words.letters import LETTERS
from scenes.questions.predicting.ghosts import ghost, offers
from scenes.questions.predicting.news import News
from scenes.stage.core.stage import Frame

TICK_MS = 200
CLASS_SIZE = 30
NOTHING_COMES = "The next step writes no number that could be asked about. Go to another step and press Q there."
NO_QUESTION = "No question is open. Q asks about a number of the next step."
NOT_COUNTED = "No hands are counted yet. Type a letter, a number and Enter while the question is open: A 12 Enter."
NO_MISTAKE = "There is no wrong answer whose world could be shown."


class Polling(QObject):
    """Follows the conducting of a class. `counting` says that the hands, or what is typed of them, are others.

    `told` carries a sentence for the teacher, and `untold` the same one as soon as it is no longer so.
    """

    counting = Signal()
    told = Signal(str)
    untold = Signal(str)

    def __init__(
        self,
        session: SceneSession,
        conducting: Conducting,
        overlays: Overlays,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._conducting, self._overlays, self._now = session, conducting, overlays, now
        self._offered: tuple[News, ...] = ()
        self._chosen = 0
        self.typed = Typed()
        self.class_size = CLASS_SIZE
        """How many there are: a glance counts a share of them."""
        self._shows_counts = False
        self._hidden = False
        """Whether the teacher has taken a lesson's question off the stage, until the next cue."""
        self._ends: float | None = None
        self._seconds = 0
        self._told_stop = ""
        self._said = ""
        self._asked: tuple[Posed | None, Kind | None] = (None, None)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        conducting.cued.connect(self._follow)
        conducting.changed.connect(self._follow)
        for moved in (session.opened, session.moved):
            moved.connect(self._stop_choosing_elsewhere)
        self._stood = session.frame

    # --- Which number -----------------------------------------------------------------------------------------------

    @property
    def chooses(self) -> bool:
        """Whether the teacher chooses the number to ask about."""
        return bool(self._offered)

    @property
    def number(self) -> News | None:
        """The number that is chosen to be asked about, or is asked about just now."""
        if self._offered:
            return self._offered[self._chosen]
        question = self._conducting.question
        return question.ghost if question is not None else None

    @property
    def owns_keys(self) -> bool:
        """Whether letters and digits are the count's: as long as a question lies over the stage."""
        conducting = self._conducting
        return conducting.question is not None and not self._hidden and conducting.kind != "back"

    @property
    def asks(self) -> bool:
        """Whether a question is open before the class."""
        conducting = self._conducting
        return conducting.question is not None and not self._hidden and conducting.kind not in ("reveal", "back")

    def over(self, frame: Frame) -> Frame:
        """A picture with a “?” on the number that is asked about, and outlines around others while one is chosen."""
        if self._offered:
            return offers(frame, self._offered, self._offered[self._chosen])
        question = self._conducting.question
        if question is None or question.ghost is None or not self.asks:
            return frame
        return ghost(frame, question.ghost)

    def ask(self) -> None:
        """Offer the numbers of the next step; asked again, ask about the chosen one."""
        if self._offered:
            self.ask_chosen()
            return
        if self._conducting.question is not None:
            self.move_on()
            return
        if self._session.player.playing:
            self._session.next_step()
        self._offered, self._chosen, self._stood = coming(self._session), 0, self._session.frame
        if not self._offered:
            self._tell(NOTHING_COMES)
        self._overlays.changed.emit()

    def choose(self, by: int) -> None:
        """Choose another number of those that are offered."""
        if self._offered:
            self._chosen = (self._chosen + by) % len(self._offered)
            self._overlays.changed.emit()

    def choose_at(self, x: float, y: float) -> bool:
        """Choose the number whose place is at a point of the stage; tells whether there is one."""
        for index, each in enumerate(self._offered):
            left, top, right, bottom = each.box
            if left <= x <= right and top <= y <= bottom:
                self._chosen = index
                self.ask_chosen()
                return True
        return False

    def ask_chosen(self) -> None:
        """Ask about the number that is chosen."""
        if self._offered:
            number, self._offered = self._offered[self._chosen], ()
            self._conducting.ask(of_news(now_in(self._session), number))

    def put_away(self) -> bool:
        """Take away what is offered, or a question that no lesson has planned; tells whether there was anything."""
        if self._offered:
            self._offered = ()
            self._overlays.changed.emit()
            return True
        if self._shows_counts:
            self.show_counts()
            return True
        if self._conducting.shows_mistake:
            return self._conducting.show_mistake()
        if self._conducting.withdraw():
            return True
        was_open, self._hidden = self._conducting.question is not None and not self._hidden, True
        self._show()
        if was_open:
            self.count_down(0)
        return was_open

    def _tell(self, sentence: str) -> None:
        self._take_back()
        self._said = sentence
        self.told.emit(sentence)

    def _take_back(self) -> None:
        """Say no longer what is not so any more."""
        if self._said:
            said, self._said = self._said, ""
            self.untold.emit(said)

    def _stop_choosing_elsewhere(self) -> None:
        if self._session.frame is not self._stood:
            self._take_back()
        if self._offered and self._session.frame is not self._stood:
            self._offered = ()
            self._overlays.changed.emit()

    # --- Hands ------------------------------------------------------------------------------------------------------

    @property
    def counts(self) -> tuple[int, ...]:
        """The hands for each option in the present vote."""
        question, vote = self._conducting.question, self._conducting.vote
        if question is None:
            return ()
        tally = self._conducting.tallies.get(vote) if vote is not None else None
        return tally.counts if tally is not None else (0,) * len(question.answers)

    def letter(self, letter: str) -> None:
        """Begin to count the hands for an option."""
        question = self._conducting.question
        if question is not None and LETTERS.index(letter) < len(question.answers):
            self._type(Typed().letter(LETTERS.index(letter)))

    def digit(self, digit: str) -> None:
        """Type one more digit of the number of hands."""
        self._type(self.typed.digit(digit))

    def enter(self) -> None:
        """Take the number of hands that was typed."""
        if self.typed.option is not None and self.typed.hands is not None:
            self.set_hands(self.typed.option, self.typed.hands)
        self._type(Typed())

    def set_hands(self, option: int, hands: int) -> None:
        """Count so many hands for an option."""
        question = self._conducting.question
        if question is None or self._conducting.vote is None or not question.answers:
            return
        counts = list(self.counts)
        counts[option] = max(0, hands)
        self._conducting.count(Tally(tuple(counts), question.right))

    def move_on(self) -> None:
        """Open the vote, or close it: what comes after depends on the hands."""
        if self._conducting.question is None:
            self._tell(NO_QUESTION)
        else:
            self._conducting.next()

    def show_counts(self) -> None:
        """Show the class what was counted, or take it away."""
        if not self._shows_counts and not any(tally and tally.total for tally in self._conducting.votes):
            self._tell(NOT_COUNTED if self._conducting.question is not None else NO_QUESTION)
            return
        self._shows_counts = not self._shows_counts
        self._show()

    def show_mistake(self) -> None:
        """Show the world in which the most chosen wrong answer would be right, or come back from it."""
        if not self._conducting.show_mistake():
            self._tell(NO_MISTAKE)

    def _type(self, typed: Typed) -> None:
        self.typed = typed
        self.counting.emit()

    def glance(self, option: int, share: float) -> None:
        """Count a share of the class for an option, as a glance tells it."""
        self.set_hands(option, round(share * self.class_size))

    def set_class_size(self, size: int) -> None:
        """Say how many there are."""
        self.class_size = max(1, size)
        self.counting.emit()

    # --- What the class sees ----------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Show what belongs to the present cue."""
        self._take_back()
        conducting = self._conducting
        asked = conducting.question, conducting.kind
        if asked != self._asked:
            thinks = asked[0] is not None or self._asked[0] is not None  # else a clock for a task goes on
            self._asked, self._shows_counts, self._hidden = asked, False, False
            self.typed, self._offered = Typed(), ()
            if thinks:
                self._begin_clock()
        self._announce()
        self._show()
        self.counting.emit()

    def _show(self) -> None:
        conducting, overlays = self._conducting, self._overlays
        question, kind = conducting.question, conducting.kind
        if question is None or kind is None or self._hidden:
            overlays.card = overlays.histogram = None
            return
        votes = [tally for tally in conducting.votes if tally is not None]
        mistake = votes[-1].most_chosen_mistake if votes else None
        if conducting.shows_mistake and mistake is not None:
            overlays.card, overlays.histogram = world_card(question, mistake), None
            return
        overlays.card = card_of(question, kind, mistake)
        overlays.histogram = histogram_of(question, kind, conducting.votes) if self._shows_counts else None

    def _announce(self) -> None:
        """Say for a second what a stop is called that has just been opened."""
        stop = self._conducting.stop
        here = stop.id if stop is not None else ""
        if here != self._told_stop:
            self._told_stop = here
            if stop is not None and stop.kind in ("scene", "lab"):
                self._overlays.announce(self._session.scene.title)

    def _begin_clock(self) -> None:
        question, kind = self._conducting.question, self._conducting.kind
        self._seconds = thinking(question, kind) if question is not None and kind is not None else 0
        self._ends = self._now() + self._seconds if self._seconds else None
        self._timer.start() if self._seconds else self._timer.stop()
        self._tick()

    def count_down(self, minutes: float) -> None:
        """Show a clock that counts down over the stage, for a task; 0 takes it away."""
        self._seconds = round(60 * minutes)
        self._ends = self._now() + self._seconds if minutes else None
        self._timer.start() if minutes else self._timer.stop()
        self._tick()

    def _tick(self) -> None:
        if self._ends is None:
            self._overlays.countdown = None
            return
        left = max(0.0, self._ends - self._now())
        self._overlays.countdown = Countdown(left, self._seconds)
        if not left:
            self._timer.stop()
