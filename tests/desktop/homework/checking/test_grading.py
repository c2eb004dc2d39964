from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.homework.checking.grading import mark, tolerance
from desktop.homework.key import KeyQuestion
from desktop.words.letters import LETTERS
from scenes.questions.items import Item, Question, items

every_item = pytest.mark.parametrize("item", items().values(), ids=items().keys())


def keyed(question: Question) -> KeyQuestion:
    options = dict(zip(LETTERS, question.options, strict=False))
    return KeyQuestion(
        id=f"{question.item}@{question.version}/1",
        params=dict(question.params),
        options={letter: each.text for letter, each in options.items()},
        right=LETTERS[question.right],
        values={letter: each.value for letter, each in options.items() if isinstance(each.value, float)},
        slips={letter: each.slip for letter, each in options.items() if each.slip},
    )


def asked(**options: str | float) -> KeyQuestion:
    """A question whose first option is the right one; a number is written as such."""
    return KeyQuestion(
        id="one@1/1",
        params={},
        options={letter: str(each) for letter, each in options.items()},
        right="A",
        values={letter: float(each) for letter, each in options.items() if not isinstance(each, str)},
        slips={letter: f"slip {letter}" for letter in options if letter != "A"},
    )


@every_item
def test_each_option_of_each_item_is_known_by_its_letter_and_by_its_words(item: Item) -> None:
    for seed in range(12):
        key = keyed(item.question(seed))
        for letter, text in key.options.items():
            for answer in (letter, letter.lower(), f" {letter}) ", f"({letter.lower()})", text, f"{letter}) {text}"):
                found = mark(key, answer)
                assert (found.letter, found.right) == (letter, letter == key.right), (answer, key.options)
                assert found.slip == key.slips.get(letter, "")
                assert not found.remark


@every_item
def test_each_number_of_each_item_is_known_as_it_is_computed(item: Item) -> None:
    for seed in range(12):
        key = keyed(item.question(seed))
        for letter, value in key.values.items():
            for answer in (repr(value), f"{value:.12g}".replace(".", ","), key.options[letter].replace("−", "-")):
                assert mark(key, answer).letter == letter, (answer, key.options)


@pytest.mark.parametrize(
    ("text", "value", "within", "beyond"),
    [
        ("3", 3.0, ("3", "3.0", "3,0", "+3", " 3 ", "6/2", "= 3", "n = 3", "3 rows"), ("3.4", "2.5", "-3", "30")),
        ("0.333", 1 / 3, ("0.333", "0,333", "1/3", "0.3329", "33.3 %", "33,3%", ".333"), ("0.33", "0.334", "33.3")),
        ("−3", -3.0, ("-3", "−3", "– 3", "-3.0", "- 3"), ("3", "+3")),
        ("3,584", 3584.0, ("3584", "3,584", "3.584", "3 584", "3'584", "3584 parameters"), ("3583", "35840")),
        ("20.5 k", 20490.0, ("20490", "20,490", "20.5 k", "20.5k", "20,5 K", "20.5", "20500"), ("20.4", "20600")),
        ("2.1 M", 2097152.0, ("2097152", "2.1 M", "2.1 million", "2.1"), ("2.2 M", "2.1 k")),
        ("3.8 %", 3.8, ("3.8", "3,8 %", "3.8%", "3.84", "0.038"), ("3.9", "38 %")),
        ("9.5 × 10⁻⁷", 9.5367e-07, ("9.5e-7", "9.5 × 10⁻⁷", "9.5*10^-7", "0.00000095", "9.5 x 10^(-7)"), ("9.4e-7",)),
        ("−10⁻⁵", -1e-05, ("-1e-5", "-10^-5", "−10⁻⁵", "- 10**-5", "-1 × 10⁻⁵"), ("10^-5", "-10", "-0.3", "0")),
        ("10⁻⁷", 1.024e-07, ("1e-7", "10^-7", "10⁻⁷", "10**-7"), ("10^-6", "-10^-7")),
        ("7 ×", 7.0, ("7", "7x", "7 ×", "7 times"), ("8",)),
        ("1,024 times fewer", 1024.0, ("1024", "1,024 times fewer", "1024×"), ("24",)),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(
    text: str, value: float, within: tuple[str, ...], beyond: tuple[str, ...]
) -> None:
    key = KeyQuestion(
        id="one@1/1", params={}, options={"A": text, "B": "none"}, right="A", values={"A": value}, slips={"B": "x"}
    )
    assert [answer for answer in within if not mark(key, answer).right] == []
    assert [answer for answer in beyond if mark(key, answer).right] == []


def test_a_whole_number_must_be_met_and_a_rounded_one_may_lie_half_a_unit_off() -> None:
    assert tolerance("5", 5.0) < 1e-6
    assert tolerance("0.35", 0.35) == pytest.approx(0.005, rel=1e-6)
    assert tolerance("89", 88.7) == pytest.approx(0.5, rel=1e-6)
    assert tolerance("737 k", 737290.0) == pytest.approx(500, rel=1e-4)
    assert tolerance("9.5 × 10⁻⁷", 9.54e-07) == pytest.approx(0.05e-7, rel=0.3)


def test_a_wrong_number_that_a_slip_gives_is_that_slip() -> None:
    key = asked(A=4, B=12, C=3)
    assert [mark(key, answer).slip for answer in ("12", "12.0", "3", "c", "7", "4")] == [
        "slip B", "slip B", "slip C", "slip C", "", "",
    ]  # fmt: skip
    assert mark(key, "7").remark == ""
    assert not mark(key, "7").right


@pytest.mark.parametrize("answer", ["4 9 / 6 8", "4 9; 6 8", "[[4, 9], [6, 8]]", "4,9,6,8", "4 9\n6 8", "4  9/6  8"])
def test_a_map_is_known_by_its_numbers(answer: str) -> None:
    key = asked(A="4 9 / 6 8", B="1 9 / 6 8", C="−4 9 / 6 8")
    assert mark(key, answer).right
    assert mark(key, answer.replace("4", "-4", 1)).letter == "C"


@pytest.mark.parametrize("answer", ["128×4×4", "128 x 4 x 4", "128x4x4", "(128, 4, 4)", "128*4*4"])
def test_a_shape_is_known_by_its_numbers(answer: str) -> None:
    assert mark(asked(A="128×4×4", B="32×16×16", C="128×8×8"), answer).letter == "A"


def test_words_are_known_by_their_letters_alone_and_not_by_numbers_within() -> None:
    key = asked(A="Inception v3", B="GoogLeNet", C="EfficientNet-B0")
    assert [mark(key, answer).letter for answer in ("inception V3", "googlenet", "efficientnet b0", "3")] == [
        "A", "B", "C", "",
    ]  # fmt: skip


@pytest.mark.parametrize("answer", ["", "  ", "-", "?", "—"])
def test_no_answer_is_neither_right_nor_a_slip(answer: str) -> None:
    found = mark(asked(A=4, B=12), answer)
    assert (found.given, found.right, found.slip, found.remark) == (False, False, "", "")


def test_what_can_t_be_read_is_told() -> None:
    key = asked(A=4, B=12)
    assert mark(key, "F").remark == "There is no option F; there are A, B."
    assert mark(key, "I don't know").remark.startswith('The answer "I don\'t know" is neither')
    assert mark(key, "word " * 100).remark.startswith("The answer is a long text")


@given(st.text(max_size=230), st.sampled_from(sorted(items())))
def test_whatever_is_answered_is_graded(answer: str, name: str) -> None:
    found = mark(keyed(items()[name].question(3)), answer)
    assert found.right == (found.letter == keyed(items()[name].question(3)).right)
    assert "\n" not in found.remark
