"""A student's answers file: reading it whatever has become of it, and writing answers into it as a student would.

The file says which item each question is of, and with which numbers, so that the same question can be made again here
with its picture. It holds neither the key nor the seed that the numbers were drawn from.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.classroom.lessons import writing
from desktop.classroom.lessons.faults import LessonError, quoted
from desktop.classroom.lessons.files import load as load_text
from desktop.classroom.lessons.files import save
from desktop.classroom.lessons.layout import Layout
from desktop.classroom.lessons.source import read_source
from desktop.homework.faults import HomeworkError
from desktop.pictures.answers import called
from scenes.questions.draws import DrawError, Param
from scenes.questions.items import Question, items

FORMAT = 1
"""The version of the format, which is raised only when an old file would be read wrongly."""
ENDING = ".answers.toml"
MOST_QUESTIONS = 2000
LONGEST = 2000
"""Letters of an answer without quotes that is still taken for one."""
WHAT = "sheet of answers"

_ID = re.compile(r"([a-z0-9][a-z0-9-]{0,63})@([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")
_ANSWER = re.compile(r"^(?P<name>[ \t]*(?:answer|how)[ \t]*=)(?P<value>[^\r\n]*)$", re.MULTILINE)
_QUOTES = "\"'“”„‟’‘‚«» \t"


@dataclass(frozen=True)
class Note:
    """Something odd in a file that didn't keep it from being read."""

    line: int
    sentence: str


@dataclass(frozen=True)
class SheetQuestion:
    """A question as it stands in the file, and what was answered.

    `id` is "output-size@1/2": the item, its version, and which of the sheet's questions of that item it is. `options`
    are the texts by their letters, in the order of the letters. Nothing of it can be trusted: a student may have
    changed it.
    """

    id: str
    stem: str
    params: Mapping[str, Param]
    options: Mapping[str, str]
    answer: str
    how: str
    line: int


@dataclass(frozen=True)
class Sheet:
    """An answers file. `homework` is "lesson/homework" by their ids; `closes` is the last day to hand in, if any."""

    path: Path
    homework: str
    title: str
    student: str
    closes: date | None
    questions: tuple[SheetQuestion, ...]
    notes: tuple[Note, ...] = ()


def load(path: Path) -> Sheet:
    """Read an answers file. Raises HomeworkError with one sentence where that can't be done."""
    return read(_text(path), path)


def read(text: str, path: Path) -> Sheet:
    """What the text of an answers file says; `path` is where it lies. Raises HomeworkError."""
    name = called(path)
    if not text.strip("\ufeff \t\r\n\0"):
        raise HomeworkError(f"{name} is empty.")
    mended, notes = _mended(text)
    return _Reader(*_understood(mended, name), name, list(notes)).sheet(path)


def made(asked: SheetQuestion) -> Question:
    """The question of the sheet made again, with its picture; its options stand in the order of the sheet's letters.

    Raises HomeworkError where it can't be made here, or where its numbers or options are not what was handed out.
    """
    name, version = asked.id.split("/")[0].split("@")
    item = items().get(name)
    if item is None or int(version) > item.version:
        raise HomeworkError(
            f"The question {asked.id} is of a newer Convoscope, so its picture can't be shown here. "
            "Answer it from the paper, or install the newer one."
        )
    if int(version) < item.version:
        raise HomeworkError(
            f"The question {asked.id} is asked otherwise by now, so its picture can't be shown. "
            "Answer it from the paper."
        )
    try:
        question = item.question(0, asked.params)
    except DrawError as error:
        raise HomeworkError(_changed(asked, f" ({error})")) from error
    if question.params.keys() != asked.params.keys():
        raise HomeworkError(_changed(asked))
    by_text = {option.text: option for option in question.options}
    if sorted(by_text) != sorted(asked.options.values()):
        raise HomeworkError(_changed(asked))
    options = tuple(by_text[text] for text in asked.options.values())
    return replace(question, options=options, right=options.index(question.key))


def answered(sheet: Sheet, question_id: str, answer: str, how: str | None = None) -> Sheet:
    """Write an answer into the sheet's file, as it stands there just now, and return what it says then.

    `how` is the sentence beside it; None leaves that as it is. Raises HomeworkError, and the file is as it was then.
    """
    text = with_answer(_text(sheet.path), question_id, answer, how, called(sheet.path))
    found = read(text, sheet.path)
    try:
        save(sheet.path, text)
    except LessonError as error:
        raise HomeworkError(str(error)) from error
    return found


def with_answer(text: str, question_id: str, answer: str, how: str | None = None, name: str = "This sheet") -> str:
    """The text of an answers file with an answer in it; everything else stays as it is. Raises HomeworkError."""
    text = _mended(text)[0]
    text = _with_value(text, question_id, "answer", answer, name)
    return text if how is None else _with_value(text, question_id, "how", how, name)


def _text(path: Path) -> str:
    try:
        return load_text(path, WHAT)
    except LessonError as error:
        raise HomeworkError(str(error)) from error


def _changed(asked: SheetQuestion, reason: str = "") -> str:
    return (
        f"The numbers or the options of the question {asked.id} were changed in this file{reason}. "
        "Put them back as they stand on the paper."
    )


# --- Reading ------------------------------------------------------------------------------------------------------


def _understood(text: str, name: str) -> tuple[Mapping[str, Any], Layout]:
    """The data of a file, and where it stands. Raises HomeworkError."""
    source = read_source(text)
    layout = source.pieces[()].layout
    if source.faults or layout is None:
        fault = source.faults[0]
        raise HomeworkError(f"Line {fault.line} of {name} can't be read. {fault.sentence}")
    return source.plain, layout


def _mended(text: str) -> tuple[str, tuple[Note, ...]]:
    """A text in which answers that lack their quotes have them: `answer = B` says clearly what is meant."""
    if not read_source(text).faults or len(_ANSWER.findall(text)) > 2 * MOST_QUESTIONS:
        return text, ()
    notes: list[Note] = []

    def quote(found: re.Match[str]) -> str:
        word = found["value"].strip()
        if len(word) > LONGEST or word[:3] in ("'''", '"""') or _is_toml(f"answer = {word}"):
            return found[0]
        meant = "" if word.startswith("#") else re.sub(r"\s+#.*", "", word).strip(_QUOTES)
        line = text.count("\n", 0, found.start()) + 1
        notes.append(Note(line, f"What stands behind = lacks its quotes, and is read as {quoted(meant)}."))
        return f"{found['name']} {writing.value(meant)}"

    return _ANSWER.sub(quote, text), tuple(notes)


def _is_toml(line: str) -> bool:
    try:
        tomllib.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


class _Reader:
    """Reads the data of one file, and notes what is odd in it."""

    def __init__(self, plain: Mapping[str, Any], layout: Layout, name: str, notes: list[Note]) -> None:
        self._plain, self._layout, self._name, self._notes = plain, layout, name, notes

    def sheet(self, path: Path) -> Sheet:
        """The whole sheet. Raises HomeworkError where it is none."""
        version = self._plain.get("convoscope_answers")
        if not isinstance(version, int) or isinstance(version, bool):
            raise HomeworkError(f"{self._name} is no {WHAT}: that begins with convoscope_answers = {FORMAT}.")
        if version > FORMAT:
            raise HomeworkError(
                f"{self._name} was made by a newer Convoscope (its format is {quoted(version)}, and this one reads "
                f"{FORMAT}): install that one to open it."
            )
        homework, student = self._word("homework"), self._word("student")
        closes = self._plain.get("closes")
        return Sheet(
            path=path,
            homework=homework,
            title=str(self._plain.get("title", homework)),
            student=student,
            closes=closes if type(closes) is date else None,
            questions=self._questions(),
            notes=tuple(sorted(self._notes, key=lambda note: note.line)),
        )

    def _word(self, key: str) -> str:
        """A text that the head must have; a number is taken for one."""
        found = self._plain.get(key)
        if isinstance(found, bool) or not isinstance(found, str | int) or not str(found).strip():
            raise HomeworkError(f"{self._name} doesn't say {_HEAD[key]}: the line `{key} = …` is missing or changed.")
        return str(found).strip()

    def _questions(self) -> tuple[SheetQuestion, ...]:
        plain = self._plain.get("question")
        if not isinstance(plain, list) or not plain:
            raise HomeworkError(f"{self._name} has no questions: each stands below a line [[question]].")
        if len(plain) > MOST_QUESTIONS:
            raise HomeworkError(f"{self._name} has more than {MOST_QUESTIONS} questions, so it is no {WHAT}.")
        found = (self._question(each, index) for index, each in enumerate(plain))
        return tuple(each for each in found if each is not None)

    def _question(self, plain: Any, index: int) -> SheetQuestion | None:
        line = self._layout.line(self._layout.find(("question", index)))
        if not isinstance(plain, dict) or not isinstance(plain.get("id"), str) or not _ID.fullmatch(plain["id"]):
            self._notes.append(Note(line, "This question has no `id` as it was handed out, so it is passed over."))
            return None
        answer, how = plain.get("answer", ""), plain.get("how", "")
        if isinstance(answer, list | dict):
            at = self._layout.line(self._layout.find(("question", index, "answer")))
            self._notes.append(Note(at, f"The answer of {plain['id']} is a letter or a number, not {quoted(answer)}."))
        return SheetQuestion(
            id=plain["id"],
            stem=str(plain.get("stem", "")),
            params=_params(plain.get("params")),
            options=_options(plain.get("options")),
            answer="" if isinstance(answer, list | dict) else _word_of(answer),
            how=how if isinstance(how, str) else _word_of(how),
            line=line,
        )


_HEAD = {"homework": "which homework it is of", "student": "whose it is"}


def _params(plain: Any) -> Mapping[str, Param]:
    """The numbers of a question, as far as they are any."""
    pairs = plain.items() if isinstance(plain, dict) else ()
    return {key: each for key, each in pairs if isinstance(each, int | float | str) and not isinstance(each, bool)}


def _options(plain: Any) -> Mapping[str, str]:
    """The options by their letters, as far as they are texts."""
    pairs = sorted(plain.items()) if isinstance(plain, dict) else ()
    return {key: each for key, each in pairs if isinstance(each, str)}


def _word_of(plain: Any) -> str:
    """An answer as text, whether it stands in quotes or not."""
    return writing.value(plain) if isinstance(plain, bool | int | float) else str(plain).strip()


# --- Writing --------------------------------------------------------------------------------------------------------

_HEADER = """\
# {name}
# Write each answer between the quotes behind `answer =`: the letter of an option, or a number. Then hand in this file.
# `how` is for a sentence on your way, if you like. Change nothing else.
# Convoscope opens this file too: each question has its picture there, and your answers go into the file at once.

convoscope_answers = {format}
homework = {homework}
title = {title}
student = {student}
"""


def written(sheet: Sheet) -> str:
    """A sheet as the text of an answers file."""
    words = {"format": FORMAT, "name": " ".join(sheet.path.name.split())}
    words |= {
        name: writing.value(writing.tidy(name, getattr(sheet, name))) for name in ("homework", "title", "student")
    }
    closes = writing.line("closes", sheet.closes) if sheet.closes is not None else ""
    return _HEADER.format(**words) + closes + "".join(_block(each) for each in sheet.questions)


def _block(asked: SheetQuestion) -> str:
    keys = ("id", "params", "stem", "options", "answer", "how")
    return "\n[[question]]\n" + "".join(writing.line(key, getattr(asked, key)) for key in keys)


def _with_value(text: str, question_id: str, key: str, value: str, name: str) -> str:
    """The text with another value of a key of a question."""
    plain, layout = _understood(text, name)
    questions = plain.get("question")
    ids = [each.get("id") if isinstance(each, dict) else None for each in questions] if questions else []
    if question_id not in ids:
        raise HomeworkError(f"The question {question_id} is not in {name} any more, so nothing is written.")
    path = ("question", ids.index(question_id))
    put = writing.value(writing.tidy(key, value))
    entry = layout.by_path.get((*path, key))
    if entry is not None:
        return text[: entry.value[0]] + put + text[entry.value[1] :]
    section = next((each for each in layout.sections if each.path == path), None)
    if section is None:
        raise HomeworkError(f"{name} has its questions in one list. Write your answer into it there.")
    end = text.find("\n", section.heading[1]) + 1
    return f"{text[:end]}{key} = {put}\n{text[end:]}"
