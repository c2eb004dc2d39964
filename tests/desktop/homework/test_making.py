from __future__ import annotations

import io
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.export.progress import StoppedError
from desktop.homework import printing
from desktop.homework.answers import answered, load
from desktop.homework.drawing import draw
from desktop.homework.faults import HomeworkError
from desktop.homework.key import load_key
from desktop.homework.making import make, places
from desktop.homework.pictures import Pictures
from desktop.homework.students import Student
from scenes.questions.items import items
from tests.desktop.homework.homeworks import SECRET, a_class, homework, made

pytestmark = pytest.mark.usefixtures("qapp")


def bytes_of(path: Path) -> bytes:
    """All that a PDF says: its objects unpacked, its words, its metadata."""
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    streams = [
        found.get_data()
        for number in reader.xref[0]
        if hasattr(found := reader.get_object(number), "get_data")  # type: ignore[arg-type]
    ]
    words = "\n".join(page.extract_text() for page in reader.pages)
    return b"\n".join([path.read_bytes(), *streams, words.encode(), repr(reader.metadata).encode()])


def test_there_is_a_sheet_and_a_file_for_each_student_and_the_key_lies_apart(tmp_path: Path) -> None:
    _, where = made(tmp_path / "out", 3)
    assert sorted(path.name for path in where.sheets.iterdir()) == [
        f"sheet-s{number}.{ending}" for number in (1, 2, 3) for ending in ("answers.toml", "pdf")
    ]
    assert sorted(path.name for path in where.teacher.iterdir()) == ["key.pdf", "key.toml"]
    assert where.teacher.parent == where.sheets.parent
    key = load_key(where.teacher / "key.toml")
    for sheet in key.sheet:
        asked = load(where.sheets / f"sheet-{sheet.student}.answers.toml").questions
        assert [(each.id, each.params, each.options) for each in asked] == [
            (each.id, each.params, each.options) for each in sheet.question
        ]


def test_what_a_student_gets_tells_neither_the_key_nor_the_seed(tmp_path: Path) -> None:
    result, where = made(tmp_path, 2, *items())
    for each in result.drawn:
        name = f"sheet-{each.student.id}"
        plain = tomllib.loads((where.sheets / f"{name}.answers.toml").read_text())
        assert set(plain) == {"convoscope_answers", "homework", "title", "student", "closes", "question"}
        assert {key for question in plain["question"] for key in question} == {
            "id", "params", "stem", "options", "answer", "how",
        }  # fmt: skip
        given = (where.sheets / f"{name}.answers.toml").read_bytes() + bytes_of(where.sheets / f"{name}.pdf")
        assert SECRET not in given
        assert SECRET.hex().encode() not in given
        assert str(where.teacher).encode() not in given
        assert str(tmp_path).encode() not in given
        flat = re.sub(rb"\s+", b"", given)
        for asked in each.asked:
            for option in asked.question.options:
                assert re.sub(rb"\s+", b"", option.why.encode()) not in flat, option.why
                assert not option.slip or f'"{option.slip}"'.encode() not in given
        for word in (b"seed", b"secret", b"torch"):
            assert word not in given.lower()


def test_students_with_equal_numbers_have_equal_questions_but_for_the_order_of_options(tmp_path: Path) -> None:
    drawn = draw(homework("winner-of-2012"), a_class(40), SECRET)
    by_params: dict[str, set[tuple[str, ...]]] = {}
    for each in drawn:
        question = each.asked[0].question
        by_params.setdefault(str(question.params), set()).add(tuple(option.text for option in question.options))
    assert len(by_params) == 1
    assert all(len(orders) > 3 for orders in by_params.values())
    assert all(len({tuple(sorted(order)) for order in orders}) == 1 for orders in by_params.values())
    same = a_class(2)
    where = places(tmp_path)
    make(homework("winner-of-2012"), same, SECRET, where)
    one, two = ((where.sheets / f"sheet-{student.id}.answers.toml").read_text().splitlines() for student in same)
    differing = {mine.split("=")[0].strip() for mine, theirs in zip(one, two, strict=True) if mine != theirs}
    assert differing <= {f"# sheet-{same[0].id}.answers.toml", "student", "options"}


def test_a_sheet_shows_what_is_asked_with_pictures_told_in_words(tmp_path: Path) -> None:
    result, where = made(tmp_path, 1)
    reader = PdfReader(where.sheets / "sheet-s1.pdf")
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for each in result.drawn[0].asked:
        assert each.question.stem[:40] in words
    assert "Student 1" in words
    assert "hand in by 24 December 2026" in words
    assert reader.metadata is not None
    assert reader.metadata.title == "Sheet 1 · s1"
    assert (where.sheets / "sheet-s1.pdf").read_bytes().count(b"/Alt") == len(result.drawn[0].asked)


def test_names_and_titles_in_any_script_are_printed(tmp_path: Path) -> None:
    of = replace(homework("one-cell"), title="Übung #1 *näher* [x] $y$", language="pt-BR", by="Ünal \\ Co")
    student = Student("王", "王小明 علي \U0001f600")
    where = places(tmp_path)
    make(of, [student], SECRET, where)
    words = PdfReader(where.sheets / "sheet-王.pdf").pages[0].extract_text()
    assert "Übung #1 *näher* [x] $y$" in words
    assert load(where.sheets / "sheet-王.answers.toml").title == of.title


def test_the_key_shows_each_question_once_with_its_answer_and_why(tmp_path: Path) -> None:
    result, where = made(tmp_path, 12, "deeper-net", "one-cell")
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(where.teacher / "key.pdf").pages).split())
    questions = {str(each.question.params): each.question for drawn in result.drawn for each in drawn.asked}
    assert words.count("In the paper on ResNet") == 2
    for question in questions.values():
        assert question.key.why[:30] in words
    assert all(f"{drawn.student.id} (" in words for drawn in result.drawn)


def test_the_key_of_a_large_class_has_words_where_it_would_have_too_many_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PICTURED", 3)
    _, where = made(tmp_path, 5, "one-cell")
    path = where.teacher / "key.pdf"
    words = " ".join(page.extract_text() for page in PdfReader(path).pages)
    assert words.count("A window holds") == 5
    assert path.read_bytes().count(b"/Alt") == 3


def test_few_pictures_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.homework.pictures.KEPT", 2)
    pictures, moments = (
        Pictures(),
        [items()[name].question(1).before for name in ("one-cell", "gate-at-zero", "vgg-side")],
    )
    first = [pictures.of(moment) for moment in moments]
    assert pictures.of(moments[2]) is first[2]
    again = pictures.of(moments[0])
    assert again.content == first[0].content
    assert len({picture.name for picture in (*first, again)}) == 4


def test_answers_are_never_written_over(tmp_path: Path) -> None:
    _, where = made(tmp_path, 2)
    path = where.sheets / "sheet-s1.answers.toml"
    answered(load(path), "one-cell@1/1", "B", "mine")
    before = path.read_bytes()
    again, _ = made(tmp_path, 3)
    assert again.left_alone == ("s1",)
    assert path.read_bytes() == before
    assert (where.sheets / "sheet-s3.answers.toml").exists()
    (where.teacher / "key.toml").unlink()
    with pytest.raises(HomeworkError, match="holds answers to other questions, and nothing is written over them"):
        make(homework(), a_class(2), bytes(32), where)
    assert path.read_bytes() == before
    assert not (where.teacher / "key.toml").exists()


def test_the_key_to_other_sheets_is_not_lost(tmp_path: Path) -> None:
    _, where = made(tmp_path, 2)
    before = (where.teacher / "key.toml").read_bytes()
    for other, secret in ((homework("pooled-map"), SECRET), (homework(), bytes(32))):
        for students in (a_class(2), (Student("somebody-else"),)):
            with pytest.raises(HomeworkError, match="is the key to other sheets"):
                make(other, students, secret, where)
    assert (where.teacher / "key.toml").read_bytes() == before
    make(homework(), a_class(1), SECRET, where)  # who has left the list comes to the same sheet with it
    assert list(load_key(where.teacher / "key.toml").by_student) == ["s1"]


def test_the_key_never_lies_among_the_sheets(tmp_path: Path) -> None:
    for teacher in (tmp_path / "students", tmp_path / "students" / "key", tmp_path / "x" / ".." / "students"):
        with pytest.raises(HomeworkError, match="must not lie among the sheets"):
            places(tmp_path, teacher)
    assert places(tmp_path, tmp_path / "mine").teacher == tmp_path / "mine"


def test_making_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    make(homework("one-cell"), a_class(3), SECRET, places(tmp_path / "a"), lambda done, of: told.append((done, of)))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]

    def stop(done: int, of: int) -> None:
        if done == 2:
            raise StoppedError

    where = places(tmp_path / "b")
    with pytest.raises(StoppedError):
        make(homework("one-cell"), a_class(3), SECRET, where, stop)
    assert len(list(where.sheets.iterdir())) == 4
    assert len(load_key(where.teacher / "key.toml").sheet) == 3


def test_a_folder_that_can_t_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(HomeworkError, match="can't be made"):
        made(tmp_path / "out", 1, "one-cell")
