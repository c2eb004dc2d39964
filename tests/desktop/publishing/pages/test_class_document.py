from __future__ import annotations

from pathlib import Path

import pytest

from desktop.classroom.record.entries import AnyEntry, Counted, Cued, Ended, Inked, Turned
from desktop.classroom.record.reading import ClassRecord, read
from desktop.export.still import ExportError
from desktop.publishing.asking.subject import of_class
from desktop.publishing.pages.class_document import class_document
from desktop.publishing.pages.pictures import Showing
from desktop.publishing.pages.runs import Runs
from scenes.stage.core.catalogue import catalogue, render
from scenes.stage.core.knobs import from_plain
from tests.desktop.classroom.record.class_logs import ENTRIES, counted, written

RUNS = Runs({})
SHOWING = Showing(RUNS)


def record(folder: Path, *entries: AnyEntry) -> ClassRecord:
    return read(written(folder, *entries))


def test_what_was_shown_is_there_and_nothing_else(tmp_path: Path) -> None:
    found = record(tmp_path, *ENTRIES)
    document = class_document(found, SHOWING)
    assert document.title == "Short · 29 November 2026"
    assert [page.title for page in document.pages] == [
        "Convolution · The input", "Once more · Multiply", "Once more · Question"
    ]  # fmt: skip
    assert of_class(found, RUNS, {}).pages(True) == len(document.pages)


def test_pictures_have_the_knobs_of_the_class_and_its_ink(tmp_path: Path) -> None:
    first, second, _ = class_document(record(tmp_path, *ENTRIES), SHOWING).pages
    scene = catalogue().find("convolution")
    turned = from_plain(scene.knobs, {"bias": 3.5, "stride": 2})
    frame = first.draw()
    assert frame == render(scene, turned, frame.t)
    assert frame != render(scene, from_plain(scene.knobs, {"bias": 2.0}), frame.t)
    bare = class_document(record(tmp_path / "bare", *ENTRIES[:5], *ENTRIES[6:]), SHOWING).pages[1].draw()
    inked = second.draw()
    assert inked.marks[: len(bare.marks)] == bare.marks
    assert len(inked.marks) > len(bare.marks)


def test_the_same_step_with_other_numbers_is_another_picture_and_shown_again_it_is_none(tmp_path: Path) -> None:
    there = Cued(seconds=0, stop="by-hand", kind="open", at="The input")
    further = Cued(seconds=9, stop="by-hand", kind="step", at="One window")
    turned = Turned(seconds=20, room="by-hand", scene="convolution", knobs={"bias": 3.5})
    again = Turned(seconds=30, room="by-hand", scene="convolution", knobs={"bias": 4.5})
    document = class_document(record(tmp_path, there, further, there, further, turned, again, there), SHOWING)
    assert [page.title.partition(" · ")[2] for page in document.pages] == [
        "The input", "One window", "One window", "The input"
    ]  # fmt: skip
    assert document.pages[1].draw() != document.pages[2].draw()


def test_ink_that_was_rubbed_out_is_gone(tmp_path: Path) -> None:
    rubbed = Inked(seconds=80, place="stop again · Multiply", strokes=())
    with_ink = class_document(record(tmp_path / "a", *ENTRIES), SHOWING).pages[1].draw()
    without = class_document(record(tmp_path / "b", *ENTRIES[:6], rubbed, *ENTRIES[6:]), SHOWING).pages[1].draw()
    assert len(without.marks) < len(with_ink.marks)


def test_hands_stand_with_their_question(tmp_path: Path) -> None:
    page = class_document(record(tmp_path, *ENTRIES), SHOWING).pages[-1]
    assert page.question is not None
    assert page.question.options == ("the size", "nothing")
    assert page.question.outcome == (
        "Vote 1, 12 hands: A 3, B 9.", "Vote 2, 12 hands: A 10, B 2.", "Right: A. the size"
    )  # fmt: skip
    assert page.notes == "", "they are not the teacher's alone"


def test_of_few_hands_only_their_number_is_told(tmp_path: Path) -> None:
    entries = (*ENTRIES[:7], counted(130, (3, 1)), Ended(seconds=180))
    question = class_document(record(tmp_path, *entries), SHOWING).pages[-1].question
    assert question is not None
    assert question.outcome[0] == "Vote 1: 4 hands."


def test_a_question_that_no_lesson_had_planned_stands_where_it_was_asked(tmp_path: Path) -> None:
    asked = Counted(
        seconds=80, stop="", ask=0, vote=1, counts=(5, 1), right=1, stem="How many?", answers=("3", "4"), slips=("", "")
    )
    found = record(tmp_path, *ENTRIES[:6], asked, *ENTRIES[6:])
    document = class_document(found, SHOWING)
    page = document.pages[2]
    assert page.title == "Once more · Question"
    assert page.question is not None
    assert (page.question.stem, page.question.right) == ("How many?", 1)
    assert page.question is not None
    assert page.question.outcome[0] == "Vote 1, 6 hands: A 5, B 1."
    assert of_class(found, RUNS, {}).pages(True) == len(document.pages)


def test_a_class_that_was_shown_nothing_has_no_document(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="broken off before it was shown anything"):
        class_document(record(tmp_path, Ended(seconds=1)), SHOWING)
