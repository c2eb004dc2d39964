"""The whole way through the page: draw, add, train, draw again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from pytestqt.qtbot import QtBot

from desktop.collecting.strokes import Stroke
from desktop.lab.page import LabPage
from engine.contract.events import Start
from engine.contract.spec import OwnData


def drawn(seed: int) -> tuple[Stroke, ...]:
    points = np.random.default_rng(seed).uniform(0.1, 0.9, (4, 2))
    return (Stroke(tuple((float(x), float(y)) for x, y in points), 0.11),)


def test_a_set_is_drawn_trained_on_added_to_from_the_pad_and_trained_on_again(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    desk = page.own_data
    desk.begin()
    bench = desk.workbench
    assert bench is not None
    for name in ("circle", "cross"):
        bench.new_class.setText(name)
        bench.new_class.returnPressed.emit()
    for seed in range(12):
        bench.sources.pad._record(drawn(seed))
        bench.cards[seed % 2].add.click()
    bench.train.click()
    wanted = page.wanted.spec.data
    assert isinstance(wanted, OwnData)
    assert (wanted.classes, wanted.counts) == (("circle", "cross"), ((5, 1), (5, 1)))
    starts = [each for each in client.sent if isinstance(each, Start)]
    assert [start.spec.data for start in starts] == [wanted]
    client.say(*story.run_events(40))
    qtbot.waitUntil(lambda: page.recording is not None)

    page.probe.source.picked.emit(1)
    panel = page.probe.drawing
    assert not panel.add.isEnabled()
    panel.pad._record(drawn(99))
    assert panel.add.isEnabled()
    desk.offer(panel)
    (key,) = (each.key for each in desk.drafts.drafts)
    desk.adding.add(panel.pad.ink, key, "circle", panel.pad.clear)
    assert panel.picture is None
    page.changes.undo()
    assert desk.drafts.load(key).count == 12
    page.changes.undo()
    assert panel.picture is not None, "and then the drawing comes back"
    desk.adding.add(panel.pad.ink, key, "circle", panel.pad.clear)
    desk.adding.show_in_full(key)
    bench.train.click()
    grown = page.wanted.spec.data
    assert isinstance(grown, OwnData)
    assert sum(map(sum, grown.counts)) == 13
    assert grown.digest != wanted.digest
    assert page.controls.data.field.currentText() == grown.title
    assert desk.store.has(wanted)


def test_what_still_grows_is_listed_opened_and_deleted(page: LabPage) -> None:
    desk = page.own_data
    desk.begin()
    bench = desk.workbench
    assert bench is not None
    bench.new_class.setText("circle")
    bench.new_class.returnPressed.emit()
    bench.close_button.click()
    desk.begin()
    assert bench.title.text() == "My pictures 2", "no two sets have one name"
    bench.close_button.click()
    desk.show_stored()
    dialog = desk.list
    assert dialog is not None
    (row,) = dialog.rows
    assert (row.title.text(), row.open.text()) == ("My pictures (still grows)", "Open…")
    assert row.words.text().startswith("1 class, 0 pictures, 28×28, grey: ")
    row.delete.click()
    assert dialog.rows == []
    assert "Deleted “My pictures”" in dialog.deleted.text()
    dialog.undo.click()
    dialog.rows[0].open.click()
    assert bench.isVisible()
    assert desk.list is None, "one thing at a time"
    assert bench.collector.collection.classes == ("circle",)
