from __future__ import annotations

import msgspec
import pytest

from desktop.homework.drawing import draw, homework_of, variants
from desktop.homework.faults import HomeworkError
from scenes.questions.items import items
from tests.desktop.homework.homeworks import SECRET, a_class, homework, lesson_of


def test_each_student_has_questions_of_their_own_and_always_the_same() -> None:
    one, two = (draw(homework(), a_class(20), SECRET) for _ in range(2))
    assert one == two
    assert [each.id for each in one[0].asked] == [
        "output-size@1/1", "one-cell@1/1", "relu-map@1/1", "cross-entropy@1/1",
    ]  # fmt: skip
    assert len({str(each.asked[1].question.params) for each in one}) == 20
    other = draw(homework(), a_class(20), bytes(32))
    assert all(mine.asked[1] != theirs.asked[1] for mine, theirs in zip(one, other, strict=True))
    assert draw(homework(), a_class(5)[4:], SECRET) == one[4:5]


def test_a_sheet_has_several_of_each_item_and_no_question_twice() -> None:
    drawn = draw(homework("output-size", "winner-of-2012", "deeper-net", each=4), a_class(3), SECRET)
    for each in drawn:
        assert [asked.id for asked in each.asked] == [
            *(f"output-size@1/{number}" for number in (1, 2, 3, 4)), "winner-of-2012@1/1", "deeper-net@1/1",
            "deeper-net@1/2",
        ]  # fmt: skip
        assert len({(asked.question.item, str(asked.question.params)) for asked in each.asked}) == 7


def test_the_right_letter_is_drawn_too() -> None:
    drawn = draw(homework(*items()), a_class(40), SECRET)
    letters = [
        asked.letters[asked.question.right] for each in drawn for asked in each.asked if asked.question.right < 3
    ]
    assert all(letters.count(letter) > len(letters) / 5 for letter in "ABC")


def test_an_item_has_variants_for_a_pool_that_are_the_same_in_all_of_them() -> None:
    found = variants(items()["one-cell"], 30)
    assert len({str(question.params) for question in found}) == 30
    assert variants(items()["one-cell"], 7) == found[:7]
    assert len(variants(items()["deeper-net"], 30)) == 2


def test_a_lesson_without_homework_is_a_sentence() -> None:
    lesson = lesson_of()
    with pytest.raises(HomeworkError, match="has no homework"):
        homework_of(msgspec.structs.replace(lesson, homework=None))
    with pytest.raises(HomeworkError, match="has no items"):
        homework_of(msgspec.structs.replace(lesson, homework=msgspec.structs.replace(lesson.homework, items=())))  # type: ignore[type-var]
