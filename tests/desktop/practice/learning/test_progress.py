from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.practice.learning.progress import BOXES, SEEN_THROUGH, Try, known, merged

SUBJECTS = ("output-size", "parameters", "relu-map")
SLIPS = ("E01", "E30", "C4/fencepost")


def a_try(session: int = 1, number: int = 1, subject: str = "output-size", right: bool = True, **other: object) -> Try:
    return Try(session=session, number=number, subject=subject, seed=7, attempt=1, right=right, **other)  # type: ignore[arg-type]


tries = st.lists(
    st.builds(
        Try,
        session=st.integers(1, 6),
        number=st.integers(1, 5),
        subject=st.sampled_from(SUBJECTS),
        seed=st.integers(0, 3),
        attempt=st.sampled_from((1, 2)),
        right=st.booleans(),
        slip=st.sampled_from(("", *SLIPS)),
        passed=st.lists(st.sampled_from(SLIPS), unique=True, max_size=3).map(tuple),
    ),
    max_size=30,
)


@given(tries, tries, tries)
def test_two_windows_or_computers_come_to_the_same_whoever_is_first(a: list[Try], b: list[Try], c: list[Try]) -> None:
    assert merged(a, b) == merged(b, a)
    assert merged(merged(a, b), c) == merged(a, merged(b, c)) == merged(c, b, a, a)
    assert set(merged(a, b)) == {*a, *b}


@given(tries)
def test_boxes_and_doubts_are_what_was_answered(found: list[Try]) -> None:
    told = known(merged(found))
    for subject in SUBJECTS:
        firsts = [each for each in merged(found) if each.subject == subject and each.attempt == 1]
        run = 0
        for each in reversed(firsts):
            if not each.right:
                break
            run += 1
        assert told.box(subject) == (min(1 + run, BOXES) if firsts else 0)
    for slip, doubt in told.doubts.items():
        assert doubt.times == sum(each.slip == slip for each in set(found))
        assert doubt.open == (doubt.avoided < SEEN_THROUGH)
    assert set(told.open_slips) <= set(SLIPS)


def test_a_right_answer_goes_up_a_box_and_a_wrong_one_back_to_the_first() -> None:
    boxes = []
    progress: tuple[Try, ...] = ()
    for session, right in enumerate((True, True, False, True, True, True, True, True), 1):
        progress = merged(progress, (a_try(session, right=right),))
        boxes.append(known(progress).box("output-size"))
    assert boxes == [2, 3, 1, 2, 3, 4, 5, 5]


def test_the_higher_the_box_the_later_a_subject_comes_again() -> None:
    wrong = known((a_try(1, right=False),))
    assert not wrong.is_due("output-size", 1)
    assert wrong.is_due("output-size", 2)
    right = known((a_try(1), a_try(2, subject="relu-map")))
    assert not right.is_due("output-size", 2)
    assert right.is_due("output-size", 3)
    assert not right.is_due("parameters", 3), "what was never asked is new and not due"


def test_a_second_try_changes_no_box_but_its_slip_counts() -> None:
    second = Try(session=1, number=1, subject="output-size", seed=7, attempt=2, right=False, slip="E01")
    told = known((a_try(right=False, slip="E30"), second))
    assert told.box("output-size") == 1
    assert set(told.open_slips) == {"E01", "E30"}


def test_a_slip_is_cleared_up_by_two_questions_in_a_row_that_avoid_it() -> None:
    fell = a_try(1, right=False, slip="E01")
    avoided = [a_try(session, passed=("E01",)) for session in (2, 3)]
    assert known((fell, avoided[0])).open_slips == ("E01",)
    assert known((fell, *avoided)).open_slips == ()
    assert known((fell, *avoided, a_try(4, right=False, slip="E01"))).open_slips == ("E01",)


def test_the_weakest_slip_comes_first() -> None:
    told = known(
        (
            a_try(1, 1, right=False, slip="E30"),
            a_try(1, 2, right=False, slip="E01"),
            a_try(1, 3, right=False, slip="E01"),
            a_try(1, 4, right=False, slip="C4/fencepost"),
            a_try(1, 5, passed=("C4/fencepost",)),
        )
    )
    assert told.open_slips == ("E01", "E30", "C4/fencepost")
