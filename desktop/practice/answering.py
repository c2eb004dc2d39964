"""A homework sheet in the window: its questions over their scenes, and answers that go into its file at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.classroom.conducting.posed import Posed, of_question
from desktop.homework.answers import ENDING, Sheet, SheetQuestion, answered, load, made
from desktop.homework.faults import HomeworkError
from desktop.homework.key import NAME, load_key
from desktop.pictures.answers import called
from desktop.practice.rooms import Rooms
from desktop.practice.view.shown import Fields, Press, Said, Shown, ShownOption, truth_of
from desktop.system.sharing import FileWatch
from desktop.words.plain import day as day_of

NEXT, BEFORE = Press("next", "Next question", "Enter"), Press("before", "Question before", "W")
TO_FIRST = Press("next", "To the first question", "Enter")
REVEAL, BACK, CLOSE = (
    Press("show", "Reveal", "S"),
    Press("back", "Back to the question", "S"),
    Press("leave", "Close", "Esc"),
)
OPEN = "Press a letter, or type your answer. It goes into your file at once; hand that in."
WITH_KEY = "The key is here, so Reveal shows what is right, and the answers stay as they are."
CLOSED = "This sheet closed on {day}, so its answers stay as they are. Reveal shows what is right."


def is_key(path: Path) -> bool:
    """Whether a file is the teacher's key to some sheets, by its name."""
    return path.name == NAME


def is_sheet(path: Path) -> bool:
    """Whether a file is a sheet of answers, by its name."""
    return path.name.endswith(ENDING)


class Answering(QObject):
    """One sheet at a time. `changed` says that something else is to be shown, `done` that the sheet is closed.

    `told` carries a sentence for the user. Nothing says what is right before the sheet closes.
    """

    changed = Signal()
    done = Signal()
    told = Signal(str)

    def __init__(self, rooms: Rooms, today: Callable[[], date] = date.today, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rooms, self._today = rooms, today
        self._at, self._revealed, self._has_key = 0, False, False
        self._posed: Posed | str = ""
        """The present question with its scenes, or a sentence that says why it has none."""
        self._watch: FileWatch | None = None
        self.sheet: Sheet | None = None

    # --- The file ---------------------------------------------------------------------------------------------------

    def open(self, path: Path) -> bool:
        """Open a sheet at the first question that has no answer; tells whether it could be read."""
        try:
            sheet = load(path)
        except HomeworkError as error:
            self.told.emit(str(error))
            return False
        if not sheet.questions:
            self.told.emit(f"{called(path)} has no question that can be shown.")
            return False
        self._let_go()
        self.sheet, self._has_key = sheet, False
        self._watch = FileWatch(path, self)
        self._watch.changed.connect(self._read_again)
        free = [index for index, each in enumerate(sheet.questions) if not each.answer]
        self._go(free[0] if free else 0)
        return True

    def use_key(self, path: Path) -> bool:
        """Let a teacher reveal what is right before the sheet closes; tells whether the key is this sheet's."""
        if self.sheet is None:
            self.told.emit(f"{called(path)} is a key. Open a sheet of its homework first, then the key.")
            return False
        try:
            key = load_key(path)
        except HomeworkError as error:
            self.told.emit(str(error))
            return False
        if key.homework != self.sheet.homework:
            self.told.emit(f"{called(path)} is the key to {key.homework}, and this sheet is of {self.sheet.homework}.")
            return False
        self._has_key = True
        self.changed.emit()
        return True

    def _read_again(self) -> None:
        """Take what somebody else has written into the file."""
        if self.sheet is None:
            return
        try:
            sheet = load(self.sheet.path)
        except HomeworkError as error:
            self.told.emit(str(error))
            return
        if sheet != self.sheet and sheet.questions:
            is_same = self.question.id in [each.id for each in sheet.questions]
            place = [each.id for each in sheet.questions].index(self.question.id) if is_same else 0
            other = not is_same or sheet.questions[place].params != self.question.params
            self.sheet, self._at = sheet, place
            if other:
                self._go(place)
            self.changed.emit()

    def _write(self, answer: str | None = None, how: str | None = None) -> None:
        sheet = self.sheet
        if sheet is None or self.can_reveal:
            return
        asked = self.question
        try:
            self.sheet = answered(sheet, asked.id, asked.answer if answer is None else answer, how)
        except HomeworkError as error:
            self.told.emit(str(error))
        self.changed.emit()

    def leave(self) -> None:
        """Close the sheet; its file has everything."""
        if self.sheet is not None:
            self.close()
            self.done.emit()

    def close(self) -> None:
        """Let go of the file."""
        self._let_go()
        self.sheet = None

    def _let_go(self) -> None:
        if self._watch is not None:
            self._watch.close()
            self._watch.deleteLater()
            self._watch = None

    # --- What is done -----------------------------------------------------------------------------------------------

    @property
    def question(self) -> SheetQuestion:
        """The present question; there is one while a sheet is open."""
        assert self.sheet is not None
        return self.sheet.questions[min(self._at, len(self.sheet.questions) - 1)]

    @property
    def is_closed(self) -> bool:
        """Whether the last day to hand in is over."""
        closes = self.sheet.closes if self.sheet is not None else None
        return closes is not None and self._today() > closes

    @property
    def can_reveal(self) -> bool:
        """Whether what is right may be shown: the sheet is closed, or its key is here. Then no answer is changed."""
        return self.is_closed or self._has_key

    def choose(self, place: int) -> None:
        """Answer with the letter of an option; the same one again takes the answer back."""
        letters = tuple(self.question.options)
        if place < len(letters):
            self._write("" if self.question.answer == letters[place] else letters[place])

    def answer(self, text: str) -> None:
        """Answer with what was typed."""
        word = text.strip()
        self._write(word.upper() if word.upper() in self.question.options else word)

    def explain(self, text: str) -> None:
        """Say how the answer was found."""
        self._write(how=text.strip())

    def press(self, name: str) -> None:
        """Do what a button says."""
        if self.sheet is None:
            return
        match name:
            case "next" | "before":
                self._go((self._at + (1 if name == "next" else -1)) % len(self.sheet.questions))
            case "show":
                self._reveal()
            case "back":
                self._go(self._at)
            case "leave":
                self.leave()
                return
        self.changed.emit()

    def _reveal(self) -> None:
        """Show what is right, if the sheet is closed."""
        if self.sheet is not None and self.can_reveal and isinstance(self._posed, Posed):
            self._revealed = True
            self._rooms.enter(f"{self.sheet.path} {self.question.id} shown", self._posed.shown, play=True)

    def _go(self, index: int) -> None:
        """Show a question over its scene, as that was left."""
        assert self.sheet is not None
        self._at, self._revealed = index, False
        self._posed = _made(self.question)
        if isinstance(self._posed, Posed):
            self._rooms.enter(f"{self.sheet.path} {self.question.id}", self._posed.before)
        self.changed.emit()

    # --- What is shown ----------------------------------------------------------------------------------------------

    @property
    def shown(self) -> Shown:
        """The present question."""
        sheet, asked, posed = self.sheet, self.question, self._posed
        assert sheet is not None
        count = len(sheet.questions)
        written = sum(bool(each.answer) for each in sheet.questions)
        last = self._at == count - 1
        reveal = (BACK if self._revealed else REVEAL,) if self.can_reveal and isinstance(posed, Posed) else ()
        letter = asked.answer in asked.options
        day = day_of(sheet.closes) if sheet.closes is not None else ""
        return Shown(
            f"{sheet.title} · {sheet.student} · question {self._at + 1} of {count} · {written} answered",
            asked.stem,
            self._options(asked, posed),
            (*self._said(asked, posed), *_notes(sheet)),
            (TO_FIRST if last else NEXT, *((BEFORE,) if self._at else ()), *reveal, CLOSE),
            Fields("" if letter else asked.answer, asked.how, not self.can_reveal),
            CLOSED.format(day=day) if self.is_closed else WITH_KEY if self._has_key else OPEN,
        )

    def _options(self, asked: SheetQuestion, posed: Posed | str) -> tuple[ShownOption, ...]:
        right = posed.answers[posed.right].text if isinstance(posed, Posed) and self._revealed else None

        def option(letter: str, text: str) -> ShownOption:
            chosen = asked.answer == letter
            if right is None:
                return ShownOption(text, "chosen" if chosen else "")
            return ShownOption(text, "right" if text == right else "wrong" if chosen else "")

        return tuple(option(letter, text) for letter, text in asked.options.items())

    def _said(self, asked: SheetQuestion, posed: Posed | str) -> tuple[Said, ...]:
        if isinstance(posed, str):
            return (Said("This question has no picture.", posed),)
        if not self._revealed:
            return ()
        key = posed.answers[posed.right]
        mine = next((each for each in posed.answers if each.text == asked.options.get(asked.answer)), None)
        wrong = mine is not None and mine is not key
        said = (Said(f"{mine.text} is not right.", truth_of(mine), "wrong"),) if mine is not None and wrong else ()
        return (*said, Said(f"{key.text} is right.", key.why, "right"))


def _made(asked: SheetQuestion) -> Posed | str:
    try:
        return of_question(made(asked))
    except HomeworkError as error:
        return str(error)


def _notes(sheet: Sheet) -> tuple[Said, ...]:
    """What is odd in the file, by its lines."""
    return tuple(Said(f"Line {each.line}", each.sentence) for each in sheet.notes)
