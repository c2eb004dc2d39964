"""Items: that every one can be asked, whatever is drawn, and that its answers stand where it says."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from scenes.questions import concepts
from scenes.questions.draws import Draw, DrawError
from scenes.questions.items import Item, Made, Option, Question, item, items
from scenes.questions.misconceptions import MISCONCEPTIONS
from scenes.questions.moments import VISIBLE, Moment, Target
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.marks import Grid, Text
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.values import rows_text

SEEDS, MANY_SEEDS, TORCH_SEEDS = 50, 500, 20
LONGEST_STEM, LONGEST_OPTION, LONGEST_WHY = 180, 60, 110
"""Letters that fit on a card over the lower third of the stage."""
COVERED = {f"C{number}" for number in range(1, 23)}
"""The concepts that have items."""
TWICE = {"C2", "C4", "C6", "C7", "C11", "C16", "C19"}
"""Those that lessons use most have two at least."""
every_item = pytest.mark.parametrize("each", items().values(), ids=items().keys())


@every_item
def test_the_words_are_complete_and_fit_a_card(each: Item) -> None:
    for question in _questions(each, SEEDS):
        texts, whys = [[getattr(option, name) for option in question.options] for name in ("text", "why")]
        assert 3 <= len(texts) <= 6
        assert len(set(texts)) == len(texts)
        assert len(set(whys)) == len(whys)
        assert all(0 < len(why) <= LONGEST_WHY for why in whys), whys
        assert all(0 < len(text) <= LONGEST_OPTION for text in texts)
        assert len(question.stem) <= LONGEST_STEM, question.stem
        assert question.stem.endswith("?")
        assert all(why.endswith(".") for why in whys)
        assert not question.key.slip
        for option in question.options:
            assert option is question.key or option.slip in MISCONCEPTIONS, f"nobody knows the slip {option.slip!r}"
            assert isinstance(option.value, str) or math.isfinite(option.value)


@every_item
def test_each_answer_stands_where_it_says_and_not_before(each: Item) -> None:
    for question in _questions(each, SEEDS):
        _check_pictures(question)


@pytest.mark.slow
@every_item
def test_it_holds_for_many_draws(each: Item) -> None:
    for question in _questions(each, MANY_SEEDS):
        _check_pictures(question)


@every_item
def test_torch_gives_the_key(each: Item) -> None:
    for question in _questions(each, TORCH_SEEDS):
        if question.torch:
            names: dict[str, Any] = {}
            exec(question.torch, names)
            assert _equal(_plain(names["answer"]), question.key.value, 1e-5)


@every_item
def test_a_question_can_be_made_again(each: Item) -> None:
    for seed in range(SEEDS):
        first = each.question(seed)
        assert each.question(seed) == first
        again = each.question(seed + 1000, first.params)
        assert again.params == first.params
        assert again.stem == first.stem
        assert again.key == first.key
        assert set(map(_identity, again.options)) == set(map(_identity, first.options))


@every_item
def test_it_belongs_to_a_concept_and_a_scene(each: Item) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", each.name)
    assert re.fullmatch(r"C\d+", each.concept)
    assert each.question(0).key.shown is not None
    catalogue().find(each.scene)


def test_every_concept_has_an_item() -> None:
    of = [each.concept for each in items().values()]
    assert set(of) >= COVERED
    assert all(of.count(concept) >= 2 for concept in TWICE)


def test_no_name_is_given_twice() -> None:
    written = [path.read_text("utf-8") for folder in concepts.__path__ for path in Path(folder).glob("*.py")]
    assert sum(text.count("\n@item(") for text in written) == len(items())


FROZEN = {
    ("output-size", 1): ({"n": 12, "k": 3, "p": 2, "s": 3}, ["5", "14", "4"], 0),
    ("one-cell", 2): (
        {"x11": 4, "x12": 0, "x21": 5, "x22": 2, "w11": -2, "w12": -1, "w21": -1, "w22": 1, "bias": 2},
        ["−31", "−11", "−3", "−9"],
        3,
    ),
    ("softmax-shares", 3): ({"a": 2, "b": 5, "c": 6}, ["0.169", "0.154", "0.333", "0.182"], 1),
    ("receptive-field", 4): ({"k1": 5, "s1": 1, "k2": 3, "s2": 2, "k3": 5, "s3": 1}, ["5", "75", "11", "13", "15"], 4),
}
"""What these questions have been since they were first asked."""


@pytest.mark.parametrize(("name", "seed"), FROZEN)
def test_a_seed_means_the_same_question_for_ever(name: str, seed: int) -> None:
    question = items()[name].question(seed)
    assert (dict(question.params), [option.text for option in question.options], question.right) == FROZEN[name, seed]


def test_given_numbers_are_taken_and_the_others_are_drawn() -> None:
    question = items()["output-size"].question(7, {"n": 8, "k": 5, "p": 2, "s": 3})
    assert question.key.text == "3"
    assert question.params == {"n": 8, "k": 5, "p": 2, "s": 3}
    assert items()["output-size"].question(7, {"n": 8}).params["n"] == 8


def test_numbers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(DrawError, match="n can't be 99; it is one of 5, 6"):
        items()["output-size"].question(0, {"n": 99})
    with pytest.raises(DrawError, match="output-size draws no number named m; it draws n, k, p, s"):
        items()["output-size"].question(0, {"m": 3})
    with pytest.raises(DrawError, match="these numbers can't be asked"):
        items()["edge-response"].question(0, {"left": 4, "right": 4})


def _toy(*texts: str, in_order: bool = False, value: float = 1.0) -> Item:
    options = [Option(value + index, text, "So it is.") for index, text in enumerate(texts)]

    @item("toy", concept="C1", scene="padding")
    def toy(_: Draw) -> Made:
        before = Moment("padding", at="The picture")
        return Made("What is it?", options[-1], tuple(options[:-1]), before, "", in_order)

    return toy


def test_options_that_are_written_alike_are_refused() -> None:
    with pytest.raises(DrawError, match="two options are written alike"):
        _toy("3", "4", "3").question(0)
    with pytest.raises(DrawError, match="no finite number"):
        _toy("3", "4", value=math.inf).question(0)


def test_options_stand_in_the_order_of_their_values_or_in_one_that_the_seed_decides() -> None:
    in_order = [_toy("a", "b", "c", in_order=True).question(seed) for seed in range(20)]
    assert all([option.text for option in each.options] == ["a", "b", "c"] for each in in_order)
    drawn = [_toy("a", "b", "c").question(seed) for seed in range(100)]
    assert len({tuple(option.text for option in each.options) for each in drawn}) == 6
    assert all(each.key.text == "c" for each in (*in_order, *drawn))


def test_every_misconception_has_a_picture_and_is_said_in_sentences() -> None:
    for each in MISCONCEPTIONS.values():
        assert each.belief.endswith(".")
        assert each.truth.endswith(".")
        assert each.belief != each.truth
        _frame(each.shown)


def _questions(each: Item, seeds: int) -> Iterator[Question]:
    """The questions of some seeds, those with the same numbers once."""
    met: list[dict[str, Any]] = []
    for seed in range(seeds):
        question = each.question(seed)
        if dict(question.params) not in met:
            met.append(dict(question.params))
            yield question


def _check_pictures(question: Question) -> None:
    before = _frame(question.before)
    assert question.key.shown is not None
    assert question.key.target is not None
    for option in question.options:
        assert (option.shown is None) == (option.target is None)
        if option.shown is None or option.target is None:
            continue
        shown = _frame(option.shown)
        found = option.target.found(shown)
        assert _equal(found, option.value), f"{found!r} stands there and not {option.value!r}"
        assert _stands(option, option.target, shown), f"{option.text!r} is not written there"
        assert not _equal(option.target.found(before), option.value), f"{option.text!r} can be read before"


def _stands(option: Option, target: Target, frame: Frame) -> bool:
    """Whether an option can be read in a picture as it is written itself; cells can be counted instead."""
    if target.read in ("rows", "columns"):
        return True
    number = option.text if isinstance(option.value, str) else option.text.split(" ")[0]
    whole = re.compile(rf"(?<![\d.,−]){re.escape(number)}(?![\d]|[.,]\d)")
    for each in frame.touched():
        mark = each.mark
        if each.opacity < VISIBLE:
            continue
        if isinstance(mark, Text) and whole.search(mark.text.replace("+", "")):
            return True
        if isinstance(mark, Grid) and mark.name == target.mark and mark.number_size > 0:
            if target.read == "cells":
                return True
            assert target.cell is not None
            return mark.labels[target.cell[0]][target.cell[1]].lstrip("+") == number
    return False


def _equal(found: object, wanted: float | str, share: float = 1e-9) -> bool:
    if isinstance(wanted, str) or not isinstance(found, int | float):
        return found == wanted
    return math.isclose(found, wanted, rel_tol=share, abs_tol=1e-9)


def _plain(answer: Any) -> float | str:
    """What torch answers, written as options are: a shape 64×7×7, a map 4 5 / 6 8."""
    if isinstance(answer, torch.Size):
        return "×".join(map(str, answer))
    if isinstance(answer, torch.Tensor):
        return rows_text(np.atleast_2d(answer.numpy())) if answer.ndim else float(answer)
    return answer if isinstance(answer, str) else float(answer)


def _identity(option: Option) -> tuple[float | str, str, str, str]:
    return option.value, option.text, option.why, option.slip


def _frame(moment: Moment) -> Frame:
    return _rendered(moment.scene, json.dumps(moment.knobs), moment.at)


@lru_cache(maxsize=256)
def _rendered(scene: str, knobs: str, at: str) -> Frame:
    return Moment(scene, json.loads(knobs), at).frame()
