from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from scenes.stage.charts.training import (
    NO_RUN,
    accuracies,
    accuracy_axes,
    departures,
    footer,
    guessing,
    loss_axes,
    losses,
    origin,
    shown,
    validated,
)
from scenes.stage.core.marks import Path, Role, Text
from scenes.stage.core.placing import placed
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import REST
from scenes.stage.data import recording as rec
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import SMOOTHING
from tests.scenes.stage.data.test_recording import PLAN, run_of

ROLES = (Role.WARNING, Role.OUTPUT)
BOX = (100.0, 200.0, 400.0, 300.0)


def known(steps: int) -> Recording:
    """A run that tells its seed and its torch, as all of an engine do."""
    return replace(run_of(steps), plan=replace(PLAN, spec='{"seed": 7}', versions=(("python", "3"), ("torch", "2.13"))))


def at(share: float, recording: Recording | None) -> tuple[Stage, Recording | None]:
    stage = Stage(share * 10, recording)
    return stage, shown(stage, stage.step("Live", "A caption of some words.", 10.0, live=True))


def test_time_scrubs_through_the_run_and_rests_at_all_of_it() -> None:
    run = run_of(40)
    steps = [found.step for _, found in (at(share, run) for share in (0.0, REST / 2, REST, 1.0)) if found]
    assert steps == [0, 20, 40, 40]


def test_a_run_in_progress_rests_at_its_head() -> None:
    run = run_of(12)
    assert [found.step for _, found in (at(share, run) for share in (REST / 4, REST / 2, 1.0)) if found] == [10, 12, 12]


def test_without_a_run_a_sentence_says_so() -> None:
    stage, found = at(0.5, None)
    assert found is None
    assert [mark.text for mark in stage.marks if isinstance(mark, Text)] == [NO_RUN]


def test_the_origin_tells_what_it_takes_to_train_it_again() -> None:
    assert origin(known(12)) == "step 12 of 40, 10 pictures each; seed 7; torch 2.13, cpu, 1 thread"


def test_who_left_the_race_is_told_and_drawn() -> None:
    run = known(12)
    assert departures(run) == ""
    gone = run.with_divergence(rec.Divergence(12, 1, "fc", math.inf, 11, "It overflowed."))
    assert departures(gone) == "Out of the race, for the loss was not finite any more: Linear at step 12."
    assert [mark.name for mark in footer(run)] == ["origin of the run"]
    assert [mark.name for mark in footer(gone)] == ["origin of the run", "departures"]


def texts(marks: object) -> dict[str, str]:
    return {mark.name: mark.text for mark in marks if isinstance(mark, Text)}  # type: ignore[attr-defined]


def test_the_losses_end_with_the_means_of_the_latest_batches() -> None:
    run = known(40)
    marks = losses(loss_axes(run, BOX), run, ROLES)
    for index, name in enumerate(("CNN", "Linear")):
        mean = np.mean(run.loss(index)[-SMOOTHING:])
        assert float(texts(marks)[f"{name} now"].split()[-1]) == pytest.approx(mean, rel=0.02)
        (line,) = [mark for mark in marks if isinstance(mark, Path) and mark.name == f"training loss {name}"]
        assert line.points[-1] == pytest.approx(loss_axes(run, BOX).at(40, mean))
    assert f"guessing: ln 3 = {guessing(run):.2f}" in {mark.text for mark in marks if isinstance(mark, Text)}


def test_before_the_first_step_there_are_axes_and_no_numbers() -> None:
    run = rec.begin(known(0).plan)
    marks = [*losses(loss_axes(run, BOX), run, ROLES), *accuracies(accuracy_axes(run, BOX), run, ROLES)]
    assert not [mark for mark in marks if mark.name]


def test_accuracies_leave_out_who_was_not_measured() -> None:
    run = known(12)
    steps, shares = validated(run, 0)
    assert (steps.tolist(), shares.tolist()) == ([0, 5, 10], [0.5] * 3)
    assert [len(each) for each in validated(run, 1)] == [0, 0]
    named = texts(accuracies(accuracy_axes(run, BOX), run, ROLES))
    assert named["CNN now"] == "CNN  50.0 %"
    assert "Linear now" not in named


@pytest.mark.parametrize("early", [False, True])
def test_what_guessing_gives_is_written_at_the_end_that_curves_leave_free(early: bool) -> None:
    run = known(12)
    marks = accuracies(accuracy_axes(run, BOX), run, ROLES, early=early)
    (words,) = [mark for mark in marks if isinstance(mark, Text) and mark.text == "guessing: 1 of 3"]
    left, _, width, _ = BOX
    assert (words.anchor, words.x) == (("start", left + 8) if early else ("end", left + width))


def test_a_contestant_that_left_has_a_line_to_where_it_left() -> None:
    run = known(10)
    last = run.tick(9).results[0]
    for step in range(11, 15):
        run = run.with_tick(rec.Tick(step, 1.0, 0.1, 10, 0.3, 1.0, (last, None)))
    marks = tuple(losses(loss_axes(run, BOX), run, ROLES))
    ends = {each.mark.name: each.mark.points[-1][0] for each in placed(marks) if isinstance(each.mark, Path)}
    axes = loss_axes(run, BOX)
    assert ends["training loss CNN"] == pytest.approx(axes.at(14, 0)[0])
    assert ends["training loss Linear"] == pytest.approx(axes.at(10, 0)[0])
