"""A question about the next step, made of the present knobs."""

from __future__ import annotations

import pytest

from scenes.questions.predicting.news import news
from scenes.questions.predicting.prediction import prediction, stem
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.knobs import change
from scenes.stage.core.timeline import boundaries, step_titled
from tests.scenes.questions.predicting.catalogued import SCENES, STATES, leading, presents


@pytest.mark.parametrize(("name", "turned"), STATES)
def test_the_key_is_what_the_next_step_writes_and_the_options_are_sorted(name: str, turned: bool) -> None:
    for now in presents(name, turned):
        for each in leading(now.news, 1):
            asked = prediction(now.scene, now.knobs, now.t, each, now.recording)
            assert (asked.key.value, asked.key.text) == (each.value, each.text)
            assert [option.value for option in asked.options] == sorted(option.value for option in asked.options)
            assert len({option.text for option in asked.options}) == len(asked.options)
            assert asked.open == (len(asked.options) < 3)
            assert all(option.why and option.knobs is not None for option in asked.options if option is not asked.key)
            assert asked.stem.startswith("Which number will stand in “")
            assert asked.stem.endswith("?")


def test_the_stem_names_the_mark_and_the_cell() -> None:
    slide = next(each for each in presents("convolution") if each.title == "Slide")
    asked = prediction(slide.scene, slide.knobs, slide.t, slide.news[1])
    assert asked.stem == "Which number will stand in “feature map 1”, row 0, column 2?"


@pytest.mark.parametrize(
    ("name", "title", "asked"),
    [("softmax", "The loss", "loss"), ("degradation", "Is it overfitting?", "training loss of plain, 8 layers"),
     ("padding", "Room to move", "row")],
)  # fmt: skip
def test_the_stem_says_what_the_number_is_and_not_how_it_is_written(name: str, title: str, asked: str) -> None:
    now = next(each for each in presents(name) if each.title == title)
    assert stem(now.news[0]) == f"Which number will stand in “{asked}”?"


def test_numbers_that_a_class_has_typed_are_what_is_asked_about() -> None:
    scene = catalogue().find("convolution")
    knobs = change(change(scene.knobs(), "weights", (((0, 0, 0, 0), 5.0),)), "biases", (((0,), -5.0),))
    steps = plan(scene, knobs)
    t = boundaries(steps)[step_titled(steps, "Add")]
    asked = prediction(scene, knobs, t, news(scene, knobs, t)[0])
    assert asked.key.text == "−2"  # (1 · 5 + 0 + 2) − (0 + 3 + 1) − 5
    assert "3" in [option.text for option in asked.options if option.why == "The bias is forgotten."]


def test_at_least_a_third_of_all_steps_can_be_asked_with_options() -> None:
    """By the best of the first marks that each step writes."""
    wrong = [
        max(
            len(prediction(now.scene, now.knobs, now.t, each, now.recording).options) - 1
            for each in leading(now.news, 6)
        )
        for name in SCENES
        for now in list(presents(name))[1:]
        if now.news
    ]
    assert sum(count >= 2 for count in wrong) >= 100
    assert sum(count >= 3 for count in wrong) >= 75
