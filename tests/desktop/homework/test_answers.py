from __future__ import annotations

import contextlib
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.homework.answers import (
    Sheet,
    SheetQuestion,
    answered,
    load,
    made,
    read,
    with_answer,
    written,
)
from desktop.homework.faults import HomeworkError
from desktop.words.letters import LETTERS
from scenes.questions.items import Item, items

PATH = Path("sheet-a1b2.answers.toml")
every_item = pytest.mark.parametrize("item", items().values(), ids=items().keys())


def question_of(item: Item, seed: int = 1, number: int = 1) -> SheetQuestion:
    """A question as a sheet has it."""
    question = item.question(seed)
    options = dict(zip(LETTERS, (option.text for option in question.options), strict=False))
    return SheetQuestion(
        f"{item.name}@{item.version}/{number}", question.stem, question.params, options, answer="", how="", line=0
    )


def sheet_of(*questions: SheetQuestion) -> Sheet:
    return Sheet(PATH, "one/sheet-1", "Sheet 1", "a1b2", date(2026, 12, 24), questions)


def a_sheet() -> Sheet:
    return sheet_of(*(question_of(items()[name]) for name in ("output-size", "one-cell", "cross-entropy")))


def bare(sheet: Sheet) -> Sheet:
    """A sheet without the lines of its questions."""
    return replace(sheet, questions=tuple(replace(each, line=0) for each in sheet.questions))


@every_item
def test_a_sheet_of_any_item_is_read_as_it_was_written_and_made_again(item: Item) -> None:
    for seed in (1, 2**90, 7919):
        sheet = sheet_of(question_of(item, seed))
        found = read(written(sheet), PATH)
        assert bare(found) == sheet
        question, again = item.question(seed), made(found.questions[0])
        assert [option.text for option in again.options] == [option.text for option in question.options]
        assert (again.right, again.key, again.before) == (question.right, question.key, question.before)


def test_a_written_sheet_is_toml_that_says_what_to_do() -> None:
    text = written(a_sheet())
    assert text.startswith("# sheet-a1b2.answers.toml\n# Write each answer between the quotes")
    assert list(tomllib.loads(text)) == [
        "convoscope_answers", "homework", "title", "student", "closes", "question",
    ]  # fmt: skip
    assert {key for each in tomllib.loads(text)["question"] for key in each} == {
        "id", "params", "stem", "options", "answer", "how",
    }  # fmt: skip


def test_an_answer_goes_into_the_file_and_everything_else_stays(tmp_path: Path) -> None:
    path = tmp_path / PATH
    text = written(a_sheet()).replace("\n[[question]]", "\n\n  # mine: I like this one\n[[question]]", 1)
    path.write_text(text)
    sheet = answered(load(path), "one-cell@1/1", "b", 'I "added" it')
    assert [each.answer for each in sheet.questions] == ["", "b", ""]
    assert sheet.questions[1].how == 'I "added" it'
    before, after = text.splitlines(), path.read_text().splitlines()
    assert [line for line in after if line not in before] == ['answer = "b"', """how = 'I "added" it'"""]
    assert len(before) == len(after)
    assert load(path) == sheet
    assert answered(sheet, "one-cell@1/1", "").questions[1].how == 'I "added" it'


def test_an_answer_finds_its_place_where_its_line_was_deleted() -> None:
    text = written(a_sheet()).replace('answer = ""\n', "").replace('how = ""\n', "")
    found = read(with_answer(text, "cross-entropy@1/1", "0.5", "by hand"), PATH)
    assert [(each.answer, each.how) for each in found.questions] == [("", ""), ("", ""), ("0.5", "by hand")]


@given(answer=st.text(max_size=60), how=st.text(max_size=200))
def test_any_words_can_be_an_answer(answer: str, how: str) -> None:
    text = written(a_sheet())
    found = read(with_answer(text, "output-size@1/1", answer, how), PATH)
    assert found.questions[0].how == how.encode("utf-8", "replace").decode()
    assert found.questions[0].answer == answer.strip()
    assert bare(found).questions[1:] == a_sheet().questions[1:]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("B", "B"),
        ('"B', "B"),
        ("“B”", "B"),
        ("", ""),
        ("# nothing yet", ""),
        ("3,5", "3,5"),
        ("1/3   # a third", "1/3"),
        ("−3", "−3"),
        ("5 %", "5 %"),
    ],
)
def test_an_answer_without_its_quotes_is_taken_for_what_it_says(typed: str, meant: str) -> None:
    text = written(a_sheet()).replace('answer = ""', f"answer = {typed}", 1)
    sheet = read(text, PATH)
    assert [each.answer for each in sheet.questions] == [meant, "", ""]
    assert [note.line for note in sheet.notes] == [text.splitlines().index(f"answer = {typed}") + 1]
    assert read(with_answer(text, "one-cell@1/1", "A"), PATH).questions[0].answer == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("3", "3"), ("3.50", "3.5"), ("-2", "-2"), ("'c'", "c"), ("true", "true")]
)
def test_a_bare_number_is_an_answer(typed: str, meant: str) -> None:
    sheet = read(written(a_sheet()).replace('answer = ""', f"answer = {typed}", 1), PATH)
    assert (sheet.questions[0].answer, sheet.notes) == (meant, ())


def test_what_a_student_has_changed_is_told_when_the_question_is_made_again() -> None:
    asked = question_of(items()["output-size"])
    ids = {"output-size@2/1": "newer", "no-such-item@1/1": "newer"}
    for name, word in ids.items():
        with pytest.raises(HomeworkError, match=word):
            made(replace(asked, id=name))
    n = asked.params["n"]
    for params in ({**asked.params, "n": 99}, {**asked.params, "q": 1}, {"n": n}, {}, {**asked.params, "n": "x"}):
        with pytest.raises(HomeworkError, match="were changed"):
            made(replace(asked, params=params))
    for options in ({}, {**asked.options, "A": "999"}, dict(list(asked.options.items())[1:])):
        with pytest.raises(HomeworkError, match="were changed"):
            made(replace(asked, options=options))


def test_an_old_sheet_keeps_its_question(monkeypatch: pytest.MonkeyPatch) -> None:
    item = items()["output-size"]
    text = written(sheet_of(question_of(item)))
    monkeypatch.setattr("desktop.homework.answers.items", lambda: {"output-size": replace(item, version=2)})
    asked = read(text, PATH).questions[0]
    assert asked.id == "output-size@1/1"
    assert asked.options == question_of(item).options
    with pytest.raises(HomeworkError, match="asked otherwise by now"):
        made(asked)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "sheet-a1b2.answers.toml is empty."),
        ("\0" * 40, "is empty"),
        ("convoscope = 1\n", "is no sheet of answers: that begins with convoscope_answers = 1."),
        ("convoscope_answers = true\n", "is no sheet of answers"),
        ("convoscope_answers = 2\n", "was made by a newer Convoscope"),
        ("convoscope_answers = 1\n", "doesn't say which homework it is of"),
        ("convoscope_answers = 1\nhomework = 'a/b'\n", "doesn't say whose it is"),
        ("convoscope_answers = 1\nhomework = 'a/b'\nstudent = 5\n", "has no questions"),
        ("convoscope_answers = 1\nhomework = 'a/b'\nstudent = 5\nquestion = 3\n", "has no questions"),
        ("convoscope_answers = 1\nhomework = [\n", "can't be read"),
        ("%PDF-1.7 \x00\x01", "Line 1 of"),
    ],
)
def test_what_is_no_sheet_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(HomeworkError) as found:
        read(text, PATH)
    assert sentence in str(found.value)
    assert "\n" not in str(found.value)


def test_files_that_can_t_be_read_at_all_are_sentences(tmp_path: Path) -> None:
    large, other, gone = (tmp_path / name for name in ("large.toml", "latin.toml", "gone.toml"))
    large.write_bytes(b"#" * 2_000_000)
    other.write_bytes(b"convoscope_answers = 1\nstudent = 'M\xfcller'\n")
    for path, word in ((large, "more than 1 MB"), (other, "no text in UTF-8"), (gone, "no file"), (tmp_path, "folder")):
        with pytest.raises(HomeworkError, match=word):
            load(path)


def test_odd_questions_are_passed_over_with_a_note() -> None:
    head = 'convoscope_answers = 1\nhomework = "a/b"\nstudent = "x"\n'
    body = '[[question]]\nid = "one"\n[[question]]\nid = "one-cell@1/1"\nparams = 5\noptions = [1]\nanswer = [1]\n'
    sheet = read(head + body, PATH)
    assert [each.id for each in sheet.questions] == ["one-cell@1/1"]
    assert sheet.questions[0].answer == ""
    assert [note.line for note in sheet.notes] == [4, 10]


def test_a_question_that_is_gone_can_t_be_answered(tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.write_text(written(a_sheet()))
    sheet = load(path)
    path.write_text(written(sheet_of(question_of(items()["one-cell"]))))
    before = path.read_bytes()
    with pytest.raises(HomeworkError, match="not in sheet-a1b2"):
        answered(sheet, "output-size@1/1", "A")
    assert path.read_bytes() == before


@given(st.text(max_size=300))
def test_no_text_is_more_than_a_sentence(text: str) -> None:
    whole = written(a_sheet())
    for broken in (text, whole + text, whole.replace('answer = ""', f"answer = {text}", 1)):
        with contextlib.suppress(HomeworkError):
            read(broken, PATH)


def test_quotes_are_given_to_no_more_answers_than_a_sheet_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.homework.answers.MOST_QUESTIONS", 2)
    head = 'convoscope_answers = 1\nhomework = "a/b"\nstudent = "s"\n'
    block = '[[question]]\nid = "output-size@1/1"\nanswer = B\nhow = so\n'
    assert len(read(head + 2 * block, Path("x")).notes) == 4
    with pytest.raises(HomeworkError, match="Line 6 of x can't be read"):
        read(head + 3 * block, Path("x"))
