from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from engine.contract import events


def begin(page: LabPage, client: Any, story: SimpleNamespace, steps: int) -> None:
    page.toggle()
    client.say(*story.run_events(steps))


def test_a_run_goes_on_from_the_step_that_is_looked_at(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(page, client, story, 20)
    assert page.progress.go_on.isHidden(), "a run in progress goes on by itself"
    client.say(story.checkpoint(20), *story.run_events(40)[-20:], story.checkpoint(40), story.finished(40))
    qtbot.waitUntil(page.progress.go_on.isVisible)
    page.scrub(25)
    page.aside.show_page(1)
    page.progress.go_on.click()
    assert page.aside.page == 0
    assert page.transport.main_button.text() == "Go on from step 20"
    assert page.controls.origin.visibleRegion().boundingRect().height() > 0, "it is in sight"
    assert "random" not in page.intro.how.text()
    assert "begin with the weights of" in page.intro.how.text()
    origin = page.wanted.spec.origin
    assert origin is not None
    assert (origin.run, origin.step) == (page.selection.key, 20)
    assert f"Begins with the weights of “{origin.name}” after step 20." == page.controls.origin.text()
    page.wanted.ask("lr", 0.1)
    client.sent.clear()
    page.toggle()
    pace = page.watching.pacing.pace
    assert client.sent == [events.Start(page.wanted.spec, pace=pace, weights=story.checkpoint(20).weights)]
    assert page.wanted.spec.lr == 0.1


def test_a_run_whose_weights_are_gone_does_not_begin_and_can_begin_afresh(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(page, client, story, 20)
    client.say(story.checkpoint(20), story.finished(20))
    qtbot.waitUntil(page.progress.go_on.isVisible)
    page.progress.go_on.click()
    page.library.delete(page.selection.key)
    client.sent.clear()
    for act in (page.toggle, page.one_batch):
        with qtbot.waitSignal(page.message) as told:
            act()
        assert "not kept any more" in told.args[0]
    assert client.sent == []
    page.controls.afresh.click()
    assert page.controls.origin.isHidden()
    assert page.transport.main_button.text() == "Start again"
    assert "begin with random weights" in page.intro.how.text()
    page.toggle()
    assert client.sent == [events.Start(replace(story.SPEC, threads=None), pace=page.watching.pacing.pace)]


def test_other_pictures_need_fresh_weights(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> None:
    begin(page, client, story, 20)
    client.say(story.checkpoint(20), story.finished(20))
    qtbot.waitUntil(page.progress.go_on.isVisible)
    page.progress.go_on.click()
    page.wanted.ask("data", "digits")
    assert page.wanted.spec.origin is None
