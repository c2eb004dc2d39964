from __future__ import annotations

from desktop.classroom.polling.typed import Typed


def typed(keys: str) -> Typed:
    found = Typed()
    for key in keys:
        found = found.digit(key) if key.isdecimal() else found.letter("ABCDEF".index(key))
    return found


def test_a_letter_then_digits_are_hands() -> None:
    assert (typed("A12").option, typed("A12").hands) == (0, 12)
    assert typed("B") == Typed(1)
    assert typed("B").hands is None
    assert typed("C0").hands == 0
    assert typed("C007").hands == 7


def test_another_letter_begins_again_and_digits_alone_are_nothing() -> None:
    assert (typed("A12D3").option, typed("A12D3").hands) == (3, 3)
    assert typed("12") == Typed()


def test_nobody_counts_more_than_three_figures() -> None:
    assert typed("A1234").hands == 123
