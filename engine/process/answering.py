"""Answers to questions, between all else that the engine does.

Torch is imported by functions here, as in the server.
"""

import time
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from engine.contract import events, wire
from engine.contract.questions import BreakOff, LongQuestion, NoReply, Present, Query, Reply, Waits
from engine.process.pipe import HungUpError, Inbox, Writer

if TYPE_CHECKING:
    from engine.training.train import Run

IN_THE_WAY = "This takes too long to do it beside a run: it waits for a pause of the run, or for its end."


class _Open:
    """A question that is being answered; `step` is the one after which a present contestant was asked."""

    def __init__(self, token: int, replies: Iterator[Reply | None], step: int | None) -> None:
        self.token, self.replies, self.step = token, replies, step
        self.told = False
        """Whether its asker knows that it waits."""


class Answering:
    """The commands for whoever carries them out, without questions: those are answered here.

    A quick question is answered as soon as it is heard. Long ones are answered a little at a time, in turns, while
    whoever asks for a command would wait for it without limit: nothing ever waits for an answer.
    """

    def __init__(self, inbox: Inbox, writer: Writer) -> None:
        self._inbox, self._writer = inbox, writer
        self._open: deque[_Open] = deque()
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
            command = self.next(wait and not (idle and self._open), limit)
            match command:
                case Query():
                    self._take(command)
                case BreakOff(token):
                    self.break_off(token)
                case None if idle:
                    self._go_on()
                case _:
                    return command
            limit = None if until is None else max(0.0, until - time.monotonic())

    def next(self, wait: bool, limit: float | None = None) -> events.Command | None:
        """Return the next command as `Inbox.get` does, a question too, for whoever can't have it answered."""
        return self._heard.popleft() if self._heard else self._inbox.get(wait, limit)

    def listen(self) -> None:
        """Answer the quick questions that have come in, in the middle of a step of a run; all else waits for its end.

        What came behind a command that waits, waits too: it may be about what that command changes.
        """
        while (command := self._inbox.get(wait=False)) is not None:
            if not self._heard and isinstance(command, Query) and not isinstance(command.question, LongQuestion):
                self._take(command)
            else:
                self._heard.append(command)

    def break_off(self, token: int) -> None:
        """Say no more to a question."""
        self._open = deque(one for one in self._open if one.token != token)

    def _take(self, query: Query) -> None:
        """Answer a quick question, and begin to answer a long one."""
        from engine.queries import answers

        run = self.run
        step = run.step_of(query.about.contestant) if run and isinstance(query.about, Present) else None
        with self._refusing(query.token):
            one = _Open(query.token, answers.replies(query, run.trained if run else lambda _: None), step)
            if isinstance(query.question, LongQuestion):
                self._open.append(one)
                return
            while self._advance(one):
                pass

    def _go_on(self) -> None:
        """Answer one of the long questions a little further; the others have their turn after it."""
        one = self._open.popleft()
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
            if not one.told:
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
