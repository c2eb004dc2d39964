from __future__ import annotations

import json
import math
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from desktop.lab.run import settings
from desktop.lab.run.pacing import FIRST
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance, stylesheet
from desktop.training.session import Phase, TrainingSession
from desktop.widgets.fields import Combo, Segments
from engine.contract import events
from engine.contract.spec import PRESETS, StopAt
from scenes.stage.output.theme import THEMES


@pytest.fixture
def page(qtbot: QtBot, looks: Appearance, session: TrainingSession, library: Library) -> Iterator[LabPage]:
    made = LabPage(looks, session, library)
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet(looks))
    made.resize(1280, 720)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()


def begin(page: LabPage, client: Any, story: SimpleNamespace, steps: int = 60) -> None:
    page.toggle()
    client.say(*story.run_events(steps))


def shows(page: LabPage, step: int) -> bool:
    return page.progress.where.text().startswith(f"step {step} of")


def test_a_fresh_page_tells_what_will_race(page: LabPage) -> None:
    page.watching.leave_home()
    assert page.stack.currentWidget() is page.intro
    words = " ".join(line.text() for line in page.intro._lines)
    assert "Dense net" in words
    assert "50,890 parameters" in words
    assert "11,274 parameters" in words
    assert page.intro.start.isVisible()


def test_the_large_button_starts(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.watching.leave_home()
    page.intro.start.click()
    assert client.sent == [events.Start(page.wanted.spec, pace=FIRST)]
    assert "begins as soon as" in page.intro.engine.text()
    assert not page.transport.main_button.isEnabled()


def test_it_draws_by_its_own_clock(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    begin(page, client, story, 60)
    qtbot.waitUntil(lambda: shows(page, 60))
    line = page.board.loss.lines[0]
    np.testing.assert_allclose(line.x, np.arange(1, 61))
    np.testing.assert_allclose(line.y, 2.3 / np.arange(1, 61))
    qtbot.waitUntil(lambda: page.board.heat.heat is not None and page.board.heat.heat.end == 60)
    assert len(page.board.gradients.lines) == 8
    assert [each.name for each in page.scoreboard.standings] == ["Dense net", "CNN"]
    assert [each.validation for each in page.scoreboard.standings] == [0.4, 0.8]
    client.say(*[story.tick(step) for step in range(61, 90)])
    qtbot.waitUntil(lambda: shows(page, 89))


def test_nothing_is_drawn_twice(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    begin(page, client, story, 20)
    qtbot.waitUntil(lambda: shows(page, 20))
    page.turns.all()
    assert not page.turns.next()
    client.say(story.tick(21))
    assert [page.turns.next() for _ in range(9)] == [True] * 8 + [False]


def test_scrubbing_shows_the_older_step_while_it_goes_on(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(page, client, story, 60)
    page.scrub(45)
    assert shows(page, 45)
    assert page.probe.inside.snapshot is not None
    assert page.probe.inside.snapshot.step == 40
    assert page.probe.origin.text() == "after step 40, the last kept up to step 45"
    assert page.scoreboard.standings[0].validated == 40
    assert page.board.loss._cursor.value() == 45
    assert not page.progress.live.isChecked()
    client.say(*[story.tick(step) for step in range(61, 70)], story.snapshot(70))
    qtbot.waitUntil(lambda: page.progress.slider.maximum() == 69)
    assert shows(page, 45)
    assert page.probe.inside.snapshot.step == 40
    page.progress.live.click()
    assert shows(page, 69)
    assert page.probe.inside.snapshot.step == 70
    assert not page.board.loss._cursor.isVisible()


def test_the_slider_and_a_click_on_a_chart_scrub(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(page, client, story, 60)
    page.turns.all()
    page.progress.slider.wanted.emit(12)
    assert page.looking_at == 12
    page.board.accuracy.clicked.emit(30)
    assert page.looking_at == 30
    page.board.accuracy.clicked.emit(99)
    assert page.looking_at is None
    page.progress.slider.wanted.emit(60)
    assert page.looking_at is None


def test_a_new_run_is_followed_from_its_start(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 60)
    page.scrub(10)
    client.say(events.Finished("steps", 60, 0.5, 1.0))
    page.toggle()
    client.say(*story.run_events(3))
    page.turns.all()
    assert page.looking_at is None
    assert shows(page, 3)


def test_a_run_that_a_scene_has_asked_for_brings_its_settings(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    other = PRESETS["yellow"].spec
    page.session.start(other)
    client.say(story.started(other), story.tick(1))
    assert (page.wanted.spec.contestants, page.wanted.spec.data) == (other.contestants, "yellow")


def test_the_probe_follows_a_run_that_a_scene_has_begun_on_other_pictures(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    digits = PRESETS["digits"].spec
    page.session.start(digits)
    client.say(story.started(digits), story.tick(1))
    page.probe.number.number.typed.emit("1499")
    assert "digits has pictures 0 to 499" in page.probe.number.reason.text()
    assert client.sent == [events.Start(digits)]
    page.probe.number.less.click()
    assert client.sent[-1] == events.SetProbe(499), "the last picture comes before the first"
    settings.read(page.state()["spec"])


def test_the_buttons_follow_the_run(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    transport = page.transport
    assert transport.main_button.text() == "Start"
    begin(page, client, story, 5)
    assert transport.main_button.text() == "Pause"
    transport.main_button.click()
    client.say(events.Paused(5))
    assert transport.main_button.text() == "Go on"
    assert page.progress.fate.text() == "paused"
    transport.batch_button.click()
    transport.main_button.click()
    client.say(events.Resumed(5))
    transport.stop_button.click()
    client.say(events.Finished("stopped", 5, 0.1, 8.0))
    assert transport.main_button.text() == "Start again"
    assert page.progress.fate.text() == "stopped after 8\xa0s of training"
    transport.reset_button.click()
    assert page.stack.currentWidget() is page.intro
    kinds = [type(command) for command in client.sent]
    assert kinds == [events.Start, events.Pause, events.Step, events.Resume, events.Stop]


@pytest.mark.parametrize(
    ("names", "kind"), [(("Dense net", "CNN"), Segments), (("Plain, 32 layers", "Residual, 32 layers"), Combo)]
)
def test_gradients_are_chosen_from_names_that_can_be_read(
    page: LabPage, client: Any, story: SimpleNamespace, names: tuple[str, str], kind: type[Segments | Combo]
) -> None:
    begun = story.started()
    entrants = tuple(
        msgspec.structs.replace(each, name=name) for each, name in zip(begun.contestants, names, strict=True)
    )
    page.toggle()
    client.say(msgspec.structs.replace(begun, contestants=entrants), story.tick(1))
    page.turns.all()
    chooser = page.board._chooser
    assert isinstance(chooser, kind)
    chooser.picked.emit(2)
    assert page.board.only == 1
    assert len(page.board.gradients.lines) == 4


def test_the_focus_stays_at_the_button_that_drives_the_run(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    transport, session = page.transport, page.session
    page.window().activateWindow()
    transport.main_button.setFocus()
    transport.main_button.click()
    assert not transport.main_button.isEnabled()
    assert not transport.reset_button.hasFocus(), "a second Enter would end the run"
    client.say(*story.run_events(5))
    assert transport.main_button.hasFocus()
    transport.stop_button.setFocus()
    transport.stop_button.click()
    client.say(events.Finished("stopped", 5, 0.1, 8.0))
    assert session.phase is Phase.OVER
    assert transport.main_button.hasFocus()


def test_settings_are_sent_to_a_run_in_progress(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 5)
    page.controls.lr.number.typed.emit("0.01")
    page.controls.batch.number.typed.emit("32")
    page.controls.length.number.typed.emit("2")
    page.controls.seed.number.typed.emit("9")
    assert client.sent[1:] == [
        events.SetLearningRate(0.01),
        events.SetBatch(32),
        events.SetStop(StopAt(epochs=2.0)),
    ]
    client.say(events.Changed(5, 0.01, 32, 0, StopAt(epochs=2.0), 300))
    assert page.controls.pending.text() == "For the next run: seed."


def test_another_preset_waits_for_the_next_run(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 5)
    page.controls.preset.picked.emit(1)
    assert len(client.sent) == 1
    assert page.controls.pending.text().startswith("For the next run: ")


def test_the_probe_picture(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    begin(page, client, story, 5)
    page.probe.number.less.click()
    assert client.sent[-1] == events.SetProbe(1499), "the last picture comes before the first"
    page.probe.number.more.click()
    assert client.sent[-1] == events.SetProbe(0)
    page.probe.number.more.click()
    assert client.sent[-1] == events.SetProbe(1)
    client.say(events.Changed(5, 0.003, 64, 1, StopAt(epochs=4), 400), story.snapshot(5, probe=1, label=9))
    qtbot.waitUntil(lambda: page.probe.answer.text() == "zebra")
    page.probe.number.number.typed.emit("1500")
    assert "There is no probe picture 1500" in page.probe.number.reason.text()
    assert client.sent[-1] == events.SetProbe(1)
    assert page.controls.preset.currentText() == PRESETS["race"].title


def test_the_probe_picture_after_the_run(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    begin(page, client, story, 20)
    client.say(events.Finished("steps", 20, 0.1, 1.0))
    page.scrub(5)
    page.probe.number.more.click()
    assert client.sent[-1] == events.SetProbe(1)
    client.say(events.Changed(20, 0.003, 64, 1, StopAt(epochs=4), 400), story.snapshot(20, probe=1, label=9))
    qtbot.waitUntil(lambda: page.probe.answer.text() == "zebra")
    assert page.probe.origin.text() == "after step 20"
    assert page.probe.number.reason.text() == ""
    page.controls.preset.picked.emit(list(PRESETS).index("digits"))
    page.probe.number.more.click()
    assert page.probe.number.reason.text() == "The next run looks at this picture."
    assert client.sent[-1] == events.SetProbe(1)
    begin(page, client, story, 1)
    assert page.probe.number.reason.text() == ""


def test_numbers_that_break_are_explained_and_can_be_cured(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(page, client, story, 3)
    reason = "Dense net: the gradient norm of layer fc1 reached 9e+11 at step 3."
    client.say(story.tick(4, loss=math.nan), events.Diverged(4, 0, "fc1", 9e11, 3, reason))
    client.say(events.Tick(5, 0.1, 0.003, 64, 0.1, 0.1, (None, events.StepResult(1.0, 0.5, (1.0, 1.0)))))
    qtbot.waitUntil(lambda: not page.note.isHidden())
    assert page.note.reasons.text() == reason
    assert page.scoreboard.standings[0].out
    qtbot.waitUntil(lambda: shows(page, 5))
    page.note.cure_wanted.emit("lower")
    spec = client.sent[-1].spec
    assert spec.lr == pytest.approx(story.SPEC.lr / 10)
    page.note.cure_wanted.emit("clip")
    assert client.sent[-1].spec.clip_norm == 1.0
    client.say(events.Finished("stopped", 5, 0.1, 1.0), story.started(), events.Finished("stopped", 0, 0.0, 0.0))
    client.say(*story.run_events(1))
    qtbot.waitUntil(page.note.isHidden)


def test_a_lost_engine_is_one_card_and_the_recording_stays(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(page, client, story, 60)
    client.fail("The engine was ended", "It was killed from outside.")
    assert page.card.isVisible()
    assert page.card.sentence.text() == "It was killed from outside. Everything recorded so far is still here."
    assert page.session.phase is Phase.OVER
    page.scrub(30)
    assert shows(page, 30)
    page.card.copy.click()
    assert QGuiApplication.clipboard().text() == "details"
    page.card.restart.click()
    assert not page.card.isVisible()
    assert client.starts == 1 + 1
    begin(page, client, story, 4)
    page.turns.all()
    assert shows(page, 4)


def test_the_newest_of_what_broke_is_told_and_goes_when_a_fresh_engine_answers(page: LabPage, client: Any) -> None:
    for headline in ("The engine was ended", "The engine hangs"):
        client.fail(headline, "It was killed from outside.")
        assert page.news.words.text() == headline
    client.start()
    assert not page.card.isVisible()
    client.fail("The engine was ended", "It was killed from outside.")
    page.card.close_it.click()
    assert not page.card.isVisible()


def test_a_run_that_failed_shows_the_same_card(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 6)
    client.say(events.Failed("Something broke inside.", "Traceback ...", fatal=True))
    assert page.card.isVisible()
    assert page.card.headline.text() == "The run failed"
    page.toggle()
    assert not page.card.isVisible()


def test_starting_again_without_the_card_restarts_too(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 6)
    client.fail("The engine was ended", "It was killed from outside.")
    page.toggle()
    assert not page.card.isVisible()
    assert client.starts == 2


def test_what_is_not_finite_can_be_drawn(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    page.toggle()
    client.say(*story.run_events(2))
    for step, loss in ((3, math.inf), (4, 1e300), (5, math.nan)):
        client.say(story.tick(step, loss=loss))
    look = story.snapshot(5)
    client.say(events.Snapshot(5, 0.1, 0, look.picture, 3, (None, look.views[1])))
    page.turns.all()
    page.grab()
    assert shows(page, 5)


def test_a_chart_zooms_by_the_wheel(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 60)
    page.turns.all()
    full = page.board.span
    page.board.loss.zoomed.emit(10.0, 4.0)
    low, high = page.board.loss.plot.view.viewRange()[0]
    assert (low, high) == page.board.span != full
    assert high - low == pytest.approx((full[1] - full[0]) / 4)
    page.board.loss.zoomed.emit(10.0, 0.01)
    assert page.board.span == full


def test_gradients_of_one_contestant_only(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 20)
    page.turns.all()
    page.board._pick(2)
    assert len(page.board.gradients.lines) == 4
    assert page.board.heat.heat is not None
    assert page.board.heat.heat.names == ((1, "conv1"), (1, "fc"))
    page.board._pick(0)
    assert len(page.board.gradients.lines) == 8


def test_charts_or_networks_may_have_all_the_room(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 20)
    page.turns.all()
    for index, (board, probe) in enumerate([(True, True), (True, False), (False, True)]):
        page.views.picked.emit(index)
        assert (page.board.isVisible(), page.probe.isVisible()) == (board, probe)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_themes_can_change_while_it_runs(
    page: LabPage, client: Any, story: SimpleNamespace, looks: Appearance, theme: Any
) -> None:
    begin(page, client, story, 40)
    looks.theme = theme
    image = page.grab().toImage()
    ground = image.pixelColor(page.board.mapTo(page, QPoint(3, 60))).name()
    assert ground == theme.surface


def test_settings_survive_a_restart(page: LabPage, qtbot: QtBot, session: TrainingSession, library: Library) -> None:
    page.controls.preset.picked.emit(1)
    page.controls.seed.number.typed.emit("77")
    page.views.picked.emit(2)
    stored = json.loads(json.dumps(page.state()))
    other = LabPage(Appearance(), session, library)
    qtbot.addWidget(other)
    other.restore(stored)
    assert other.wanted.spec == msgspec.structs.replace(PRESETS["digits"].spec, seed=77)
    assert other.state() == page.state()


@pytest.mark.parametrize("damaged", [{"spec": {"lr": "x"}}, {"spec": None}, {"view": 99}, {"view": "all"}, {}])
def test_damaged_settings_are_as_at_first(page: LabPage, damaged: dict[str, Any], qtbot: QtBot) -> None:
    said: list[str] = []
    page.message.connect(said.append)
    page.restore(damaged)
    assert page.wanted.spec == PRESETS["race"].spec
    assert len(said) == ("spec" in damaged)


def test_a_refusal_of_the_engine_reaches_the_user(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    said: list[str] = []
    page.session.told.connect(said.append)
    begin(page, client, story, 5)
    client.say(events.Failed("The learning rate is out of range.", fatal=False))
    client.say(events.Notice("One thread from here on."))
    page.turns.all()
    assert said == ["The learning rate is out of range."]
    assert "One thread from here on." in page.status.text()


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1060, 640), (1900, 1000)])
def test_it_fits(page: LabPage, client: Any, story: SimpleNamespace, width: int, height: int) -> None:
    begin(page, client, story, 40)
    page.resize(width, height)
    page.turns.all()
    assert (page.width(), page.height()) == (width, height)
    for widget in (page.scoreboard, page.board, page.probe, page.progress):
        box = widget.rect().translated(widget.mapTo(page, QPoint()))
        assert page.rect().contains(box)


def test_where_both_have_no_room_the_charts_have_it(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 20)
    page.resize(820, 560)
    assert page.board.isVisible()
    assert not page.probe.isVisible()
    assert "no room" in page.views._group.button(0).toolTip()
    page.views.picked.emit(2)
    assert page.probe.isVisible()
    page.views.picked.emit(0)
    page.resize(1280, 720)
    assert page.board.isVisible()
    assert page.probe.isVisible()
