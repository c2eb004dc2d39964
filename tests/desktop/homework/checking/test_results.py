"""What comes of a checked homework: tables, the report, and a lesson for next time."""

from __future__ import annotations

import csv
import io
import shlex
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader

from desktop.classroom.conducting.checking import faults_of, steps_of
from desktop.classroom.lessons.reading import read
from desktop.classroom.record.moments import read_moment
from desktop.classroom.record.reading import read as read_log
from desktop.homework.checking.checking import Checked, Graded
from desktop.homework.checking.grading import Mark, mark
from desktop.homework.checking.handed_in import Problem
from desktop.homework.checking.next_time import next_time
from desktop.homework.checking.report import report_pdf, summary, write_report
from desktop.homework.checking.slips import SlipRow, load_classes, table
from desktop.homework.checking.tables import grades_csv, problems_csv, slips_csv
from desktop.homework.drawing import draw
from desktop.homework.faults import HomeworkError
from desktop.homework.key import key_of
from scenes.questions.items import items
from scenes.questions.misconceptions import MISCONCEPTIONS
from scenes.stage.core.catalogue import catalogue
from tests.desktop.classroom.record.class_logs import ENTRIES, LESSON, began
from tests.desktop.classroom.record.class_logs import written as log_of
from tests.desktop.homework.homeworks import SECRET, a_class, homework

pytestmark = pytest.mark.usefixtures("qapp")

NAMES = ("output-size", "one-cell", "cross-entropy")


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def checked_of(wrong: int = 6, count: int = 12) -> Checked:
    """A class in which the first ones make the first slip of each question, and the others are right."""
    of = homework(*NAMES)
    key = key_of(of, draw(of, a_class(count), SECRET))
    graded = []
    for number, sheet in enumerate(key.sheet):
        letters = [sorted(q.slips, key=q.slips.__getitem__)[0] if number < wrong else q.right for q in sheet.question]
        marks = tuple(mark(q, letter) for q, letter in zip(sheet.question, letters, strict=True))
        graded.append(Graded(sheet, Path(f"sheet-{sheet.student}.answers.toml"), marks))
    return Checked(key, tuple(graded), ())


def test_the_grades_are_a_table() -> None:
    checked = checked_of(wrong=1, count=3)
    gone = replace(checked.graded[2], path=None, marks=tuple(Mark("", "", False) for _ in NAMES))
    rows = rows_of(grades_csv(replace(checked, graded=(*checked.graded[:2], gone, replace(gone, broken=True)))))
    assert rows[0] == [
        "student", "name", "points", "of", "right", "answered", "file", "output-size@1/1", "one-cell@1/1",
        "cross-entropy@1/1",
    ]  # fmt: skip
    assert rows[1] == ["s1", "Student 1", "0", "3", "0", "3", "sheet-s1.answers.toml", "0", "0", "0"]
    assert rows[2] == ["s2", "Student 2", "3", "3", "3", "3", "sheet-s2.answers.toml", "1", "1", "1"]
    assert rows[3] == ["s3", "Student 3", "0", "3", "0", "0", "not handed in", "", "", ""]
    assert rows[4][6] == "can't be graded: see problems.csv"


@pytest.mark.parametrize(
    "word", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "|x", " =1", "＝1", "=HYPERLINK(1)\n=2"]
)
def test_no_cell_of_a_table_computes_anything(word: str) -> None:
    checked = checked_of(count=1)
    sheet = msgspec.structs.replace(checked.key.sheet[0], name=word)
    graded = replace(checked.graded[0], sheet=sheet, path=Path(word.strip()))
    tables = [
        grades_csv(replace(checked, graded=(graded,))),
        problems_csv([Problem(Path(word.strip()), 3, word, word)]),
    ]
    for content in tables:
        for row in rows_of(content)[1:]:
            assert not any(cell.startswith(("=", "+", "@", "|", "\t", "\r")) for cell in row), row
            assert not any("\n" in cell for cell in row)


def test_the_table_of_misconceptions_has_what_is_true_and_the_command_that_shows_it() -> None:
    rows = table(checked_of())
    written = rows_of(slips_csv(rows))
    assert [row[0] for row in written[1:]] == [row.slip.name for row in rows]
    for row, cells in zip(rows, written[1:], strict=True):
        assert cells[1:5] == [row.slip.belief, row.slip.truth, str(row.students), str(row.offered)]
        place = read_moment(cells[-1], catalogue())
        assert (place.scene.name, place.at) == (row.slip.shown.scene, row.slip.shown.at)
        assert place.knobs == row.slip.shown.turned


def test_the_moment_of_every_misconception_is_a_command() -> None:
    for slip in MISCONCEPTIONS.values():
        words = shlex.split(SlipRow(slip).shell)
        assert words[:3] == ["convoscope", "--scene", slip.shown.scene]


def test_votes_of_classes_count_too(tmp_path: Path) -> None:
    checked = checked_of()
    lesson = msgspec.structs.replace(LESSON, id="five-errors")
    log, other = log_of(tmp_path, *ENTRIES, start=began(lesson=lesson)), log_of(tmp_path / "x", *ENTRIES)
    records, problems = load_classes(checked.key, [log, other, tmp_path / "gone.jsonl"])
    assert [record.path for record in records] == [log]
    assert [problem.file for problem in problems] == [other, tmp_path / "gone.jsonl"]
    assert "the log of the lesson 'short', and the homework is of 'five-errors'" in problems[0].sentence
    row = next(row for row in table(checked, records) if row.slip.name == "E25")
    assert (row.students, row.offered, row.votes) == (0, 0, ((1, 9, 12), (2, 2, 12)))
    assert row.affected == 2
    assert row.counts == "vote 1: 9 of 12, vote 2: 2 of 12"
    assert read_log(log).lesson.id == "five-errors"


def test_the_lesson_for_next_time_is_ready_to_be_played(tmp_path: Path) -> None:
    checked = checked_of()
    rows = table(checked)
    text = next_time(checked.key, rows)
    found = read(text, tmp_path, steps_of=steps_of(tmp_path), faults_of=faults_of(tmp_path))
    assert found.faults == ()
    assert found.lesson is not None
    assert found.lesson.title == "Next time, after Sheet 1"
    assert len(found.lesson.stop) == 4
    for stop, row in zip(found.lesson.stop[1:], rows, strict=False):
        assert (stop.scene, stop.last) == (row.slip.shown.scene, row.slip.shown.at)
        assert row.slip.truth in stop.notes
        (ask,) = stop.ask
        assert row.slip.name in {option.slip for option in items()[ask.item].question(ask.seed or 0).options}


def test_every_misconception_can_be_a_stop_of_it(tmp_path: Path) -> None:
    key = checked_of().key
    for slip in MISCONCEPTIONS.values():
        text = next_time(key, [SlipRow(slip, 5, 9, ("output-size",))])
        found = read(text, tmp_path, steps_of=steps_of(tmp_path), faults_of=faults_of(tmp_path))
        assert found.faults == (), (slip.name, found.faults)


def test_without_mistakes_there_is_no_lesson(tmp_path: Path) -> None:
    checked = checked_of(wrong=0)
    assert next_time(checked.key, table(checked)) == ""
    names = [path.name for path in write_report(checked, table(checked), tmp_path)]
    assert names == ["grades.csv", "slips.csv", "problems.csv", "report.pdf"]
    assert summary(checked, ())[1].strip() == "No wrong answer is one that a known misconception gives."


def test_the_report_tells_points_questions_misconceptions_and_problems(tmp_path: Path) -> None:
    checked = checked_of()
    problem = Problem(tmp_path / "sheet-x.answers.toml", 7, "x", "This can't be read.")
    rows = table(checked)
    content = report_pdf(replace(checked, problems=(problem,)), rows)
    reader = PdfReader(io.BytesIO(content))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for part in (
        "12 of 12 students have handed in; they have 1.5 of 3 points on average.",
        "one-cell@1/1",
        "6 of 12",
        rows[0].slip.belief,
        rows[0].shell.split(" --step")[0],
        "sheet-x.answers.toml, line 7",
        "This can't be read.",
    ):
        assert part in words
    assert content.count(b"/Alt") == 3


def test_of_few_the_report_tells_totals_only() -> None:
    checked = checked_of(wrong=2, count=4)
    assert summary(checked, table(checked)) == (
        "Sheet 1: 4 of 4 students have handed in; they have 1.5 of 3 points on average.",
        "  Fewer than 5 have handed in, so it is not told which mistakes they made.",
    )


def test_a_report_of_nothing_is_one_all_the_same(tmp_path: Path) -> None:
    checked = checked_of(count=2)
    gone = tuple(replace(each, path=None) for each in checked.graded)
    files = write_report(replace(checked, graded=gone), (), tmp_path / "deep" / "report")
    assert all(path.stat().st_size for path in files)
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeworkError, match="can't be made"):
        write_report(checked, (), tmp_path / "file")
