"""What is written of a class while it is given."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.conducting.tallies import Tally
from desktop.classroom.lessons.model import Ask, Lesson, Stop
from desktop.classroom.record.entries import AnyEntry, Counted, Cued, Dark, Ended, LeftOut, Ran, Revised, Turned, WentOn
from desktop.classroom.record.log import ClassLog
from desktop.classroom.record.reading import ClassRecord, read
from desktop.classroom.record.recorder import Recorder
from desktop.classroom.record.resuming import resumed, spent
from desktop.player.session import SceneSession
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.timeline import boundaries
from tests.desktop.classroom.record.class_logs import LESSON, STROKE

Made = Callable[[], tuple[SceneSession, Conducting, Recorder]]


class Time:
    """A clock that a test turns on."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def made(qapp: object, tmp_path: Path, clock: Time) -> Iterator[Made]:
    """Return a function that makes what a window has of a class; its log lies in the test's folder."""
    recorders: list[Recorder] = []

    def make() -> tuple[SceneSession, Conducting, Recorder]:
        session = SceneSession(catalogue())
        conducting = Conducting(session, lambda preset: None, clock)
        today = datetime(2026, 11, 29, 8, 30)
        recorders.append(Recorder(session, conducting, tmp_path / "classes", clock, lambda: today))
        return session, conducting, recorders[-1]

    yield make
    for recorder in recorders:
        recorder.close()


def log_in(folder: Path) -> ClassRecord:
    (path,) = (folder / "classes").glob("*.jsonl")
    return read(path)


def kinds(entries: tuple[AnyEntry, ...]) -> list[str]:
    return [type(entry).__name__ for entry in entries]


def test_every_cue_and_count_is_written_as_it_happens(made: Made, clock: Time, tmp_path: Path) -> None:
    session, conducting, recorder = made()
    session.turn("stride", 2)
    assert not (tmp_path / "classes").exists(), "nothing is written while no lesson is given"
    conducting.begin(LESSON, Path.home() / "here")
    record = log_in(tmp_path)
    assert record.path.name == "2026-11-29T0830-short.jsonl"
    assert record.folder == Path.home() / "here"
    assert record.entries == (Cued(stop="by-hand", kind="open", at=session.steps[0].title),)
    clock.now += 30
    conducting.leave_out("by-hand")
    conducting.jump("again")
    while conducting.kind != "count":
        conducting.next()
    conducting.count(Tally((3, 9), 0))
    found = log_in(tmp_path).entries
    assert [(each.seconds, each.stop, each.kind) for each in found if isinstance(each, Cued)][-1] == (
        30,
        "again",
        "count",
    )
    assert [each.stops for each in found if isinstance(each, LeftOut)] == [("by-hand", "extra")]
    (counted,) = (each for each in found if isinstance(each, Counted))
    assert (counted.counts, counted.right, counted.vote) == ((3, 9), 0, 1)
    assert counted.answers[counted.right] == "the size"
    conducting.end()
    assert log_in(tmp_path).ended
    assert recorder.log is None


def test_a_gesture_is_one_entry_and_comes_before_the_cue_that_ends_it(made: Made, tmp_path: Path, qtbot: QtBot) -> None:
    session, conducting, _ = made()
    conducting.begin(LESSON, Path())
    for bias in (2.5, 3.0, 3.5):
        session.turn("bias", bias, merging="drag")
    assert "Turned" not in kinds(log_in(tmp_path).entries)
    qtbot.waitUntil(lambda: "Turned" in kinds(log_in(tmp_path).entries))
    session.turn("stride", 2)
    conducting.next()
    entries = log_in(tmp_path).entries
    assert kinds(entries) == ["Cued", "Turned", "Turned", "Cued"]
    assert entries[2] == Turned(room="by-hand", scene="convolution", knobs={"bias": 3.5, "stride": 2})


def test_what_comes_back_to_where_it_was_is_no_entry(made: Made, tmp_path: Path) -> None:
    session, conducting, _ = made()
    conducting.begin(LESSON, Path())
    session.turn("stride", 2, merging="drag")
    session.turn("stride", 1, merging="drag")
    conducting.next()
    assert "Turned" not in kinds(log_in(tmp_path).entries)


def test_dark_ink_runs_and_another_lesson_are_written(made: Made, tmp_path: Path) -> None:
    _, conducting, recorder = made()
    recorder.cover("black")
    recorder.ink("scene convolution · Add", (STROKE,))
    conducting.begin(LESSON, Path())
    recorder.cover("black")
    recorder.cover("black")
    recorder.cover("no")
    recorder.ink("stop by-hand · Add", (replace(STROKE, points=((1.23456, 2.0),)),))
    conducting.run_wanted.emit("race", 40.0)
    conducting.revise(_shorter(LESSON))
    record = log_in(tmp_path)
    assert kinds(record.entries) == ["Cued", "Dark", "Dark", "Inked", "Ran", "Revised"]
    assert record.entries[1] == Dark(colour="black")
    assert record.entries[3].strokes[0].points == ((1.23, 2.0),)  # type: ignore[union-attr]
    assert record.entries[4] == Ran(preset="race")
    assert isinstance(record.entries[5], Revised)
    assert record.lesson == _shorter(LESSON)


def _shorter(lesson: Lesson) -> Lesson:
    return msgspec.structs.replace(lesson, stop=lesson.stop[:1])


def test_a_class_goes_on_with_the_same_picture_and_writes_on_in_its_log(
    made: Made, clock: Time, tmp_path: Path
) -> None:
    session, conducting, recorder = made()
    conducting.begin(LESSON, Path())
    session.turn("bias", 3.5)
    conducting.next()
    session.next_step()
    clock.now += 60
    left_at = session.step
    conducting.jump("again")
    session.turn("stride", 2)
    while conducting.kind != "recount":
        conducting.next()
        if conducting.kind == "count" and not conducting.tallies:
            conducting.count(Tally((6, 6), 0))
    clock.now += 20
    recorder.ink("stop again · Add", ())
    picture, cue = session.frame, conducting.cue
    recorder.close()
    with log_in(tmp_path).path.open("ab") as file:
        file.write(b'{"what":"cu')  # as a process that is killed leaves it

    session, conducting, recorder = made()
    record = log_in(tmp_path)
    left = resumed(record)
    assert left is not None
    clock.now += 1000
    log = ClassLog(record.path)
    assert log.claim()
    recorder.go_on(log, record)
    conducting.go_on(record.lesson, record.folder, left)
    assert conducting.cue == cue
    assert session.frame == picture
    assert conducting.tallies == {("again", 0, 1): Tally((6, 6), 0)}
    assert conducting.elapsed == {"by-hand": 60.0, "again": 20.0}
    assert not session.player.playing
    while conducting.stop is not None and conducting.stop.id != "by-hand":
        conducting.back()
    assert session.knobs.bias == 3.5  # type: ignore[attr-defined]
    assert (session.step, session.player.t) == (left_at, boundaries(session.steps)[left_at])
    found = log_in(tmp_path).entries
    assert found[len(record.entries)] == WentOn(seconds=80)
    assert isinstance(found[-1], Cued)
    assert found[-1].stop == "by-hand"


def test_a_question_about_the_coming_number_is_the_same_after_a_crash(made: Made, tmp_path: Path) -> None:
    ask = Ask(mark="sum", at="Multiply", mode="predict")
    lesson = Lesson(
        convoscope=1, id="p", title="P", stop=(Stop(id="a", scene="convolution", first="Multiply", ask=(ask,)),)
    )
    session, conducting, recorder = made()
    conducting.begin(lesson, Path())
    session.turn("bias", 2.5)
    questions = []
    for kind in ("ask", "reveal"):
        while conducting.kind != kind:
            conducting.next()
        if session.player.playing:
            session.next_step()
        questions.append((conducting.question, session.frame))
    recorder.close()
    record = log_in(tmp_path)
    left = resumed(record)
    assert left is not None
    for cut, (question, picture) in zip((-1, None), questions, strict=True):
        session, conducting, _ = made()
        conducting.go_on(lesson, Path(), replace(left, path=left.path[:cut]))
        assert conducting.question == question
        assert question is not None
        assert session.frame == picture
        conducting.end()


@pytest.mark.parametrize("purpose", ["rehearsal", "replay"])
def test_a_rehearsal_and_a_replay_leave_no_log_but_are_told_of(
    made: Made, clock: Time, tmp_path: Path, purpose: str, qtbot: QtBot
) -> None:
    _, conducting, recorder = made()
    recorder.purpose = purpose  # type: ignore[assignment]
    conducting.begin(LESSON, Path())
    clock.now += 30
    conducting.jump("again")
    clock.now += 10
    with qtbot.waitSignal(recorder.ended) as ended:
        conducting.end()
    told, lesson, entries = ended.args  # type: ignore[misc]
    assert (told, lesson) == (purpose, LESSON)
    assert spent(entries) == {"by-hand": 30.0, "again": 10.0}
    assert not (tmp_path / "classes").exists()
    conducting.begin(LESSON, Path())
    assert log_in(tmp_path).entries, "the next one is a class again"


def test_a_full_disk_is_told_once_and_the_class_goes_on(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, conducting, recorder = made()
    sentences: list[str] = []
    recorder.told.connect(sentences.append)
    conducting.begin(LESSON, Path())
    before = log_in(tmp_path).entries

    def full(log: ClassLog, entry: AnyEntry) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ClassLog, "add", full)
    for _ in range(4):
        conducting.next()
    assert session.step > 0
    assert len(sentences) == 1
    assert "The disk is full" in sentences[0]
    assert log_in(tmp_path).entries == before
    assert len(recorder.entries) > len(before), "a rehearsal still knows its minutes"


def test_a_folder_that_can_t_be_made_is_told_once(made: Made, tmp_path: Path) -> None:
    (tmp_path / "classes").write_text("a file in the way")
    _, conducting, recorder = made()
    sentences: list[str] = []
    recorder.told.connect(sentences.append)
    conducting.begin(LESSON, Path())
    conducting.next()
    conducting.next()
    assert len(sentences) == 1
    assert "The class goes on without" in sentences[0]


def test_closing_in_the_middle_leaves_the_class_open_and_at_its_end_ends_it(made: Made, tmp_path: Path) -> None:
    _, conducting, recorder = made()
    conducting.begin(LESSON, Path())
    recorder.close()
    assert not log_in(tmp_path).ended
    assert not list((tmp_path / "classes").glob("*.lock"))
    log_in(tmp_path).path.unlink()
    _, conducting, recorder = made()
    conducting.begin(LESSON, Path())
    while conducting.kind != "end":
        conducting.next()
    recorder.close()
    assert isinstance(log_in(tmp_path).entries[-1], Ended)


def test_what_is_shown_after_closing_is_nobody_s(made: Made, tmp_path: Path) -> None:
    session, conducting, recorder = made()
    conducting.begin(LESSON, Path())
    conducting.next()
    recorder.close()
    before = log_in(tmp_path).path.read_bytes()
    conducting.jump("again")
    session.turn("stride", 2)
    conducting.end()
    conducting.begin(LESSON, Path())
    assert log_in(tmp_path).path.read_bytes() == before, "and there is no other log"


def test_a_lesson_that_is_only_looked_at_leaves_no_log(made: Made, tmp_path: Path) -> None:
    _, conducting, _ = made()
    conducting.begin(LESSON, Path())
    assert log_in(tmp_path).cued
    conducting.end()
    assert list((tmp_path / "classes").iterdir()) == []
