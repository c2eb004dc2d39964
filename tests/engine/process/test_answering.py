"""When questions are answered, and who waits for whom."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from msgspec.structs import replace

from engine.contract import events
from engine.contract.numbers import Array
from engine.contract.pace import Pace
from engine.contract.questions import (
    BreakOff,
    Forward,
    Fresh,
    JudgeAll,
    MapPoints,
    NoReply,
    Present,
    Query,
    Reply,
    TimePasses,
    TryRates,
    Untrained,
    Waits,
)
from engine.contract.spec import StopAt
from engine.process import answering, server
from engine.process.answering import IN_THE_WAY, Allowance, Answering
from engine.queries import latency, rates
from tests.engine.training.scripted import SMALL

LONG = TryRates(steps=5)
PATIENT = MapPoints("digits", ("relu1",), pictures=60)
QUICK = Forward(Array.of(np.zeros((1, 8, 8), np.uint8)))


class Dictation:
    """An inbox and a writer in one. A command is read when so many events have been sent, or when one is waited for."""

    def __init__(self, *lines: tuple[int, events.Command]) -> None:
        self.lines = list(lines)
        self.sent: list[events.Event] = []
        self.send = self.sent.append

    def get(self, wait: bool, limit: float | None = None) -> events.Command | None:
        if self.lines and (wait or self.lines[0][0] <= len(self.sent)):
            return self.lines.pop(0)[1]
        return events.Quit() if wait else None

    def play(self) -> list[events.Event]:
        server.serve(self, self)  # type: ignore[arg-type]
        return self.sent


def ask(token: int, at: int = 0) -> tuple[int, Query]:
    return at, Query(token, Fresh(SMALL), LONG)


def told(happened: list[events.Event]) -> Iterator[tuple[int, int | str]]:
    """Who was told what: parts by their number, other words by the name of what carries them."""
    for event in happened:
        if isinstance(event, Reply):
            yield event.token, event.part
        elif isinstance(event, Waits | NoReply):
            yield event.token, type(event).__name__


def test_parts_come_as_they_are_ready_and_commands_come_between_them() -> None:
    sent = Dictation(ask(1), (2, events.Ping(7))).play()
    assert [type(event).__name__ for event in sent] == ["Reply", "Reply", "Pong", "Reply", "Reply", "Reply"]


def test_long_questions_take_turns_and_quick_ones_come_between_them() -> None:
    quick = (2, Query(9, Present(0), QUICK))
    found = list(told(Dictation(ask(1), ask(2), quick).play()))
    assert found[:4] == [(1, 0), (2, 0), (9, "NoReply"), (1, 1)]
    assert sorted(found[4:], key=str) == sorted([*((1, part) for part in (2, 3, 4)), *((2, p) for p in (1, 2, 3, 4))])


def test_whoever_asked_can_break_an_answer_off() -> None:
    sent = Dictation(ask(1), ask(2), (5, BreakOff(1)), (5, BreakOff(33))).play()
    found = list(told(sent))
    assert [part for token, part in found if token == 2] == [0, 1, 2, 3, 4]
    assert [part for token, part in found if token == 1] == [0, 1, 2]


def test_a_run_makes_long_answers_wait_until_it_pauses_or_ends_and_says_so() -> None:
    short = replace(SMALL, stop=StopAt(steps=4))
    sent = Dictation((0, events.Start(short)), ask(1), (7, events.Pause()), ask(2)).play()
    names = [type(event).__name__ for event in sent]
    assert names[: names.index("Reply")][-1] == "Paused"
    assert sent[names.index("Waits")] == Waits(1, IN_THE_WAY)
    assert [part for token, part in told(sent) if token == 1] == ["Waits", 0, 1, 2, 3, 4]
    assert [part for token, part in told(sent) if token == 2] == [0, 1, 2, 3, 4], "who asks in a pause needn't wait"


@pytest.mark.parametrize("question", [TimePasses((1, 8, 8)), JudgeAll(Array.of(np.zeros((3, 1, 8, 8), np.uint8)))])
def test_no_network_is_measured_while_a_run_goes_on(question: TimePasses | JudgeAll) -> None:
    short = replace(SMALL, stop=StopAt(steps=4))
    asked = Query(1, Untrained(SMALL.contestants[0].network, 10, 70.0, 100.0, 0), question)
    sent = Dictation((0, events.Start(short)), (0, asked)).play()
    names = [type(event).__name__ for event in sent]
    assert sent[names.index("Waits")] == Waits(1, IN_THE_WAY)
    assert names.index("Waits") < names.index("Finished") < names.index("Reply")


def test_a_run_that_goes_on_interrupts_an_answer_which_is_completed_at_its_end() -> None:
    short = replace(SMALL, stop=StopAt(steps=4))
    sent = Dictation((0, events.Start(short, paused=True)), ask(1), (9, events.Resume())).play()
    names = [type(event).__name__ for event in sent]
    assert [part for token, part in told(sent) if token == 1] == [0, 1, 2, "Waits", 3, 4]
    between = names[names.index("Resumed") : names.index("Finished")]
    assert "Reply" not in between
    assert between.count("Waits") == 1
    assert between.count("Tick") == 4


class MidStep(Dictation):
    """A dictation that reads `question` only in the middle of a step: after the look between two steps."""

    def __init__(self, question: events.Command, *lines: tuple[int, events.Command]) -> None:
        super().__init__(*lines)
        self.question: events.Command | None = question
        self.looks = 0

    def get(self, wait: bool, limit: float | None = None) -> events.Command | None:
        ticks = sum(isinstance(event, events.Tick) for event in self.sent)
        self.looks = self.looks + 1 if ticks == 1 and not wait else 0
        if self.looks == 2 and self.question is not None:
            found, self.question = self.question, None
            return found
        return super().get(wait, limit)


@pytest.mark.parametrize(("contestant", "step"), [(0, 2), (1, 1)])
def test_a_quick_question_is_answered_between_two_contestants_of_a_step(contestant: int, step: int) -> None:
    short = replace(SMALL, stop=StopAt(steps=2))
    sent = MidStep(Query(9, Present(contestant), QUICK), (0, events.Start(short))).play()
    names = [type(event).__name__ for event in sent]
    assert names[names.index("Tick") :][:3] == ["Tick", "Reply", "Tick"]
    reply = next(event for event in sent if isinstance(event, Reply))
    assert reply.step == step, "the first of the contestants has learned from the next batch already"


def test_what_comes_behind_a_command_in_the_middle_of_a_step_waits_with_it() -> None:
    inbox = Dictation((0, events.Ping(1)), (0, Query(9, Fresh(SMALL), QUICK)), (1, events.Ping(2)))
    commands = Answering(inbox, inbox)  # type: ignore[arg-type]
    commands.listen()
    assert not inbox.sent
    assert commands.get(wait=False) == events.Ping(1)
    assert commands.get(wait=False) == events.Ping(2)
    assert list(told(inbox.sent)) == [(9, "NoReply")]


def test_a_run_that_begins_goes_first() -> None:
    short = replace(SMALL, stop=StopAt(steps=2))
    sent = Dictation(ask(1), (2, events.Start(short))).play()
    parts = [part for token, part in told(sent) if token == 1]
    assert parts == [0, 1, "Waits", 2, 3, 4]
    ticks = [event for event in sent if isinstance(event, events.Tick)]
    assert len(ticks) == 2


def trained(sent: list[events.Event]) -> list[object]:
    """What is said of a run, without the times."""
    run = (event for event in sent if not isinstance(event, Reply | events.Finished))
    return [
        (each.step, each.lr, [result and (result.loss, result.gradients) for result in each.results])
        if isinstance(each, events.Tick)
        else each
        for each in run
    ]


def test_patient_questions_are_answered_beside_a_run_which_is_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "SHARE", 1e6)
    monkeypatch.setattr(answering, "CREDIT", 1e6)
    start = events.Start(replace(SMALL, stop=StopAt(steps=120)))
    alone = Dictation((0, start)).play()
    sent = Dictation((0, start), (6, Query(1, Present(0), PATIENT)), (6, Query(2, Present(1), PATIENT))).play()
    between = sent[: next(place for place, event in enumerate(sent) if isinstance(event, events.Finished))]
    assert list(told(between)) == [(token, part) for part in range(3) for token in (1, 2)]
    assert {event.step for event in between if isinstance(event, Reply)} == {1}, "the step they were asked at"
    assert trained(sent) == trained(alone)


def test_patient_questions_take_a_small_share_of_the_time_of_a_run_that_does_not_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answering, "SHARE", 0.0)
    start = events.Start(replace(SMALL, stop=StopAt(steps=60)))
    sent = Dictation((0, start), (6, Query(1, Present(0), PATIENT)), (6, Query(2, Present(0), QUICK))).play()
    names = [type(event).__name__ for event in sent]
    assert "Waits" not in names
    assert list(told(sent)) == [(2, 0), *((1, part) for part in range(3))]
    assert names.index("Finished") < names.index("Reply", names.index("Reply") + 1)


def test_an_allowance_is_a_share_of_what_goes_by() -> None:
    now = 100.0
    allowance = Allowance(lambda: now)
    assert not allowance.left
    now += 0.5
    assert allowance.left
    with allowance.spent():
        now += 0.03
    assert not allowance.left, "0.01 s were there, and 0.03 s were taken"
    now += 0.9
    assert not allowance.left
    now += 0.2
    assert allowance.left
    now += 1e6
    assert allowance.left
    with allowance.spent():
        now += 2 * answering.CREDIT
    assert not allowance.left, "a long time alone gives no large credit"


def test_what_a_run_waits_before_its_next_step_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "SHARE", 0.0)
    start = events.Start(replace(SMALL, stop=StopAt(steps=3)), pace=Pace(rate=1.0))
    sent = Dictation((0, start), (6, Query(1, Present(0), PATIENT)), (9, events.SetPace(Pace()))).play()
    names = [type(event).__name__ for event in sent]
    assert names.index("Reply") < names.index("Finished")
    assert list(told(sent)) == [(1, part) for part in range(3)]


def test_an_error_in_the_middle_of_an_answer_is_a_sentence_and_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    losses = iter([0.5, 0.4])
    monkeypatch.setattr(rates, "_loss", lambda *_: next(losses, None) or 1 / 0)
    first, failed = Dictation(ask(1)).play()
    assert isinstance(first, Reply)
    assert isinstance(failed, NoReply)
    assert "ZeroDivisionError" in failed.details
    assert failed.message.endswith("report its details.")


def test_an_answer_is_broken_off_while_a_network_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(name: str, threads: int, heed: Callable[[], None]) -> events.Measured:
        heed()
        return events.Measured(name, 0.1, 5, threads, "a CPU")

    monkeypatch.setattr(server, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(latency, "measure", measure)
    sent = Dictation(ask(1), (2, events.Measure("vgg-16")), (2, BreakOff(1)), (2, Query(9, Present(0), QUICK))).play()
    assert [type(event).__name__ for event in sent] == ["Reply", "Reply", "NoReply", "Measured"]
