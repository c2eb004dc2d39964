"""Which misconceptions stand behind wrong answers: in the homework, and in the votes of the classes before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.classroom.record.moments import Place, shell_line
from desktop.classroom.record.reading import ClassRecord, RecordError, read
from desktop.classroom.record.report import FEW
from desktop.classroom.record.report import slips as slips_in
from desktop.homework.checking.checking import Checked
from desktop.homework.checking.handed_in import Problem
from desktop.homework.key import Key
from desktop.pictures.answers import called
from scenes.questions.misconceptions import MISCONCEPTIONS, Misconception
from scenes.stage.core.catalogue import catalogue


@dataclass(frozen=True)
class SlipRow:
    """A misconception with how many `students` of those it was `offered` to have made it in the homework.

    `items` are the questions in which they did, most of them first. `votes` are those of classes: the vote, the hands
    for it, and all hands.
    """

    slip: Misconception
    students: int = 0
    offered: int = 0
    items: tuple[str, ...] = ()
    votes: tuple[tuple[int, int, int], ...] = ()

    @property
    def affected(self) -> int:
        """The students who made it, and the hands for it in the last votes."""
        last = max((vote for vote, _, _ in self.votes), default=0)
        return self.students + sum(hands for vote, hands, _ in self.votes if vote == last)

    @property
    def shell(self) -> str:
        """The command that opens the moment which refutes it."""
        moment = self.slip.shown
        return shell_line(Place(catalogue().find(moment.scene), moment.turned, moment.at))

    @property
    def counts(self) -> str:
        """How many made it, in words."""
        votes = [f"vote {vote}: {hands} of {of}" for vote, hands, of in self.votes]
        homework = [f"homework: {self.students} of {self.offered}"] if self.offered else []
        return ", ".join([*votes, *homework])


def table(checked: Checked, classes: Iterable[ClassRecord] = ()) -> tuple[SlipRow, ...]:
    """The misconceptions, those that affect most first. What fewer than `FEW` students were asked is passed over."""
    homework = _of_homework(checked)
    votes: dict[str, list[tuple[int, int, int]]] = {}
    for record in classes:
        for each in slips_in(record):
            votes.setdefault(each.slip.name, []).extend(each.votes)
    rows = [
        SlipRow(MISCONCEPTIONS[name], *homework.get(name, (0, 0, ())), votes=tuple(votes.get(name, ())))
        for name in {**homework, **votes}
    ]
    return tuple(sorted(rows, key=lambda row: (-row.affected, row.slip.name)))


def load_classes(key: Key, paths: Sequence[Path]) -> tuple[tuple[ClassRecord, ...], tuple[Problem, ...]]:
    """The logs of classes that the lesson of a homework was given to, and what is wrong with others."""
    records: list[ClassRecord] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            record = read(path)
        except RecordError as error:
            problems.append(Problem(path, 0, "", str(error)))
            continue
        lesson = key.homework.partition("/")[0]
        if record.lesson.id == lesson:
            records.append(record)
        else:
            sentence = (
                f"{called(path)} is the log of the lesson {record.lesson.id!r}, and the homework is of {lesson!r}."
            )
            problems.append(Problem(path, 0, "", sentence))
    return tuple(records), tuple(problems)


def _of_homework(checked: Checked) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    """For each slip that somebody made: how many students, to how many it was offered, and in which items."""
    made: Counter[str] = Counter()
    offered: Counter[str] = Counter()
    items: dict[str, Counter[str]] = {}
    for each in checked.handed_in:
        answered = [(question, mark) for question, mark in each.pairs if mark.given]
        offered.update({slip for question, _ in answered for slip in question.slips.values()})
        made.update({mark.slip for _, mark in answered if mark.slip})
        for question, mark in answered:
            if mark.slip:
                items.setdefault(mark.slip, Counter())[question.item] += 1
    return {
        slip: (count, offered[slip], tuple(item for item, _ in items[slip].most_common()))
        for slip, count in made.items()
        if offered[slip] >= FEW and slip in MISCONCEPTIONS
    }
