"""The way through the mistakes of a run: a cell, its pictures, one of them before all networks, and back in time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.lab.mistakes.layout import Placed
from desktop.lab.mistakes.view import MistakesView
from desktop.lab.mistakes.wall import PictureButton
from desktop.lab.page import LabPage
from desktop.lab.views import MISTAKES, NETWORKS
from desktop.runs.mistakes import A_CELL, NOT_KEPT, Cell, NoneRight, OnlyRight, Wrong
from desktop.window.actions import lab_actions
from engine.contract import events, pictures
from engine.contract.questions import Forwarded, Query, Reply, Stored

EARLY = {3: (4, 5.0)}
DENSE = {0: (1, 2.0), 10: (1, 3.0), 4: (0, 0.5)}
CNN = {10: (3, 4.0), 5: (0, 1.5)}


@pytest.fixture
def view(page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot) -> MistakesView:
    """The view of mistakes of a run in progress after 40 steps, with all pictures read."""
    page.toggle()
    said = story.run_events(40)
    client.say(*said[:3], story.predicted(0, EARLY, {}), story.checkpoint(0), *said[3:])
    client.say(story.predicted(40, DENSE, CNN), story.checkpoint(40))
    page.show_view(MISTAKES)
    page.turns.all()
    qtbot.waitUntil(lambda: page.mistakes.pictures.pictures is not None)
    return page.mistakes


def hung(view: MistakesView) -> list[PictureButton]:
    return [button for button in view.wall.buttons if not button.isHidden()]


def words(view: MistakesView) -> list[str]:
    return [button.accessibleName() for button in hung(view)]


def at(matrix: Placed, row: int, column: int) -> QPoint:
    box = matrix.box(row, column)
    return QPoint(int(box.x + box.width / 2), int(box.y + box.height / 2))


def key(view: MistakesView, pressed: Qt.Key) -> bool:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, pressed, Qt.KeyboardModifier.NoModifier)
    return view.matrix.take_key(event)


def test_it_shows_what_the_first_contestant_mistook_worst(view: MistakesView) -> None:
    names = pictures_names(view)
    assert [each.contestant for each in view.matrix.matrices] == [0, 1]
    assert words(view) == [
        f"Dense net said {names[1]} (80 %), is {names[0]}, loss 3.00",
        f"Dense net said {names[1]} (80 %), is {names[0]}, loss 2.00",
        f"Dense net said {names[0]} (80 %), is {names[4]}, loss 0.50",
    ]
    assert view.readout.text().startswith(f"Dense net recognises {names[0]} least: 96 % of these pictures.")
    assert view.when.text() == "after step 40, 500 pictures"
    assert view.confuser.text() == "Dense net confuses most:"
    assert [each.text() for each in view.pairs if not each.isHidden()] == [
        f"{names[0]} taken for {names[1]}: 2 times",
        f"{names[4]} taken for {names[0]}: once",
    ]
    assert view.count.text() == "3 pictures."
    assert view.shown is not None
    mistake, pixels = view.shown.wall[0]
    assert mistake.index == 10
    assert np.array_equal(pixels, pictures.source("animals").validation_x[10])


def test_the_doctor_leads_to_the_mistakes_of_the_contestant_it_speaks_of(page: LabPage, view: MistakesView) -> None:
    page.show_view(NETWORKS)
    page.watching.doctor.mistakes_wanted.emit(1)
    assert view.isVisible()
    assert [each.contestant for each in view.matrix.matrices] == [1]
    assert view.shown is not None
    assert view.shown.pick == Wrong(1)


def pictures_names(view: MistakesView) -> tuple[str, ...]:
    assert view.shown is not None
    return view.shown.judged.plan.classes


def test_a_click_on_a_cell_shows_its_pictures_and_another_all_again(view: MistakesView) -> None:
    cnn = view.matrix.matrices[1]
    QTest.mouseClick(view.matrix, Qt.MouseButton.LeftButton, pos=at(cnn, 5, 0))
    assert view.shown is not None
    assert view.shown.pick == Cell(1, 5, 0)
    names = pictures_names(view)
    assert words(view) == [f"CNN said {names[0]} (80 %), is {names[5]}, loss 1.50"]
    assert view.count.text() == f"{names[5].capitalize()} taken for {names[0]} by CNN: 1 picture."
    view.back.click()
    assert view.shown.pick == Wrong(1)
    assert len(words(view)) == 2
    QTest.mouseClick(view.matrix, Qt.MouseButton.LeftButton, pos=at(cnn, 5, 5))
    assert len(words(view)) == 24
    assert "49 pictures, the 24 with the largest loss" in view.count.text()
    QTest.mouseClick(view.matrix, Qt.MouseButton.LeftButton, pos=at(cnn, 5, 5))
    assert view.shown.pick == Wrong(1)


def test_the_list_says_when_it_is_a_cell_that_is_looked_at(view: MistakesView) -> None:
    count = view.which.count()
    QTest.mouseClick(view.matrix, Qt.MouseButton.LeftButton, pos=at(view.matrix.matrices[1], 5, 5))
    assert view.which.currentText() == A_CELL, "these pictures are no mistakes"
    view.which.picked.emit(count)
    assert view.shown is not None
    assert view.shown.pick == Cell(1, 5, 5)
    view.which.picked.emit(0)
    assert view.which.currentText() == "The worst mistakes of Dense net"
    assert view.which.count() == count


def test_a_shorter_sentence_moves_nothing(view: MistakesView) -> None:
    before = view.matrix.matrices
    view.readout.setText("Short.")
    QApplication.processEvents()
    assert view.matrix.matrices == before


def test_no_row_of_the_wall_is_cut(view: MistakesView) -> None:
    tile = hung(view)[0]
    rows = (view._scroll.height() + view.wall._grid.spacing()) / (tile.height() + view.wall._grid.spacing())
    assert rows == pytest.approx(round(rows), abs=0.02)
    assert rows >= 2


def test_a_pair_that_was_clicked_is_not_lit_when_it_stands_for_another(view: MistakesView) -> None:
    QTest.mouseClick(view.pairs[0], Qt.MouseButton.LeftButton)
    assert not view.pairs[0].hasFocus()


def test_a_pair_is_a_way_to_its_cell(view: MistakesView) -> None:
    view.pairs[0].click()
    assert view.shown is not None
    assert view.shown.pick == Cell(0, 0, 1)
    assert len(words(view)) == 2


def test_what_only_one_recognised_can_be_chosen(view: MistakesView) -> None:
    chosen = [view.which.itemText(row) for row in range(view.which.count())]
    view.which.picked.emit(chosen.index("Only CNN is right"))
    assert view.shown is not None
    assert view.shown.pick == OnlyRight(1)
    assert [mistake.index for mistake, _ in view.shown.wall] == [0, 4]
    view.which.picked.emit(chosen.index("Nobody is right"))
    assert view.shown.pick == NoneRight()
    assert [mistake.index for mistake, _ in view.shown.wall] == [10]


def test_one_contestant_can_have_the_room(view: MistakesView) -> None:
    small = view.matrix.matrices[0].cell
    view.whose.picked.emit(2)
    QApplication.processEvents()
    assert [each.contestant for each in view.matrix.matrices] == [1]
    assert view.matrix.matrices[0].cell > small
    right = view.matrix.mapTo(view, view.matrix.rect().topRight()).x()
    assert all(each.mapTo(view, QPoint()).x() >= right for each in view.pairs if each.isVisible()), (
        "words are beside it"
    )
    assert all(each.width() >= each.sizeHint().width() for each in view.pairs if each.isVisible())
    assert len(words(view)) == 2
    view.whose.picked.emit(0)
    assert len(view.matrix.matrices) == 2


def test_keys_go_through_the_cells_of_all_matrices(view: MistakesView) -> None:
    view.matrix.setFocus()
    assert "Dense net: 48 of 50" in view.matrix.accessibleDescription()
    for pressed in (Qt.Key.Key_Down, *(Qt.Key.Key_Right,) * 10):
        assert key(view, pressed)
    names = pictures_names(view)
    assert view.matrix.accessibleDescription().startswith(f"CNN: 0 of 50 pictures of {names[1]}")
    assert key(view, Qt.Key.Key_Left)
    assert view.matrix.accessibleDescription().startswith("Dense net: 0 of 50")
    assert key(view, Qt.Key.Key_Return)
    assert view.shown is not None
    assert view.shown.pick == Cell(0, 1, 9)
    assert view.count.text().endswith("no pictures.")
    assert not key(view, Qt.Key.Key_Home)


def test_pointing_at_a_cell_reads_its_numbers(view: MistakesView) -> None:
    QTest.mouseMove(view.matrix, at(view.matrix.matrices[0], 0, 1))
    names = pictures_names(view)
    assert view.readout.text() == f"Dense net: 2 of 50 pictures of {names[0]} were taken for {names[1]} (4 %)"
    QTest.mouseMove(view.matrix, QPoint(1, 1))
    assert "Click a cell" in view.readout.text()


def test_a_picture_is_looked_at_by_all_networks_also_of_the_run_in_progress(
    page: LabPage, view: MistakesView, client: Any, story: SimpleNamespace
) -> None:
    hung(view)[0].click()
    assert page.splitter.wanted == NETWORKS
    assert client.sent[-1] == events.SetProbe(10) or events.SetProbe(10) in client.sent
    assert page.probe.answer.text() == pictures_names(view)[0]
    client.say(story.tick(41), story.snapshot(41, probe=10, label=0))
    page.turns.all()
    snapshot = page.probe.inside.snapshot
    assert snapshot is not None
    assert (snapshot.probe, snapshot.step) == (10, 41)


def answer(client: Any, story: SimpleNamespace) -> list[Query]:
    queries = [each for each in client.sent if isinstance(each, Query)]
    client.sent.clear()
    for place, query in enumerate(queries):
        client.say(Reply(query.token, 0, 1, Forwarded(story.snapshot(0).views[place % 2])))
    return queries


def test_looking_back_matrix_and_wall_follow_and_the_picture_is_asked_about(
    page: LabPage, view: MistakesView, client: Any, story: SimpleNamespace
) -> None:
    page.scrub(5)
    assert view.shown is not None
    assert view.shown.judged.step == 0
    assert [mistake.index for mistake, _ in view.shown.wall] == [3]
    client.sent.clear()
    hung(view)[0].click()
    assert not any(isinstance(each, events.SetProbe) for each in client.sent), "the newest step is not looked at"
    queries = answer(client, story)
    assert [type(query.about) for query in queries] == [Stored, Stored]
    expected = events.Array.of(pictures.source("animals").validation_x[3])
    assert {query.question.picture for query in queries} == {expected}
    snapshot = page.probe.inside.snapshot
    assert snapshot is not None
    assert (snapshot.probe, snapshot.label, snapshot.step) == (3, 3, 0)
    assert page.probe.answer.text() == pictures_names(view)[3]
    page.probe.number.wanted.emit(0)
    assert page.probe.inside.snapshot is page.recording.upto(5).snapshots[-1]  # type: ignore[union-attr]


def test_a_run_of_before_says_so_in_one_sentence(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.toggle()
    client.say(replace(story.started(), labels=None), *story.run_events(20)[1:])
    page.show_view(MISTAKES)
    page.turns.all()
    assert page.mistakes.nothing.text() == NOT_KEPT
    assert page.mistakes.nothing.isVisible()
    assert not page.mistakes.matrix.isVisible()


def test_whoever_has_left_says_so_in_place_of_a_matrix(
    page: LabPage, view: MistakesView, client: Any, story: SimpleNamespace
) -> None:
    client.say(story.tick(41), story.predicted(41, None, CNN))
    page.turns.all()
    assert hung(view) == []
    assert view.count.text() == "No pictures."
    QTest.mouseClick(view.matrix, Qt.MouseButton.LeftButton, pos=at(view.matrix.matrices[0], 0, 0))
    assert view.shown is not None
    assert view.shown.pick == Wrong(0), "there is nothing to choose"
    view.grab()
    view.which.picked.emit(1)
    assert len(hung(view)) == 2


def test_in_a_hall_it_stands_in_larger_letters_without_what_is_chosen(page: LabPage, view: MistakesView) -> None:
    before = view.matrix.letter
    page.present(True)
    assert view.isVisible()
    assert not view.which.isVisible()
    assert view.matrix.letter > 1.3 * before
    page.present(False)
    assert view.which.isVisible()
    assert view.matrix.letter == before


def test_nothing_is_worked_out_where_nobody_looks(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.toggle()
    client.say(*story.run_events(20), story.predicted(20, DENSE, CNN))
    page.turns.all()
    assert page.mistakes.shown is None
    page.show_view(MISTAKES)
    assert page.mistakes.shown is not None


def test_the_view_is_found_again_at_the_next_start(page: LabPage) -> None:
    page.show_view(MISTAKES)
    state = page.state()
    page.show_view(NETWORKS)
    page.restore(state)
    assert page.splitter.wanted == MISTAKES
    assert page.mistakes.isHidden() is False


def test_a_run_that_ends_where_it_was_validated_is_judged_by_all_its_pictures(
    page: LabPage, view: MistakesView, client: Any, story: SimpleNamespace
) -> None:
    client.say(story.predicted(40, {1200: (5, 9.0), **DENSE}, CNN, count=1500))
    page.turns.all()
    assert view.when.text() == "after step 40, 1,500 pictures"
    assert view.shown is not None
    assert [mistake.index for mistake, _ in view.shown.wall] == [1200, 10, 0, 4]


def test_pictures_that_are_gone_are_a_sentence_and_leave_the_words(
    page: LabPage, view: MistakesView, client: Any
) -> None:
    view.pictures.pictures, view.pictures.trouble = None, "The pictures of “Pets” are no longer stored here."
    view.pictures.changed.emit()
    assert view.trouble.isVisible()
    assert view.trouble.text() == view.pictures.trouble
    assert len(words(view)) == 3
    hung(view)[0].click()
    assert page.splitter.wanted == MISTAKES
    view.grab()


def test_keys_show_networks_and_mistakes(page: LabPage) -> None:
    actions = lab_actions(page)
    for key_pressed, shown in ((6, MISTAKES), (5, NETWORKS)):
        actions[f"digit-{key_pressed}"]()
        assert page.splitter.wanted == shown
    assert page.probe.isHidden() is False
    assert page.mistakes.isHidden() is True
