from __future__ import annotations

from datetime import datetime
from pathlib import Path

from desktop.classroom.conducting.cues import Cue
from desktop.classroom.conducting.tallies import Tally
from desktop.classroom.record.entries import Cued, Ended, Inked, WentOn
from desktop.classroom.record.log import ClassLog
from desktop.classroom.record.reading import read
from desktop.classroom.record.resuming import ink, left_behind, resumed, spent
from tests.desktop.classroom.record.class_logs import ENTRIES, STROKE, began, counted, written

NOON = datetime(2026, 11, 29, 12)
OPEN = ENTRIES[:-1]


def test_a_class_goes_on_where_its_log_ends(tmp_path: Path) -> None:
    left = resumed(read(written(tmp_path, *OPEN)))
    assert left is not None
    assert left.path == (
        Cue("by-hand", "open", "The input"), Cue("again", "open", "Multiply"), Cue("again", "ask", "Add", 0)
    )  # fmt: skip
    assert left.knobs == {"by-hand": {"bias": 3.5, "stride": 2}}
    assert left.tallies == {("again", 0, 1): Tally((3, 9), 0), ("again", 0, 2): Tally((10, 2), 0)}
    assert left.left_out == frozenset(), "the optional stop was taken in"
    assert left.spent == {"by-hand": 60.0, "again": 100.0}


def test_what_makes_no_sense_is_passed_over(tmp_path: Path) -> None:
    assert resumed(read(written(tmp_path, ENTRIES[2]))) is None
    odd = counted(5, ())
    left = resumed(read(written(tmp_path, ENTRIES[1], odd)))
    assert left is not None
    assert left.tallies == {}
    assert left.left_out == {"extra"}


def test_the_ink_of_a_step_is_what_was_last_drawn_over_it(tmp_path: Path) -> None:
    record = read(written(tmp_path, *OPEN))
    assert ink(record) == {"stop again · Multiply": (STROKE,)}
    rubbed = Inked(seconds=170, place="stop again · Multiply", strokes=())
    assert ink(read(written(tmp_path, *OPEN, rubbed))) == {"stop again · Multiply": ()}, "a lesson's ink stays away"


def test_the_time_in_which_no_program_ran_is_nobody_s() -> None:
    entries = (
        Cued(seconds=0, stop="a", kind="open"),
        Cued(seconds=40, stop="b", kind="open"),
        WentOn(seconds=50),
        Cued(seconds=50, stop="b", kind="open"),
        Cued(seconds=65, stop="a", kind="step"),
        Cued(seconds=75, stop="", kind="end"),
        Ended(seconds=500),
    )
    assert spent(entries) == {"a": 50.0, "b": 25.0}
    assert spent(entries[:2], until=60) == {"a": 40.0, "b": 20.0}


def test_the_newest_class_that_nobody_has_ended_is_left_behind(tmp_path: Path) -> None:
    assert left_behind(tmp_path / "nowhere", NOON) is None
    written(tmp_path, *OPEN, start=began("2026-11-28T08:30:00"))
    assert left_behind(tmp_path, NOON) is None, "that was yesterday"
    open_path = written(tmp_path, *OPEN)
    written(tmp_path, *ENTRIES, start=began("2026-11-29T10:00:00"))
    written(tmp_path, *OPEN[:2], start=began("2026-11-29T10:30:00"))
    (tmp_path / "2026-11-29T1100-short.jsonl").write_bytes(b"no log")
    found = left_behind(tmp_path, NOON)
    assert found is not None
    assert found.path == open_path
    assert not list(tmp_path.glob("*.lock"))


def test_a_class_that_is_being_given_is_not_left_behind(tmp_path: Path) -> None:
    log = ClassLog(written(tmp_path, *OPEN))
    assert log.claim()
    assert left_behind(tmp_path, NOON) is None
    log.release()
    assert left_behind(tmp_path, NOON) is not None
