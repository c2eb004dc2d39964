"""One chart of the page that is large, in the window and in a hall."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from tests.desktop.lab.test_page import begin, page

__all__ = ["page"]


def test_a_number_makes_a_chart_large_and_the_choice_is_remembered(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    begin(page, client, story, 20)
    page.turns.all()
    page.show_chart(3)
    assert (page.board.room.large, page.state()["chart"]) == (3, 3)
    page.show_chart(3)
    assert page.state()["chart"] == 3, "the same key again changes nothing"
    page.show_chart(None)
    assert page.state()["chart"] is None
    page.views.picked.emit(2)
    page.show_chart(1)
    assert page.board.isVisible()
    assert page.board.room.large == 1
    page.restore({"chart": 2})
    assert page.board.room.large == 2
    page.restore({"chart": "two"})
    assert page.board.room.large == 2


def test_a_hall_sees_the_large_chart_without_settings(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    begin(page, client, story, 20)
    page.turns.all()
    usual = page.board.loss._letters.pixelSize()
    page.present(True)
    assert not any(each.isVisible() for each in (page.aside, page.transport, page.probe, page.views))
    assert not page.board.accuracy.isVisible()
    assert page.scoreboard.isVisible()
    assert page.board.loss._letters.pixelSize() > 1.3 * usual
    page.present(False)
    assert all(each.isVisible() for each in (page.aside, page.transport, page.probe, page.board.accuracy))
    assert page.board.loss._letters.pixelSize() == usual


def test_rates_end_where_the_curves_end(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    begin(page, client, story, 54)
    page.turns.all()
    chart = page.board.loss

    def end() -> float:
        box = chart.plot.view.sceneBoundingRect()
        return chart.plot.x() + chart.plot.mapFromScene(box.topRight()).x()

    qtbot.waitUntil(lambda: abs(chart.rates._edges[1] - end()) < 2)
    low, high = chart.plot.view.viewRange()[0]
    assert chart.rates._steps == (low, high)
    assert low < 0


def test_accuracies_are_per_cents_from_the_first_picture(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    axis = page.board.accuracy.plot.left
    seen = list[bool]()
    axis.update = lambda *_: seen.append(axis.percent)
    begin(page, client, story, 20)
    page.turns.all()
    assert True in seen


def test_the_rate_under_a_chart_is_that_of_the_step_that_is_looked_at(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    begin(page, client, story, 0)
    client.say(*(story.tick(step, lr=0.001 * step) for step in range(1, 31)))
    page.turns.all()
    assert page.board.loss.rates.accessibleName().endswith("now 0.030")
    page.scrub(12)
    assert page.board.loss.rates.accessibleName().endswith("0.012 at step 12")


def test_all_charts_have_the_same_axis_of_steps_at_any_moment(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    begin(page, client, story, 20)
    page.turns.all()
    client.say(story.tick(21))
    page.board.show_recording(page.recording, None, 2)
    assert len({tuple(chart.plot.view.viewRange()[0]) for chart in page.board.charts}) == 1
