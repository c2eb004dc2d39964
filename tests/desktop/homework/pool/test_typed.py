"""Questions that ask for a number: what is typed is met by the right one or by a known mistake, as Moodle grades."""

from __future__ import annotations

import pytest

from desktop.homework.checking.grading import number_of
from desktop.homework.pool.typed import Typed, typed
from scenes.questions.items import Option, items


def met(asked: Typed, number: float) -> Option | None:
    """The answer that Moodle takes a number for: the first one that it is near enough to."""
    near = (each for each in asked.answers if abs(number - each.number) <= each.tolerance + 1e-12 * abs(number))
    return next((each.option for each in near), None)


@pytest.mark.parametrize("name", list(items()))
def test_each_option_typed_as_it_is_written_is_met(name: str) -> None:
    for seed in range(30):
        question = items()[name].question(seed)
        asked = typed(question)
        if asked is None:
            continue
        assert asked.answers[0].option is question.key
        assert len(asked.answers) == len(question.options)
        for option in question.options:
            written = number_of(option.text.removesuffix(" %").replace(",", ""))[0]
            assert met(asked, written) is option, (question.params, option.text)
            assert met(asked, float(option.value)) is option, (question.params, option.text)


def test_most_items_ask_for_a_number_and_those_with_words_or_maps_do_not() -> None:
    asks = {name: typed(item.question(1)) for name, item in items().items()}
    assert sum(found is not None for found in asks.values()) > 30
    for name in ("relu-map", "pooled-shape", "projection-count", "fewer-numbers", "top-k-hit", "mobilenet-near"):
        assert asks[name] is None, name


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("output-size", "Type a whole number."),
        ("softmax-shares", "Type a number with 3 digits after the decimal point."),
        ("dense-share", "Type a percentage with one digit after the decimal point."),
        ("gate-weights", "Type a number. It is enough to give it to the nearest 1,000."),
    ],
)
def test_how_the_number_is_to_be_written_is_said(name: str, sentence: str) -> None:
    found = {asked.how for seed in range(20) if (asked := typed(items()[name].question(seed))) is not None}
    assert sentence in found


def test_a_whole_number_must_be_met_and_a_rounded_one_may_be_near() -> None:
    whole = typed(items()["output-size"].question(1))
    share = typed(items()["softmax-shares"].question(1))
    assert whole is not None
    assert share is not None
    right = whole.answers[0].number
    assert met(whole, right + 0.4) is None
    near = share.answers[0].number + 0.0004
    assert met(share, near) is share.answers[0].option
