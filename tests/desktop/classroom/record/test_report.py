from __future__ import annotations

from pathlib import Path

from desktop.classroom.record.entries import Counted
from desktop.classroom.record.reading import read
from desktop.classroom.record.report import furthest, minutes, questions, slips, times
from scenes.questions.misconceptions import MISCONCEPTIONS
from tests.desktop.classroom.record.class_logs import ENTRIES, counted, written


def test_each_stop_has_its_minutes_and_the_questions_their_votes(tmp_path: Path) -> None:
    record = read(written(tmp_path, *ENTRIES))
    assert [(time.title, time.planned, time.spent) for time in times(record)] == [
        ("Convolution", 2, 1.0), ("Pooling", 4, None), ("Once more", 3, 2.0)
    ]  # fmt: skip
    assert minutes(record) == 3.0
    assert furthest(record) == 2
    (asked,) = questions(record)
    assert asked.answers == ("the size", "nothing")
    assert asked.votes == ((1, (3, 9)), (2, (10, 2)))
    assert not asked.few
    (slip,) = slips(record)
    assert slip.slip is MISCONCEPTIONS["E25"]
    assert slip.votes == ((1, 9, 12), (2, 2, 12))
    assert slip.hands == 11


def test_two_questions_that_begin_alike_are_two(tmp_path: Path) -> None:
    one = Counted(stop="", ask=0, vote=1, counts=(6, 2), right=0, stem="Which number?", answers=("1", "2"))
    other = Counted(stop="", ask=0, vote=1, counts=(3, 9), right=1, stem="Which number?", answers=("4", "5"))
    found = questions(read(written(tmp_path, ENTRIES[1], one, other)))
    assert [asked.votes for asked in found] == [((1, (6, 2)),), ((1, (3, 9)),)]


def test_of_few_hands_nobody_is_told_what_they_chose(tmp_path: Path) -> None:
    record = read(written(tmp_path, ENTRIES[1], counted(5, (1, 3))))
    assert questions(record)[0].few
    assert slips(record) == ()


def test_a_count_that_was_corrected_counts_once_and_unknown_slips_are_passed_over(tmp_path: Path) -> None:
    record = read(written(tmp_path, ENTRIES[1], counted(5, (1, 30)), counted(6, (4, 3)), counted(7, (1, 8), 2, "E999")))
    (slip,) = slips(record)
    assert slip.votes == ((1, 3, 7),)
