"""Answers to questions, between all else that the engine does.

Torch is imported by functions here, as in the server.
"""

import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from engine.contract import events, wire
from engine.contract.questions import (
    BreakOff,
    NoReply,
    PatientQuestion,
    Present,
    Query,
    Reply,
    Waits,
    quick,
)
from engine.process.pipe import HungUpError, Inbox, Writer

if TYPE_CHECKING:
    from engine.training.train import Run

IN_THE_WAY = "This takes too long to do it beside a run: it waits for a pause of the run, or for its end."


SHARE, CREDIT = 0.02, 0.1
"""Patient questions get such a share of the time of a run that never waits; so many seconds unused are kept at most."""


class _Open:
    """A question that is being answered; `step` is the one after which a present contestant was asked."""

    def __init__(self, query: Query, replies: Iterator[Reply | None], step: int | None) -> None:
        self.token, self.replies, self.step = query.token, replies, step
        self.patient = isinstance(query.question, PatientQuestion)
        """Whether it is answered beside a run."""
        self.told = False
        """Whether its asker knows that it waits."""


class Allowance:
    """How much time may be taken from a run: a share of what goes by, and what is left of it from before."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left, self._looked = 0.0, clock()

    @property
    def left(self) -> bool:
        """Whether something may be done; it may take longer than is left, and then the next has to wait."""
        now = self._clock()
        self._left = min(CREDIT, self._left + SHARE * (now - self._looked))
        self._looked = now
        return self._left > 0

    @contextmanager
    def spent(self) -> Iterator[None]:
        """Count how long something takes."""
        begun = self._clock()
        yield
        self._left -= self._clock() - begun


class Answering:
    """The commands for whoever carries them out, without questions: those are answered here.

    A quick question is answered as soon as it is heard. The others are answered a little at a time, in turns, while
    whoever asks for a command would wait for it without limit: nothing ever waits for an answer. Patient ones go on
    also where the wait has a limit, and where there is none, as long as that stays a small share of the time.
    """

    def __init__(self, inbox: Inbox, writer: Writer) -> None:
        self._inbox, self._writer = inbox, writer
        self._open: deque[_Open] = deque()
        self._allowance = Allowance()
        self._heard: deque[events.Command] = deque()
        """What came in while only quick questions could be answered, in order."""
        self.run: Run | None = None
        """The run whose networks can be asked about: the one in progress, or the last one."""

    def get(self, wait: bool, limit: float | None = None) -> events.Command | None:
        """Return the next command, as `Inbox.get` does; answers are part of the wait."""
        idle = wait and limit is None
        until = None if limit is None else time.monotonic() + limit
        while True:
            if not idle:
                self._tell_who_waits()
            one = self._turn(wait, limit)
            command = self.next(wait and one is None, limit)
            match command:
                case Query():
                    self._take(command)
                case BreakOff(token):
                    self.break_off(token)
                case None if one is not None and wait:
                    self._go_on(one)
                case None if one is not None:
                    with self._allowance.spent():
                        self._go_on(one)
                    return None
                case _:
                    return command
            limit = None if until is None else max(0.0, until - time.monotonic())

    def _turn(self, wait: bool, limit: float | None) -> _Open | None:
        """The question whose turn it is to be answered a little further; None where none may be now."""
        if wait and limit is None:
            return self._open[0] if self._open else None
        patient = next((one for one in self._open if one.patient), None)
        may = bool(limit) if wait else self._allowance.left
        return patient if may else None

    def next(self, wait: bool, limit: float | None = None) -> events.Command | None:
        """Return the next command as `Inbox.get` does, a question too, for whoever can't have it answered."""
        return self._heard.popleft() if self._heard else self._inbox.get(wait, limit)

    def listen(self) -> None:
        """Answer the quick questions that have come in, in the middle of a step of a run; all else waits for its end.

        What came behind a command that waits, waits too: it may be about what that command changes.
        """
        while (command := self._inbox.get(wait=False)) is not None:
            if not self._heard and isinstance(command, Query) and quick(command):
                self._take(command)
            else:
                self._heard.append(command)

    def break_off(self, token: int) -> None:
        """Say no more to a question."""
        self._open = deque(one for one in self._open if one.token != token)

    def _take(self, query: Query) -> None:
        """Answer a quick question, and begin to answer another."""
        from engine.queries import answers

        run = self.run
        step = run.step_of(query.about.contestant) if run and isinstance(query.about, Present) else None
        with self._refusing(query.token):
            one = _Open(query, answers.replies(query, run.trained if run else lambda _: None), step)
            if not quick(query):
                self._open.append(one)
                return
            while self._advance(one):
                pass

    def _go_on(self, one: _Open) -> None:
        """Answer one of the open questions a little further; the others have their turn after it."""
        self._open.remove(one)
        one.told = False
        with self._refusing(one.token):
            if self._advance(one):
                self._open.append(one)

    def _advance(self, one: _Open) -> bool:
        """Answer a question a little further; return whether there may be more to say."""
        for reply in one.replies:
            if reply is not None:
                self._writer.send(replace(reply, step=one.step))
            return True
        return False

    def _tell_who_waits(self) -> None:
        for one in self._open:
            if not one.told and not one.patient:
                one.told = True
                self._writer.send(Waits(one.token, IN_THE_WAY))

    @contextmanager
    def _refusing(self, token: int) -> Iterator[None]:
        """Say why there is no answer, or no more of it."""
        from engine.queries.work import QuestionError

        try:
            yield
        except QuestionError as error:
            self._writer.send(NoReply(token, str(error)))
        except (wire.WireError, HungUpError):
            raise
        except Exception as error:
            sentence = "The question can't be answered because of an error inside the engine; report its details."
            if out_of_memory(error):
                sentence = "There is not enough memory to answer; close other programs and ask again."
            self._writer.send(NoReply(token, sentence, traceback.format_exc()))


def out_of_memory(error: Exception) -> bool:
    """Whether an error says that there is no memory left."""
    return isinstance(error, MemoryError) or "out of memory" in str(error) or "can't allocate memory" in str(error)
