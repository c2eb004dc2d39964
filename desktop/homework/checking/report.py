"""The report on a homework: on paper, in a few lines, and as the files of a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop.classroom.record.report import FEW
from desktop.export.paper import pdf
from desktop.export.still import write
from desktop.homework.checking.checking import Checked
from desktop.homework.checking.next_time import NAME, WORST, next_time
from desktop.homework.checking.slips import SlipRow
from desktop.homework.checking.tables import grades_csv, problems_csv, question_ids, slips_csv
from desktop.homework.faults import HomeworkError
from desktop.homework.pictures import Pictures
from desktop.homework.students import LONGEST_ID
from desktop.pictures.answers import called
from scenes.stage.numbers.reading import number_in_words

MOST_ROWS = 40
"""So many misconceptions, and so many problems, are printed; the tables have all."""


def write_report(checked: Checked, rows: Sequence[SlipRow], folder: Path) -> tuple[Path, ...]:
    """Write all files of a report, and return them. Raises HomeworkError or ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeworkError(f"The folder {folder} can't be made ({error.strerror}).") from error
    lesson = next_time(checked.key, rows)
    files = {
        "grades.csv": grades_csv(checked),
        "slips.csv": slips_csv(rows),
        "problems.csv": problems_csv(checked.problems),
        "report.pdf": report_pdf(checked, rows),
        **({NAME: lesson.encode()} if lesson else {}),
    }
    for name, content in files.items():
        write(folder / name, content)
    return tuple(folder / name for name in files)


def summary(checked: Checked, rows: Sequence[SlipRow]) -> tuple[str, ...]:
    """The report in a few lines."""
    lines = [f"{checked.key.title}: {_counts(checked)}"]
    lines += [f"  {row.slip.name}: {row.slip.belief} ({row.counts})\n      {row.shell}" for row in rows[:WORST]]
    if not rows:
        lines.append(f"  {_no_rows(checked)}")
    return tuple(lines)


def report_pdf(checked: Checked, rows: Sequence[SlipRow]) -> bytes:
    """The report on paper. Raises ExportError."""
    pictures = Pictures()
    worst = [(row, pictures.of(row.slip.shown)) for row in rows[:WORST]]
    of = max((len(each.marks) for each in checked.graded), default=0)
    data = {
        "title": f"Report on {checked.key.title}",
        "lesson": checked.key.lesson,
        "counts": _counts(checked),
        "points": _spread(checked, of),
        "questions": [_question(checked, name) for name in question_ids(checked)],
        "worst": [{**_slip(row), "picture": picture.name, "alt": picture.alt} for row, picture in worst],
        "slips": [_slip(row) for row in rows[WORST:MOST_ROWS]],
        "no_slips": "" if rows else _no_rows(checked),
        "missing": [
            f"{each.sheet.student} {each.sheet.name}".strip()
            for each in checked.graded
            if each.path is None and not each.broken
        ],
        "problems": [
            {
                "file": (called(each.file) if each.file is not None else "")
                + (f", line {each.line}" if each.line else ""),
                "student": each.student[:LONGEST_ID],
                "sentence": each.sentence,
            }
            for each in checked.problems[:MOST_ROWS]
        ],
        "more_problems": max(0, len(checked.problems) - MOST_ROWS),
    }
    return pdf("report", data, {picture.name: picture.content for _, picture in worst})


def _counts(checked: Checked) -> str:
    """How many handed in, and what they reached."""
    handed_in = checked.handed_in
    if not handed_in:
        return f"nobody of {len(checked.graded)} has handed in a sheet that can be read."
    mean = sum(each.right for each in handed_in) * checked.key.points / len(handed_in)
    of = max(len(each.marks) for each in handed_in) * checked.key.points
    reached = f"{number_in_words(round(mean, 2))} of {number_in_words(of)} points on average"
    return f"{len(handed_in)} of {len(checked.graded)} students have handed in; they have {reached}."


def _no_rows(checked: Checked) -> str:
    if len(checked.handed_in) < FEW:
        return f"Fewer than {FEW} have handed in, so it is not told which mistakes they made."
    return "No wrong answer is one that a known misconception gives."


def _spread(checked: Checked, of: int) -> list[Mapping[str, Any]]:
    """How many students have each number of points; `share` is the length of its bar, from 0 to 1."""
    counts = Counter(each.right for each in checked.handed_in)
    most = max(counts.values(), default=1)
    return [
        {"points": number_in_words(right * checked.key.points), "count": counts[right], "share": counts[right] / most}
        for right in range(of, -1, -1)
    ]


def _question(checked: Checked, name: str) -> Mapping[str, Any]:
    marks = [mark for each in checked.handed_in for question, mark in each.pairs if question.id == name]
    right = sum(mark.right for mark in marks)
    empty = sum(not mark.given for mark in marks)
    return {
        "id": name,
        "right": f"{right} of {len(marks)}",
        "share": right / len(marks) if marks else 0,
        "empty": str(empty) if empty else "",
    }


def _slip(row: SlipRow) -> Mapping[str, str]:
    return {
        "name": row.slip.name,
        "belief": row.slip.belief,
        "truth": row.slip.truth,
        "counts": row.counts,
        "shell": row.shell,
        "items": ", ".join(row.items),
    }
