"""A homework of twenty students: made, answered by a script, and checked."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pytest

from desktop.homework.answers import answered, load
from desktop.homework.checking.checking import Checked, Graded, check
from desktop.homework.checking.slips import table
from desktop.homework.key import Key, KeyQuestion, load_key
from tests.desktop.homework.homeworks import made

pytestmark = pytest.mark.usefixtures("qapp")

ITEMS = ("output-size", "one-cell", "cross-entropy", "parameters")
MINUS = "−"


@dataclass
class Meant:
    """What the script has answered, by students: how many right, and the slips."""

    right: Counter[str] = field(default_factory=Counter)
    slips: dict[str, list[str]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def the_homework(root: Path) -> tuple[Path, Key]:
    _, where = made(root, 20, *ITEMS)
    return where.sheets, load_key(where.teacher / "key.toml")


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("homework")


@pytest.fixture
def handed_in(root: Path, tmp_path: Path) -> tuple[Path, Key]:
    sheets, key = the_homework(root)
    return Path(shutil.copytree(sheets, tmp_path / "in")), key


def file_of(folder: Path, student: str) -> Path:
    return folder / f"sheet-{student}.answers.toml"


def fill(folder: Path, student: str, answers: Mapping[str, str]) -> None:
    """Answer some questions of a sheet."""
    sheet = load(file_of(folder, student))
    for question, answer in answers.items():
        sheet = answered(sheet, question, answer)


def said(question: KeyQuestion, letter: str, way: int) -> str:
    """An option in one of the ways in which people write it."""
    text = question.options[letter]
    number = question.values[letter]
    return (
        letter, letter.lower(), text, f"{letter}) {text}", text.replace(MINUS, "-"), f"{number:.10g}".replace(".", ","),
        f" {text} ",
    )[way % 7]  # fmt: skip


def answer_all(folder: Path, key: Key) -> Meant:
    """Answer all sheets: some right, some by a slip, some not at all, and remember what was meant."""
    meant = Meant()
    for number, sheet in enumerate(key.sheet):
        answers = {}
        for place, question in enumerate(sheet.question):
            slipping = sorted(question.slips, key=lambda letter: question.slips[letter])
            kind = (number + 2 * place) % 5
            if kind in (0, 1, 2):
                answers[question.id] = said(question, question.right, number + place)
                meant.right[sheet.student] += 1
            elif kind == 3:
                answers[question.id] = said(question, slipping[0], number + place)
                meant.slips.setdefault(question.slips[slipping[0]], []).append(sheet.student)
        fill(folder, sheet.student, answers)
    return meant


def by_student(checked: Checked) -> dict[str, Graded]:
    return {each.sheet.student: each for each in checked.graded}


def test_grades_are_what_was_meant(handed_in: tuple[Path, Key]) -> None:
    folder, key = handed_in
    meant = answer_all(folder, key)
    checked = check(key, [folder])
    assert checked.problems == ()
    assert {each.sheet.student: each.right for each in checked.graded} == {
        sheet.student: meant.right[sheet.student] for sheet in key.sheet
    }
    found = {mark.slip for each in checked.graded for mark in each.marks if mark.slip}
    assert found == set(meant.slips)
    for row in table(checked):
        assert row.students == len(set(meant.slips[row.slip.name]))
        assert row.offered >= max(5, row.students)
    counts = {slip: len(set(students)) for slip, students in meant.slips.items()}
    offered = {row.slip.name for row in table(checked)}
    worst = sorted((slip for slip in counts if slip in offered), key=lambda slip: (-counts[slip], slip))[:3]
    assert [row.slip.name for row in table(checked)[:3]] == worst


def test_no_broken_file_stops_the_others(handed_in: tuple[Path, Key]) -> None:
    folder, key = handed_in
    meant = answer_all(folder, key)
    file_of(folder, "s1").write_bytes(b"")
    file_of(folder, "s2").write_bytes(os.urandom(4096))
    with file_of(folder, "s3").open("wb") as file:
        file.truncate(50_000_000)
    file_of(folder, "s4").write_text("convoscope_answers = 1\nhomework = [\n")
    file_of(folder, "s5").write_text(file_of(folder, "s5").read_text().replace("five-errors/sheet-1", "other/sheet"))
    file_of(folder, "s6").write_text(file_of(folder, "s6").read_text().replace('student = "s6"', 'student = "who"'))
    (folder / "notes.docx").write_bytes(b"PK")
    (folder / ".hidden.toml").write_text("")
    checked = check(key, [folder])
    told = {(each.file.name if each.file else "", each.student): each.sentence for each in checked.problems}
    assert told.keys() == {
        ("sheet-s1.answers.toml", "s1"), ("sheet-s2.answers.toml", "s2"), ("sheet-s3.answers.toml", "s3"),
        ("sheet-s4.answers.toml", "s4"), ("sheet-s5.answers.toml", "s5"), ("sheet-s6.answers.toml", "who"), ("", ""),
    }  # fmt: skip
    assert "is empty" in told["sheet-s1.answers.toml", "s1"]
    assert "more than 1 MB" in told["sheet-s3.answers.toml", "s3"]
    assert "sheet of 'other/sheet'" in told["sheet-s5.answers.toml", "s5"]
    assert "no student 'who'" in told["sheet-s6.answers.toml", "who"]
    assert "1 .docx" in told["", ""]
    for student, graded in by_student(checked).items():
        broken = student in {f"s{number}" for number in range(1, 7)}
        assert graded.right == (0 if broken else meant.right[student])
        assert (graded.path is None) == broken
        assert graded.broken == (broken and student != "s6")
    assert len(checked.handed_in) == 14


def test_the_key_is_believed_and_not_the_student_s_file(handed_in: tuple[Path, Key]) -> None:
    folder, key = handed_in
    question = key.by_student["s1"].question[0]
    fill(folder, "s1", {question.id: question.right})
    path = file_of(folder, "s1")
    n = question.params["n"]
    path.write_text(path.read_text().replace(f"n = {n}", "n = 99", 1))
    other = key.by_student["s2"].question[0]
    wrong = next(letter for letter in other.options if letter != other.right)
    swapped = {**other.options, other.right: other.options[wrong], wrong: other.options[other.right]}
    fill(folder, "s2", {other.id: wrong})
    text = file_of(folder, "s2").read_text()
    for letter, new in swapped.items():
        text = text.replace(f'{letter} = "{other.options[letter]}"', f'{letter} = "{new}"', 1)
    file_of(folder, "s2").write_text(text)
    checked = check(key, [folder])
    assert by_student(checked)["s1"].marks[0].right
    assert not by_student(checked)["s2"].marks[0].right
    assert [(each.student, each.sentence) for each in checked.problems] == [
        (student, f"The numbers or options of {question.id} were changed; it is graded by the key.")
        for student in ("s1", "s2")
    ]
    assert all(each.line > 10 for each in checked.problems)


def test_of_two_files_the_one_that_was_changed_last_counts(handed_in: tuple[Path, Key]) -> None:
    folder, key = handed_in
    question = key.by_student["s1"].question[0]
    wrong = next(letter for letter in question.options if letter != question.right)
    late = folder / "late" / "mine.toml"
    late.parent.mkdir()
    fill(folder, "s1", {question.id: wrong})
    shutil.copy(file_of(folder, "s1"), late)
    sheet = answered(load(late), question.id, question.right)
    assert sheet.path == late
    os.utime(file_of(folder, "s1"), (1e9, 1e9))
    for paths in ([folder], [late, file_of(folder, "s1")], [folder, folder, late]):
        checked = check(key, paths)
        assert by_student(checked)["s1"].marks[0].right
        (problem,) = checked.problems
        assert (
            problem.sentence == "Handed in twice, with other answers: mine.toml counts, which by its date is the last."
        )
        assert problem.file == file_of(folder, "s1")


def test_questions_may_be_missing_come_twice_or_be_of_somebody_s_own(handed_in: tuple[Path, Key]) -> None:
    folder, key = handed_in
    path, questions = file_of(folder, "s1"), key.by_student["s1"].question
    fill(folder, "s1", {questions[0].id: questions[0].right, questions[1].id: questions[1].right})
    head, *blocks = path.read_text().split("\n[[question]]")
    own = blocks[2].replace(questions[2].id, "one-cell@1/7")
    twice = blocks[0].replace(f'answer = "{questions[0].right}"', 'answer = "Z"')
    path.write_text("\n[[question]]".join([head, blocks[3], blocks[1], blocks[0], twice, own]))
    checked = check(key, [folder])
    assert [mark.right for mark in by_student(checked)["s1"].marks] == [True, True, False, False]
    assert [each.sentence for each in checked.problems] == [
        f"The question {questions[0].id} stands there twice, with different answers; {questions[0].right!r} counts, "
        "which comes first.",
        f"The question {questions[2].id} is missing.",
        "The sheet never had these questions: one-cell@1/7.",
    ]


def test_an_answer_without_quotes_is_graded_and_told(handed_in: tuple[Path, Key]) -> None:
    folder, key = handed_in
    right = key.by_student["s1"].question[0].right
    path = file_of(folder, "s1")
    path.write_text(path.read_text().replace('answer = ""', f"answer = {right}", 1))
    checked = check(key, [path])
    assert by_student(checked)["s1"].marks[0].right
    assert [each.sentence for each in checked.problems] == [
        f'What stands behind = lacks its quotes, and is read as "{right}".'
    ]


def test_of_few_sheets_no_mistake_is_told(handed_in: tuple[Path, Key]) -> None:
    folder, key = handed_in
    answer_all(folder, key)
    assert table(check(key, [file_of(folder, f"s{number}") for number in (4, 9, 14, 19)])) == ()
    assert table(check(key, [folder]))


def test_old_sheets_are_graded_when_an_item_is_asked_otherwise(
    handed_in: tuple[Path, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, key = handed_in
    meant = answer_all(folder, key)
    monkeypatch.setattr("scenes.questions.items.items", dict)
    checked = check(key, [folder])
    assert {each.sheet.student: each.right for each in checked.graded if each.right} == dict(meant.right)
