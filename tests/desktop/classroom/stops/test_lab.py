"""What holds for every scene of the course holds for the scenes of the lab's runs too: the same tests look at both."""

from __future__ import annotations

import pytest

from desktop.classroom.stops.lab import GRADIENTS, LOOK, QUESTION, lab_scene
from desktop.classroom.stops.lab_charts import contestant_roles
from desktop.runs.storage import bundled
from engine.contract.spec import PRESETS
from scenes.stage.charts.training import NO_RUN
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import Path, Text
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Divergence, Recording
from scenes.stage.output.theme import DARK
from tests.audit.marks import type_sizes
from tests.scenes.test_catalogue import (
    Told,
    runs,
    test_a_frame_depends_on_nothing_but_its_arguments,
    test_captions_are_one_line_above_their_dots,
    test_every_step_says_what_happens,
    test_frames_can_be_drawn_and_written,
    test_no_text_lies_outside_the_stage,
    test_no_two_texts_overlap_when_a_step_ends,
    test_nothing_comes_near_the_title_and_the_caption,
    test_nothing_lies_outside_the_stage,
    test_presets_have_runs_to_show,
    test_steps_depend_on_knobs_alone,
    told,
)

__all__ = [
    "test_a_frame_depends_on_nothing_but_its_arguments",
    "test_captions_are_one_line_above_their_dots",
    "test_every_step_says_what_happens",
    "test_frames_can_be_drawn_and_written",
    "test_no_text_lies_outside_the_stage",
    "test_no_two_texts_overlap_when_a_step_ends",
    "test_nothing_comes_near_the_title_and_the_caption",
    "test_nothing_lies_outside_the_stage",
    "test_presets_have_runs_to_show",
    "test_steps_depend_on_knobs_alone",
    "told",
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "told" in metafunc.fixturenames:
        found = [
            pytest.param(Told(scene, scene.knobs(), recording), id=f"{name}{run}")
            for name, scene in ((name, lab_scene(name)) for name in PRESETS)
            for run, recording in runs(scene, scene.knobs(), set())
        ]
        metafunc.parametrize("told", found, indirect=True, scope="module")


def ends(name: str, recording: Recording | None) -> list[Frame]:
    scene = lab_scene(name)
    return [render(scene, scene.knobs(), t, recording) for t in boundaries(plan(scene, scene.knobs()))]


def said(frame: Frame) -> str:
    return " ".join(each.mark.text for each in frame.placed() if isinstance(each.mark, Text))


@pytest.mark.parametrize("name", PRESETS)
def test_words_are_large_enough_for_the_last_row(name: str) -> None:
    for frame in ends(name, bundled(name)):
        sizes = type_sizes([frame], DARK)
        assert sizes.words is None or sizes.words >= 32
        assert sizes.notes is None or sizes.notes >= 24


@pytest.mark.parametrize("name", PRESETS)
def test_the_question_names_who_races_and_tells_nothing_of_the_end(name: str) -> None:
    preset, scene = PRESETS[name], lab_scene(name)
    first, *_, last = ends(name, bundled(name))
    assert first.steps[0].title == QUESTION
    for contestant, role in zip(preset.spec.contestants, contestant_roles(preset.spec), strict=True):
        (mark,) = (each.mark for each in first.placed() if each.mark.name == contestant.name)
        assert isinstance(mark, Text)
        assert mark.runs[0].role == role
    assert first.marks == render(scene, scene.knobs(), 0.0, None).marks
    assert "%" not in said(first)
    assert last.steps[-1].title == LOOK
    lines = (each.mark for each in last.placed() if each.mark.name.startswith("line "))
    assert " ".join(line.text for line in lines if isinstance(line, Text)) == preset.what_to_look_for


@pytest.mark.parametrize("name", PRESETS)
def test_contestants_are_told_apart(name: str) -> None:
    roles = contestant_roles(PRESETS[name].spec)
    assert len(set(roles)) == len(roles)


@pytest.mark.parametrize("name", PRESETS)
def test_gradients_are_shown_where_the_run_tells_them(name: str) -> None:
    titles = [step.title for step in plan(lab_scene(name), lab_scene(name).knobs())]
    recorded = PRESETS[name].spec.activation_gradients
    assert [title in titles for title in GRADIENTS.values()] == [recorded, recorded]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", [name for name in PRESETS if bundled(name)])
def test_every_curve_is_drawn_as_the_run_grows(name: str) -> None:
    run = bundled(name)
    assert run is not None
    gone = {each.contestant for each in run.divergences}
    staying = [each for index, each in enumerate(run.plan.contestants) if index not in gone]
    for whole in (run, run.upto(max(2, run.step // 2))):
        for frame in ends(name, whole):
            if frame.steps[frame.step].live:
                drawn = {each.mark.name for each in frame.placed() if isinstance(each.mark, Path) and each.mark.name}
                for contestant in staying:
                    assert any(each.endswith(contestant.name) for each in drawn), frame.steps[frame.step].title


def test_what_nobody_has_recorded_says_how_to_train_it() -> None:
    for frame in ends("race", None):
        assert (NO_RUN in said(frame)) == frame.steps[frame.step].live


def test_who_leaves_the_race_is_named() -> None:
    run = bundled("twins-20")
    assert run is not None
    gone = run.with_divergence(Divergence(120, 0, "conv1", 9.0, 119, "the loss"))
    frame = ends("twins-20", gone)[1]
    assert "The loss is not finite any more: Plain at step 120" in said(frame)
