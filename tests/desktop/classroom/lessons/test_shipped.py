"""The lessons that come with the app: they hold their plans, reach their aims, and say nothing that is wrong."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec
import pytest

import assets
from desktop.classroom.conducting.cues import told
from desktop.classroom.lessons.files import load
from desktop.classroom.lessons.model import Ask, Lesson, Stop
from desktop.classroom.lessons.notes import parts
from desktop.classroom.lessons.reading import read
from desktop.classroom.stops.scene_of import scene_of
from desktop.runs.storage import bundled
from engine.contract.spec import PRESETS
from scenes.questions.items import items
from scenes.questions.predicting.news import news
from scenes.questions.predicting.prediction import prediction
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.timeline import boundaries, step_titled

FOLDER = assets.path("lessons")
MINUTES = {"cnn-60": 60, "one-convolution": 15, "depth-needs-shortcuts": 25}
STEP = 0.5
"""Minutes that a step takes with what is said about it."""
POINT = 0.2
"""Minutes that a point of a card takes."""
QUESTION = {"quick": 1.5, "predict": 1.5, "peer": 4.0, "exit": 0.8}
"""Minutes that a question takes, from its stem to its answer."""
ROWS: tuple[frozenset[str], ...] = tuple(
    frozenset(scenes.split())
    for scenes in (
        "dense", "convolution", "channels", "padding", "activation pooling", "receptive silhouettes",
        "lenet alexnet vgg", "softmax", "pointwise inception auxiliary", "vanishing",
        "degradation residual projection", "gap", "depthwise", "gates", "scaling tradeoff",
    )
)  # fmt: skip
"""The course plan of an hour: the scenes of each of its rows."""
EXIT = ["C4", "C11", "C16", "C18", "C19"]
"""What the exit quiz asks about: what the lecture that this course grew from got most wrong."""
HEARD = re.compile(r'\*\*You will hear\*\* "[^"]*"')
"""What students get wrong, which the notes quote to answer it."""
WRONG = (
    r"valid\W* (padding )?keeps", r"softmax \w* ?\w* logarithm", r"probability map", r"multi-?head", r"striving",
    r"sent straight to zero", r"gradients? (is|are|becomes?) (exactly )?(zero|0)\b", r"one-dimensional",
    r"loses? no information", r"(?<!not )converges? faster", r"(?<!not )faster convergence", r"matches inception",
    r"adds? (a|the|an|our) (relu|activation)", r"vgg-16 has 16 conv", r"alexnet (invented|proposed)",
    r"resnets? ha(s|ve) no dense", r"inception (adds|has residual)", r"maps? (goes?|fed) into (the )?softmax",
    r"every shortcut (has|needs) a (w\b|projection)", r"\bvolume\b", r"\bresonance\b", r"17(\.0)? % .{0,20}won",
    r"deep plain nets can'?t",
)  # fmt: skip
"""Sentences that are wrong, or so loose that they mislead: errors E01 to E39 of the lecture."""


def path(name: str) -> Path:
    return FOLDER / f"{name}.lesson.toml"


@lru_cache
def lesson(name: str) -> Lesson:
    return msgspec.convert(tomllib.loads(path(name).read_text(encoding="utf-8")), Lesson)


def steps(stop: Stop) -> tuple[str, ...]:
    """The titles that a stop rests at."""
    shown = scene_of(stop, FOLDER)
    recording = bundled(shown.scene.preset(shown.knobs)) if shown.scene.preset else None
    return told(stop, [step.title for step in plan(shown.scene, shown.knobs, recording)])


def counting(found: Lesson) -> list[Stop]:
    return [stop for stop in found.stop if not stop.optional]


def asks(found: Lesson, mode: str) -> list[Ask]:
    return [ask for stop in counting(found) for ask in stop.ask if ask.mode == mode]


STOPS = {f"{name}:{stop.id}": stop for name in MINUTES for stop in lesson(name).stop}
OF_SCENES = {name: stop for name, stop in STOPS.items() if stop.kind == "scene"}


def test_there_are_three_and_each_is_named_as_its_file() -> None:
    shipped = {file.name.removesuffix(".lesson.toml") for file in FOLDER.glob("*.lesson.toml")}
    assert shipped == set(MINUTES) == {lesson(name).id for name in MINUTES}


@pytest.mark.parametrize("name", MINUTES)
def test_it_has_no_fault(name: str) -> None:
    found = read(load(path(name)), path(name).parent)
    assert [f"{fault.line}: {fault.sentence}" for fault in found.faults] == []
    assert found.lesson == lesson(name)


@pytest.mark.parametrize("name", MINUTES)
def test_the_plan_is_as_long_as_the_title_says(name: str) -> None:
    assert lesson(name).planned == MINUTES[name]
    assert f"in {MINUTES[name]} minutes" in lesson(name).title


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_a_stop_has_time_for_its_steps_and_questions(stop: Stop) -> None:
    each = POINT if stop.kind == "card" else STEP
    assert stop.minutes >= len(steps(stop)) * each + sum(QUESTION[ask.mode] for ask in stop.ask)


def test_the_hour_shows_40_to_50_steps_of_eight_to_ten_rows() -> None:
    stops = [stop for stop in counting(lesson("cnn-60")) if stop.kind == "scene"]
    assert 40 <= sum(len(steps(stop)) for stop in stops) <= 50
    assert 8 <= sum(any(stop.scene in row for stop in stops) for row in ROWS) <= 10
    assert any(stop.kind == "lab" for stop in counting(lesson("cnn-60")))


def test_each_row_of_the_plan_of_an_hour_is_there_and_in_its_order() -> None:
    scenes = [stop.scene for stop in lesson("cnn-60").stop if stop.kind == "scene"]
    order = [next(number for number, row in enumerate(ROWS, 1) if scene in row) for scene in scenes]
    assert order == sorted(order)
    assert set(order) == set(range(1, len(ROWS) + 1))


def test_the_hour_asks_neighbours_twice_and_five_things_at_the_end() -> None:
    hour = lesson("cnn-60")
    assert len(asks(hour, "peer")) == 2
    assert len(asks(hour, "predict")) >= 3
    assert [items()[ask.item].concept for ask in asks(hour, "exit")] == EXIT
    assert hour.stop[-1].ask == tuple(asks(hour, "exit"))


def test_the_short_lessons_ask_too() -> None:
    convolution, depth = lesson("one-convolution"), lesson("depth-needs-shortcuts")
    assert len(asks(convolution, "predict")) >= 2
    assert asks(convolution, "quick")
    assert asks(depth, "quick")
    assert len(asks(depth, "peer")) == 1
    assert [stop.lab for stop in depth.stop if stop.lab] == ["twins-20"]


@pytest.mark.parametrize("stop", OF_SCENES.values(), ids=OF_SCENES)
def test_what_stays_in_sight_are_few_knobs_that_there_are(stop: Stop) -> None:
    assert stop.shows is not None
    assert len(stop.shows) <= 4
    assert set(stop.shows) <= set(catalogue().find(stop.scene).knobs.__dataclass_fields__)


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_notes_of_steps_and_questions_belong_to_steps_that_are_shown(stop: Stop) -> None:
    shown = steps(stop)
    assert {part.title for part in parts(stop.notes)[1:]} <= set(shown)
    assert {ask.at for ask in stop.ask if ask.at} <= set(shown)


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_every_stop_has_notes_to_teach_from(stop: Stop) -> None:
    whole, *of_steps = parts(stop.notes)
    assert len(whole.text.split()) >= 10
    assert all(part.text.strip() for part in of_steps)
    if stop.kind in ("scene", "lab"):
        assert of_steps
    if stop.minutes >= 2 and stop.kind != "card":
        assert "**Short of time.**" in whole.text


@pytest.mark.parametrize("name", MINUTES)
def test_every_aim_is_reached_by_a_stop_that_counts(name: str) -> None:
    notes = [" ".join(stop.notes.split()) for stop in counting(lesson(name))]
    assert lesson(name).objectives
    for aim in lesson(name).objectives:
        assert any(f"A student {aim}." in note for note in notes), aim


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_nothing_wrong_is_said(stop: Stop) -> None:
    notes = HEARD.sub("", " ".join(stop.notes.split()))
    right = [f"{each.text} {each.why}" if each.right else each.why for ask in stop.ask for each in ask.options]
    for text in (stop.card, notes, *right):
        for wrong in WRONG:
            assert not re.search(wrong, text, re.IGNORECASE), (wrong, text)


def test_what_is_wrong_would_be_found() -> None:
    sentences = (
        "Valid padding keeps the size.", "The gradient becomes zero.", "A depthwise kernel is one-dimensional.",
        "So it converges faster.", "We add a ReLU." " Now it adds a ReLU.", "VGG-16 has 16 convolutions.",
    )  # fmt: skip
    for sentence in sentences:
        assert any(re.search(wrong, sentence, re.IGNORECASE) for wrong in WRONG), sentence


WRITTEN = {name: ask for name, stop in STOPS.items() for ask in stop.ask if ask.stem}


@pytest.mark.parametrize("ask", WRITTEN.values(), ids=WRITTEN)
def test_a_question_in_own_words_explains_each_answer_and_shows_it(ask: Ask) -> None:
    assert 3 <= len(ask.options) <= 4
    assert sum(each.right for each in ask.options) == 1
    for each in ask.options:
        assert each.why.endswith(".")
        assert each.right or each.slip
        assert each.shows
        assert len(each.text) <= 55


def test_the_right_answer_does_not_always_stand_at_the_same_place() -> None:
    assert len({[each.right for each in ask.options].index(True) for ask in WRITTEN.values()}) > 1


PREDICTED = {name: (stop, ask) for name, stop in STOPS.items() for ask in stop.ask if ask.mark}


@pytest.mark.parametrize(("stop", "ask"), PREDICTED.values(), ids=PREDICTED)
def test_a_number_to_foretell_is_written_by_the_next_step_and_can_be_chosen_among_others(stop: Stop, ask: Ask) -> None:
    shown = scene_of(stop, FOLDER)
    scene, knobs = shown.scene, shown.knobs
    planned = plan(scene, knobs)
    t = boundaries(planned)[step_titled(planned, ask.at)]
    found = next(
        each for each in news(scene, knobs, t) if each.mark == ask.mark and (ask.cell is None or each.cell == ask.cell)
    )
    assert found.title in steps(stop)
    assert not prediction(scene, knobs, t, found).open


def test_runs_of_the_lab_are_presets_with_a_recording() -> None:
    for name in MINUTES:
        for stop in lesson(name).stop:
            if stop.lab:
                assert stop.lab in PRESETS
                assert stop.run == "recorded"
                assert bundled(stop.lab) is not None


def test_what_the_notes_say_of_the_twins_is_what_their_preset_says() -> None:
    assert "training loss stays far above that of the residual one" in PRESETS["twins-20"].what_to_look_for
    for name in ("cnn-60", "depth-needs-shortcuts"):
        notes = next(stop.notes for stop in lesson(name).stop if stop.lab == "twins-20")
        assert "training loss of the plain net stays far above that of the residual one" in " ".join(notes.split())
