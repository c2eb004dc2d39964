from __future__ import annotations

from pathlib import Path

import pytest

from desktop.classroom.lessons import editing
from desktop.classroom.lessons.document import LessonDocument
from desktop.classroom.lessons.layout import Layout, layout
from desktop.classroom.lessons.reading import read
from desktop.classroom.record.entries import AnyEntry, Cued, Ended
from desktop.classroom.record.rehearsal import GLANCE, MeasuredStop, measured, written
from tests.desktop.classroom.record.class_logs import LESSON

TEXT = """\
convoscope = 1
id = "short"
title = "Short"   # of three stops

[[stop]]
id = "by-hand"
scene = "convolution"
minutes = 2   # at most

[[stop]]
id = "again"
scene = "convolution"
"""


def stayed(*stops: tuple[str, float], end: bool = True) -> tuple[AnyEntry, ...]:
    """The entries of a rehearsal that stays at stops for so many seconds, and comes to the lesson's end or doesn't."""
    entries: list[AnyEntry] = []
    now = 0.0
    for stop, seconds in stops:
        entries.append(Cued(seconds=now, stop=stop, kind="open"))
        now += seconds
    if end:
        entries.append(Cued(seconds=now, stop="", kind="end"))
    return *entries, Ended(seconds=now)


def test_half_minutes_are_written_and_never_fewer_than_were_needed() -> None:
    found = [MeasuredStop("a", "A", 2, seconds).minutes for seconds in (0.2, 29, 30, 31, 60, 61, 250)]
    assert found == [0.5, 0.5, 0.5, 1.0, 1.0, 1.5, 4.5]


def test_what_was_not_rehearsed_is_not_measured() -> None:
    rows = measured(LESSON, stayed(("again", 100.0), ("by-hand", 61.0), ("gone", 5.0)))
    assert [(row.id, row.title, row.planned, row.seconds) for row in rows] == [
        ("by-hand", "Convolution", 2, 61.0), ("again", "Once more", 3, 100.0)
    ]  # fmt: skip


def test_the_stop_at_which_a_rehearsal_was_stopped_has_no_minutes_yet() -> None:
    stops = ("by-hand", 61.0), ("again", 100.0)
    assert [(row.whole, row.differs) for row in measured(LESSON, stayed(*stops))] == [(True, True), (True, True)]
    found = measured(LESSON, stayed(*stops, end=False))
    assert [(row.whole, row.differs) for row in found] == [(True, True), (False, False)]


def test_a_stop_that_was_only_passed_keeps_its_minutes() -> None:
    passed, rehearsed = measured(LESSON, stayed(("by-hand", GLANCE), ("again", GLANCE + 1)))
    assert (passed.passed, passed.differs) == (True, False)
    assert (rehearsed.passed, rehearsed.differs) == (False, True)


@pytest.mark.usefixtures("qapp")
def test_the_measured_minutes_are_one_change_of_the_text_that_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "short.lesson.toml"
    path.write_text(TEXT, encoding="utf-8")
    document = LessonDocument(path)
    rows = measured(LESSON, stayed(("by-hand", 61.0), ("again", 100.0)))
    assert document.edit(written(rows, document.read.entries))
    text = path.read_text(encoding="utf-8")
    assert "minutes = 1.5   # at most" in text
    assert text.count("minutes = 2\n") == 1
    assert "# of three stops" in text
    assert document.undo()
    assert path.read_text(encoding="utf-8") == TEXT
    assert not document.undoable
    document.close()


def test_the_text_of_a_lesson_is_understood_once_however_many_stops_were_rehearsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walks: list[str] = []

    def walked(text: str) -> Layout:
        walks.append(text)
        return layout(text)

    monkeypatch.setattr(editing, "_layout", walked)
    entries = read(TEXT).entries
    edit = written(measured(LESSON, stayed(("by-hand", 61.0), ("again", 100.0))), entries)
    assert edit(TEXT) != TEXT
    assert len(walks) == 1
