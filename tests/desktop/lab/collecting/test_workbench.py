from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.collecting import camera
from desktop.collecting.camera import GONE, INSTEAD, Source
from desktop.lab.collecting.workbench import KEEP_FIRST, Workbench
from desktop.sets.collection import Collection
from desktop.sets.drafts import DraftStore
from desktop.sets.store import SetStore
from engine.contract import own_data
from engine.contract.spec import OwnData
from tests.desktop.lab.collecting.conftest import draw


def type_classes(bench: Workbench, *names: str) -> None:
    for name in names:
        bench.new_class.setText(name)
        QTest.keyClick(bench.new_class, Qt.Key.Key_Return)


def collect(bench: Workbench, place: int, count: int, seed: int) -> None:
    for each in range(count):
        draw(bench, 1000 * seed + each)
        bench.cards[place].add.click()


def counts(bench: Workbench) -> list[int]:
    return [len(pile.samples) for pile in bench.collector.collection.piles]


def filming(bench: Workbench, qtbot: QtBot) -> None:
    bench.sources.source.picked.emit(1)
    qtbot.waitUntil(lambda: bench.sources.picture is not None, timeout=20_000)


def test_draw_train_draw_again_train_again(bench: Workbench, sets: SetStore, drafts: DraftStore) -> None:
    made: list[OwnData] = []
    bench.made.connect(made.append)
    type_classes(bench, "circle", "cross")
    assert bench.new_class.text() == ""
    collect(bench, 0, 20, 1)
    assert bench.lacking.text() == "The class cross has no picture, and 5 are needed. Add 5 more, or delete it."
    assert not bench.train.isEnabled()
    collect(bench, 1, 20, 2)
    assert counts(bench) == [20, 20]
    bench.train.click()
    assert not bench.isVisible()
    assert [(each.title, each.counts, each.shown) for each in made] == [("Shapes", ((16, 4), (16, 4)), True)]
    assert own_data.read(made[0], sets.folder).x.shape == (40, 1, 28, 28)
    (draft,) = drafts.drafts
    assert draft.label.made == (made[0].digest,)
    bench.show_collection(drafts.load(draft.key), draft.key)
    collect(bench, 0, 10, 3)
    bench.train.click()
    assert [(each.title, each.counts) for each in made[1:]] == [("Shapes 2", ((24, 6), (16, 4)))]
    assert {each.data.title for each in sets.sets} == {"Shapes", "Shapes 2"}, "the older set stays for its runs"
    assert [each.label.counts for each in drafts.drafts] == [(30, 20)]
    bench.show_collection(drafts.load(draft.key), draft.key)
    bench.train.click()
    assert made[2] == made[1], "nothing new is the same set"


def test_what_is_added_is_kept_by_itself(bench: Workbench, drafts: DraftStore, qtbot: QtBot) -> None:
    type_classes(bench, "circle")
    collect(bench, 0, 2, 1)
    qtbot.waitUntil(lambda: [each.label.counts for each in drafts.drafts] == [(2,)])


def test_a_digit_adds_to_its_class_and_empties_the_pad(bench: Workbench) -> None:
    type_classes(bench, "circle", "cross")
    bench.cards[0].pictures.setFocus()
    draw(bench, 1)
    QTest.keyClick(bench, Qt.Key.Key_2)
    assert counts(bench) == [0, 1]
    assert bench.sources.picture is None
    QTest.keyClick(bench, Qt.Key.Key_2)
    assert bench.status.text() == "Draw something first."
    assert counts(bench) == [0, 1]


def test_a_stroke_ends_typing_so_that_digits_add(bench: Workbench) -> None:
    type_classes(bench, "circle", "cross")
    bench.new_class.setFocus()
    pad = bench.sources.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    assert bench.focusWidget() is pad
    QTest.keyClick(bench.focusWidget(), Qt.Key.Key_2)
    assert (counts(bench), bench.new_class.text()) == ([0, 1], "")


def test_a_button_and_a_source_end_typing_as_well(bench: Workbench) -> None:
    type_classes(bench, "circle")
    for act in (bench.cards[0].add.click, lambda: bench.sources.source.picked.emit(0)):
        bench.new_class.setFocus()
        act()
        assert bench.focusWidget() is bench


def test_undo_takes_the_picture_out_and_then_gives_the_drawing_back(bench: Workbench) -> None:
    type_classes(bench, "circle")
    draw(bench, 1)
    drawn = bench.sources.picture
    assert drawn is not None
    bench.cards[0].add.click()
    bench.undo.click()
    assert counts(bench) == [0]
    bench.undo.click()
    assert np.array_equal(bench.sources.picture, drawn)
    bench.redo.click()
    bench.redo.click()
    assert counts(bench) == [1]


def test_pictures_and_classes_are_deleted_and_brought_back(bench: Workbench) -> None:
    type_classes(bench, "circle", "cross")
    collect(bench, 0, 4, 1)
    card = bench.cards[0]
    assert card.delete.isHidden()
    card.pictures.choose(0, 2)
    assert card.delete.text() == "Delete 2"
    gone = bench.collector.collection.picture(0, 2).tobytes()
    QTest.keyClick(card.pictures, Qt.Key.Key_Delete)
    assert counts(bench) == [2, 0]
    assert gone not in [sample.pixels for sample in bench.collector.collection.piles[0].samples]
    bench.undo.click()
    assert counts(bench) == [4, 0]
    card.name.setText("ring")
    card.name.editingFinished.emit()
    card.close_button.click()
    assert bench.collector.collection.classes == ("cross",)
    assert bench.cards[0].name.text() == "cross"
    bench.undo.click()
    assert bench.collector.collection.classes == ("ring", "cross")
    card.name.setText("cross")
    card.name.editingFinished.emit()
    assert bench.status.text().startswith("There is a class cross already.")
    assert card.name.text() == "ring"


def test_the_same_drawing_twice_is_one_picture_and_stays_on_the_pad_where_it_is_of_another_class(
    bench: Workbench,
) -> None:
    type_classes(bench, "circle", "cross")
    for _ in range(2):
        draw(bench, 1)
        bench.cards[0].add.click()
    assert counts(bench) == [1, 0]
    assert bench.status.text() == "The class circle has this picture already."
    draw(bench, 1)
    bench.cards[1].add.click()
    assert bench.status.text().startswith("The very same picture is of the class circle already.")
    assert bench.sources.picture is not None, "the drawing is not lost"


def test_the_size_is_chosen_before_the_first_picture(bench: Workbench) -> None:
    type_classes(bench, "circle")
    bench.side.wanted.emit(1)
    assert bench.sources.seen._image is not None
    assert bench.collector.collection.shape == (1, 32, 32)
    collect(bench, 0, 1, 1)
    assert bench.side.isHidden()
    assert bench.shape.text() == "1 picture, 32×32, grey"
    bench.undo.click()
    assert not bench.side.isHidden()
    bench.colour.wanted.emit(1)
    assert bench.sources.refusal.text().startswith("The pen has one colour")
    draw(bench, 2)
    bench.cards[0].add.click()
    assert counts(bench) == [0]


def test_the_camera_collects_while_a_button_is_held_and_nothing_is_kept_before_keep(
    bench: Workbench, drafts: DraftStore, qtbot: QtBot
) -> None:
    type_classes(bench, "left", "right")
    filming(bench, qtbot)
    button = bench.cards[0].add
    assert button.text().startswith("Hold to collect")
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert bench.sources.view.taking
    qtbot.waitUntil(lambda: counts(bench)[0] >= 4, timeout=20_000)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert not bench.sources.view.taking
    assert not bench.piles._clock.isActive()
    taken = counts(bench)[0]
    assert bench.collector.unkept == taken
    assert bench.sources.keep.text() == f"Keep {taken} pictures"
    assert bench.lacking.text() == KEEP_FIRST
    bench.collector.save()
    assert drafts.drafts == (), "nothing is on disk"
    bench.close_button.click()
    assert bench.isVisible()
    assert bench.status.text() == KEEP_FIRST
    bench.sources.keep.click()
    assert [each.label.counts for each in drafts.drafts] == [(taken, 0)]
    assert not bench.collector.collection.shown, "they may be of people"
    assert not bench.shown.isChecked()
    bench.undo.click()
    bench.undo.click()
    assert counts(bench) == [0, 0], "one hold is one change"


def test_a_held_digit_collects_until_it_is_let_go_of_or_another_window_comes(bench: Workbench, qtbot: QtBot) -> None:
    type_classes(bench, "left", "right")
    bench.cards[0].pictures.setFocus()
    filming(bench, qtbot)
    QTest.keyPress(bench, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: counts(bench)[1] >= 2, timeout=20_000)
    QTest.keyRelease(bench, Qt.Key.Key_2)
    assert not bench.piles._clock.isActive()
    QTest.keyPress(bench, Qt.Key.Key_1)
    assert bench.piles._clock.isActive()
    bench.changeEvent(QEvent(QEvent.Type.ActivationChange))
    assert not bench.piles._clock.isActive()


def test_discard_takes_away_what_was_not_kept_and_only_that(bench: Workbench, drafts: DraftStore, qtbot: QtBot) -> None:
    type_classes(bench, "left")
    collect(bench, 0, 3, 1)
    filming(bench, qtbot)
    bench.piles.hold(0)
    qtbot.waitUntil(lambda: counts(bench)[0] >= 5, timeout=20_000)
    bench.piles.hold(None)
    bench.sources.discard.click()
    assert counts(bench) == [3]
    assert bench.collector.unkept == 0
    bench.close_button.click()
    assert not bench.isVisible()
    assert not bench.sources.camera.on
    assert [each.label.counts for each in drafts.drafts] == [(3,)]
    assert bench.collector.collection.shown


def test_who_has_chosen_that_runs_show_pictures_is_not_asked_again(bench: Workbench, qtbot: QtBot) -> None:
    type_classes(bench, "left")
    bench.shown.click()
    bench.shown.click()
    filming(bench, qtbot)
    bench.piles.hold(0)
    bench.piles.hold(None)
    bench.sources.keep.click()
    assert bench.collector.collection.shown


def test_unplugged_while_held_it_stops_says_so_and_offers_a_folder(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_classes(bench, "left")
    monkeypatch.setenv(INSTEAD, "lavfi|testsrc=size=64x48:rate=30:duration=0.6,realtime")
    filming(bench, qtbot)
    bench.piles.hold(0)
    qtbot.waitUntil(lambda: bench.sources.refusal.text() == GONE, timeout=20_000)
    qtbot.waitUntil(lambda: not bench.piles._clock.isActive())
    assert not bench.sources.view.taking
    taken = counts(bench)[0]
    assert taken >= 1, "what was taken is still there"
    asked: list[bool] = []
    bench.folder_wanted.connect(lambda: asked.append(True))
    bench.sources.folder.click()
    assert asked == [], "what is not kept is not lost"
    assert bench.status.text() == KEEP_FIRST
    bench.sources.keep.click()
    bench.sources.folder.click()
    assert asked == [True]


def test_no_camera_offers_a_folder_and_to_try_again(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "cameras", lambda: ())
    assert bench.sources.which.isHidden()
    bench.sources.source.picked.emit(1)
    qtbot.waitUntil(lambda: bench.sources.refusal.text() == camera.NONE_THERE, timeout=20_000)
    assert not bench.sources.again.isHidden()
    monkeypatch.undo()
    monkeypatch.setenv(INSTEAD, "lavfi|testsrc=size=320x240:rate=30,realtime")
    bench.sources.again.click()
    qtbot.waitUntil(lambda: bench.sources.picture is not None, timeout=20_000)
    assert bench.sources.refusal.isHidden()


def test_one_of_several_cameras_can_be_chosen(bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [Source("lavfi", f"color={colour}:size=64x48:rate=30,realtime", colour) for colour in ("red", "blue")]
    monkeypatch.setattr(camera, "cameras", lambda: tuple(made))
    filming(bench, qtbot)
    sources = bench.sources
    assert [sources.which.itemText(row) for row in range(sources.which.count())] == ["red", "blue"]
    assert not sources.which.isHidden()
    assert sources.camera.frame is not None
    assert sources.camera.frame[0].mean() > 200
    sources.which.picked.emit(1)
    qtbot.waitUntil(lambda: sources.camera.frame is not None, timeout=20_000)
    assert sources.camera.frame[2].mean() > 200
    sources.source.picked.emit(0)
    assert sources.which.isHidden()


def test_a_full_disk_is_said_and_nothing_is_lost(
    bench: Workbench, drafts: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_classes(bench, "left")

    def full(*_words: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafts, "save", full)
    bench.close_button.click()
    assert bench.isVisible()
    assert "No space left on device" in bench.status.text()
    monkeypatch.undo()
    bench.close_button.click()
    assert not bench.isVisible()
    assert [each.label.classes for each in drafts.drafts] == [("left",)]


def test_another_collection_is_shown_in_its_place(bench: Workbench) -> None:
    type_classes(bench, "a", "b", "c")
    bench.show_collection(Collection("Other").with_class("x"))
    assert [card.name.text() for card in bench.cards] == ["x"]
    assert bench.title.text() == "Other"
    bench.title.setText(" ")
    bench.title.editingFinished.emit()
    assert bench.title.text() == "Other"
