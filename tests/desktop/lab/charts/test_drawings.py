from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from desktop.lab.charts import drawings
from desktop.runs import readings
from desktop.runs.adapter import add
from desktop.theme.contestants import contestant_colour, layer_colour
from engine.contract import events
from engine.contract.spec import MAX_CONTESTANTS, StopAt
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import number_text
from scenes.stage.output.theme import DARK, THEMES, Theme


def test_loss_draws_batches_means_and_validations(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(60))
    found = drawings.loss(run, DARK)
    assert [line.look for line in found.lines] == ["thin", "thin", "thick", "thick", "dots", "dots"]
    assert [line.label for line in found.lines if line.look == "thick"] == ["Dense net", "CNN"]
    np.testing.assert_allclose(found.lines[0].y, run.loss(0))
    assert found.lines[4].x.tolist() == [0, 20, 40, 60]
    assert found.lines[4].y.tolist() == [1.0] * 4
    assert (found.low, found.high, found.log) == (0.0, 3.0, False)


def test_a_loss_that_explodes_is_drawn_as_powers_of_ten(story: SimpleNamespace) -> None:
    run = story.recording_of([story.started(), story.tick(1, loss=2.0), story.tick(2, loss=2e9)])
    found = drawings.loss(add(run, story.tick(3, loss=math.nan)), DARK)
    assert found.log
    assert found.lines[0].y[1] == pytest.approx(math.log10(2e9))
    assert np.isnan(found.lines[0].y[2])
    assert found.low <= math.log10(0.6)
    assert found.high >= math.log10(2e9)


def test_one_spike_does_not_flatten_the_rest(story: SimpleNamespace) -> None:
    quiet = [story.tick(step, loss=1.0 + 0.01 * (step % 7)) for step in range(1, 301)]
    run = story.recording_of([story.started(), *quiet[:149], story.tick(150, loss=40.0), *quiet[150:]])
    found = drawings.loss(run, DARK)
    assert not found.log
    assert found.high < 5
    assert found.cut.startswith("Cut off: 1 loss above")
    assert "up to 40.0" in found.cut
    assert drawings.loss(story.recording_of([story.started(), *quiet]), DARK).cut == ""


def test_the_thick_line_does_not_lag(story: SimpleNamespace) -> None:
    ramp = [story.tick(step, loss=5.0 - 0.01 * step) for step in range(1, 101)]
    run = story.recording_of([story.started(), *ramp])
    thick = next(line for line in drawings.loss(run, DARK).lines if line.look == "thick")
    assert thick.y[49] == pytest.approx(run.loss(0)[49])


def test_a_norm_of_nothing_stands_at_the_foot(story: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    run = story.recording_of(story.run_events(10))
    usual, whole = drawings.gradients(run, DARK, only=0), Recording.gradients

    def with_nothing(self: Recording, contestant: int) -> np.ndarray:
        found = whole(self, contestant).copy()
        found[4, 0] = 0.0
        return found

    monkeypatch.setattr(Recording, "gradients", with_nothing)
    found = drawings.gradients(run, DARK, only=0)
    assert found.low == usual.low
    assert all(np.nanmin(line.y) >= found.low for line in found.lines)
    assert found.cut.startswith("1 norm lies below")


def test_accuracy_is_a_share(story: SimpleNamespace) -> None:
    found = drawings.accuracy(story.recording_of(story.run_events(5)), DARK)
    assert (found.low, found.high, found.percent) == (0.0, 1.0, True)
    assert found.lines[1].y.tolist() == [0.75] * 5


def test_gradients_are_logarithms_of_every_layer(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(10))
    found = drawings.gradients(run, DARK)
    thick = [line for line in found.lines if line.look == "thick"]
    assert [line.label for line in thick] == ["fc1", "fc2", "conv1", "fc"]
    behind = [line for line in found.lines if line.look == "thin"]
    np.testing.assert_allclose(behind[2].y, np.log10(run.gradients(1)[:, 0]))
    assert found.log
    assert found.low <= -1 <= 1 <= found.high


def test_gradients_of_one_contestant(story: SimpleNamespace) -> None:
    found = drawings.gradients(story.recording_of(story.run_events(10)), DARK, only=1)
    assert [line.label for line in found.lines if line.label] == ["conv1", "fc"]


def test_changes_and_divergences_are_marked(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(10))
    run = add(run, events.Changed(10, 0.01, 32, 0, StopAt(steps=99), 99))
    run = add(run, events.Changed(10, 0.01, 32, 5, StopAt(steps=99), 99))
    run = add(run, events.Diverged(10, 1, "fc", 1e9, 9, "CNN: ..."))
    found = drawings.loss(run, DARK).events
    assert [(event.step, event.text) for event in found] == [(10, "lr 0.01, batch 32"), (10, "NaN")]
    assert found[1].colour == contestant_colour(1, DARK)


def test_the_peak_that_was_set_stands_beside_the_rate_that_a_schedule_makes_of_it(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(10))
    for lr in (0.01, 0.03):
        run = add(run, events.Changed(10, lr, 64, 0, StopAt(steps=99), 99))
    run = add(run, story.tick(11, lr=0.019))
    assert [event.text for event in drawings.loss(run, DARK).events] == ["lr 0.03 at most (one-cycle: 0.019 here)"]


def test_a_run_without_steps_can_be_drawn(story: SimpleNamespace) -> None:
    run = story.recording_of([story.started()])
    for draw in (drawings.loss, drawings.accuracy, drawings.gradients):
        found = draw(run, DARK)
        assert found.low < found.high
        assert all(len(line.x) == 0 for line in found.lines)


@pytest.mark.parametrize("theme", THEMES.values(), ids=str)
def test_contestants_and_layers_have_colours_of_their_own(theme: Theme) -> None:
    assert len({contestant_colour(index, theme) for index in range(MAX_CONTESTANTS)}) == MAX_CONTESTANTS
    assert len({layer_colour(0, layer, 13, theme) for layer in range(13)}) == 13


def test_readings_are_the_numbers_at_the_step(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(60))
    assert readings.means(run, 1, "loss")[0] == f"{run.loss(0)[0]:.2f}"
    text = readings.measured(run, 45, "loss")
    assert text.splitlines()[0].startswith("step 45, epoch 0.34, learning rate 0.003, batch 64")
    assert f"this batch {2.3 / 45:.3f}" in text
    assert "validation 1.00 (step 40)" in text
    norms = readings.norms(run, 10)
    assert "CNN, conv1: 0.10" in norms
    assert "CNN, fc: 1.00" in norms
    assert "Dense" not in readings.norms(run, 10, only=1)
    assert readings.norms(run, 0) == readings.measured(run, 0, "accuracy") == ""


def test_other_runs_are_laid_over_on_the_same_axes(story: SimpleNamespace) -> None:
    recording = story.recording_of(story.run_events(5))
    alone = drawings.loss(recording, DARK)
    other = story.recording_of([story.started(), *(story.tick(step, loss=7.0) for step in range(1, 41))])
    overlay = drawings.Overlay("the other", other, "dotted")
    over = drawings.loss(recording, DARK, [overlay])
    assert (alone.high, over.high) == (3.0, 8.0)
    dense, cnn, *rest = over.lines
    assert [line.look for line in (dense, cnn)] == ["dotted", "dotted"]
    assert [line.colour for line in (dense, cnn)] == [contestant_colour(index, DARK) for index in (0, 1)]
    assert (dense.x[-1], dense.y[-1]) == (40, 7.0)
    assert [line.label for line in (dense, cnn)] == ["", ""]
    assert [line.look for line in rest] == [line.look for line in alone.lines]
    accuracy = drawings.accuracy(recording, DARK, [overlay])
    assert accuracy.lines[1].y[-1] == 0.75


def test_an_overlay_that_explodes_makes_the_axis_logarithmic(story: SimpleNamespace) -> None:
    recording = story.recording_of(story.run_events(5))
    other = story.recording_of([story.started(), *(story.tick(step, loss=1e6) for step in range(1, 4))])
    drawing = drawings.loss(recording, DARK, [drawings.Overlay("the other", other, "dashed")])
    assert drawing.log
    assert drawing.lines[0].y[-1] == pytest.approx(6.0)
    assert drawing.lines[1].y[0] == pytest.approx(math.log10(other.loss(1)[0]))


@pytest.mark.parametrize(("lr", "words"), [(0.006, "0.006"), (0.0015, "0.0015"), (0.1, "0.1"), (2.5e-5, "2.5·10⁻⁵")])
def test_learning_rates_are_written_as_people_write_them(lr: float, words: str) -> None:
    assert readings.rate_text(lr) == words


def test_before_the_first_step_there_is_no_mean_to_read(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(5))
    assert set(readings.means(run, 0, "loss")) | set(readings.means(run, 0, "accuracy")) == {"–"}


def test_on_a_logarithmic_axis_the_thick_line_ends_at_the_number_that_stands_beside_it(story: SimpleNamespace) -> None:
    begun, ticks = story.started(), [story.tick(step, loss=50.0 if step % 2 else 0.5) for step in range(1, 31)]
    run = story.recording_of([begun, *ticks])
    drawing = drawings.loss(run, DARK)
    assert drawing.log
    thick = next(line for line in drawing.lines if line.look == "thick")
    assert number_text(10.0 ** thick.y[-1]) == readings.means(run, run.step, "loss")[0]
