"""Wrong answers: what one turned knob would write, in worlds that can be shown."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from scenes.questions.predicting import counterfactuals as made
from scenes.questions.predicting.counterfactuals import ENOUGH, MOST, RENDERS, counterfactuals
from scenes.questions.predicting.figures import figures, number_in
from scenes.stage.core.catalogue import Confusion, catalogue, plan, render
from scenes.stage.core.knobs import change, knob
from scenes.stage.core.timeline import boundaries
from tests.scenes.questions.predicting.catalogued import SCENES, STATES, Present, leading, presents


def present(name: str, title: str) -> Present:
    return next(each for each in presents(name) if each.title == title)


@pytest.mark.parametrize(("name", "turned"), STATES)
def test_each_world_shows_its_value_at_the_same_place(name: str, turned: bool) -> None:
    for now in presents(name, turned):
        for each in leading(now.news, 2):
            found = counterfactuals(now.scene, now.knobs, each, now.title, now.recording)
            said = [number_in(text) or text for text in (each.text, *(other.text for other in found))]
            values = [number if isinstance(number, str) else number.value for number in said]
            assert len(set(values)) == len(values)
            assert len(found) <= MOST
            for other in found:
                steps = plan(now.scene, other.knobs, now.recording)
                index = [step.title for step in plan(now.scene, now.knobs, now.recording)].index(now.title)
                titles = [step.title for step in steps]
                end = boundaries(steps)[titles.index(now.title) if now.title in titles else index]
                frame = render(now.scene, other.knobs, end, now.recording)
                there = {figure.key: figure for figure in figures(frame)}[each.figure.key]
                assert (there.value, there.text) == (other.value, other.text)
                assert other.why.endswith(".")


@pytest.mark.parametrize(("name", "turned"), STATES)
def test_one_knob_is_turned_and_its_consequences_follow(name: str, turned: bool) -> None:
    for now in presents(name, turned):
        for each in leading(now.news, 1):
            for other in counterfactuals(now.scene, now.knobs, each, now.title, now.recording):
                wanted = getattr(other.knobs, other.knob)
                assert wanted != getattr(now.knobs, other.knob)
                assert change(now.knobs, other.knob, wanted) == other.knobs
                declared = other.why in [each.why for each in now.scene.confusions]
                assert declared or not knob(now.knobs, other.knob).given


def test_known_mistakes_come_first_with_their_reasons() -> None:
    add = present("convolution", "Add the bias")
    found = counterfactuals(add.scene, add.knobs, add.news[0], add.title)
    assert {other.text: (other.why, other.slip) for other in found}["−1"] == ("The bias is forgotten.", "C2/bias")
    assert found[0].slip == "C2/flip"
    pooled = present("pooling", "The largest wins")
    (mean, *_) = counterfactuals(pooled.scene, pooled.knobs, pooled.news[0], pooled.title)
    assert (mean.text, mean.why) == ("2.50", "The mean is taken, not the largest.")


def test_a_scene_without_known_mistakes_gives_what_its_knobs_would() -> None:
    add = present("convolution", "Slide")
    scene = replace(add.scene, confusions=())
    found = counterfactuals(scene, add.knobs, add.news[0], add.title)
    assert len(found) == ENOUGH
    assert "So it is where “Stride” is 2." in [other.why for other in found]
    assert all(other.slip == "" for other in found)


def test_a_refused_mistake_and_one_that_nobody_makes_here_are_left_out() -> None:
    add = present("convolution", "Slide")
    refused, same = Confusion("size", 99, "No."), Confusion("stride", lambda knobs: knobs.stride, "No.")
    scene = replace(add.scene, confusions=(refused, same))
    found = counterfactuals(scene, add.knobs, add.news[0], add.title)
    assert "No." not in [other.why for other in found]


def test_another_run_is_never_asked_for() -> None:
    now = present("vanishing", "Trained nets: the first step's gradients")
    scene = replace(now.scene, confusions=(Confusion("nets", "sigmoid", "Another run."),))
    found = counterfactuals(scene, now.knobs, now.news[0], now.title, now.recording)
    assert "Another run." not in [other.why for other in found]


def test_a_title_that_names_the_turned_value_is_the_step_at_its_place() -> None:
    clipped = present("activation", "Apply ReLU")
    cell = next(each for each in clipped.news if each.mark == "cell 1")
    found = counterfactuals(clipped.scene, clipped.knobs, cell, clipped.title)
    assert {other.knobs.function: other.text for other in found if other.knob == "function"}["leaky ReLU"] == "−0.10"  # type: ignore[attr-defined]


def test_there_is_no_question_about_a_step_that_there_is_not() -> None:
    add = present("convolution", "Add")
    with pytest.raises(KeyError, match="There is no step titled"):
        counterfactuals(add.scene, add.knobs, add.news[0], "Multiply twice")


@pytest.mark.parametrize("name", SCENES)
def test_few_pictures_are_computed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0

    def counted(*given: Any) -> Any:
        nonlocal count
        count += 1
        return render(*given)

    monkeypatch.setattr(made, "render", counted)
    for now in presents(name):
        for each in leading(now.news, 1):
            count = 0
            counterfactuals(now.scene, now.knobs, each, now.title, now.recording)
            assert count <= RENDERS  # and one more for the plan


@pytest.mark.parametrize("name", SCENES)
def test_confusions_are_said_in_a_sentence_and_can_be_tried(name: str) -> None:
    scene = catalogue().find(name)
    knobs = scene.knobs()
    for each in scene.confusions:
        assert each.why[0].isupper()
        assert each.why.endswith(".")
        assert len(each.why) <= 90
        assert each.knob in {field.name for field in fields(knobs)}
        each.wanted(knobs)
