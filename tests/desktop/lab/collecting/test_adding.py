from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.collecting.adding import Adding
from desktop.sets.collection import Collection
from desktop.sets.drafts import DraftStore
from desktop.sets.store import SetStore
from engine.contract import own_data
from engine.contract.spec import OwnData
from tests.own_pictures import prepared


@pytest.fixture
def adding(drafts: DraftStore, sets: SetStore) -> Adding:
    return Adding(drafts, sets)


def ink(seed: int = 1) -> np.ndarray:
    found = np.zeros((256, 256), np.uint8)
    found[40:200, 40 : 60 + 10 * seed] = 255
    return found


def stored(sets: SetStore, channels: int = 1) -> OwnData:
    made = prepared(channels=channels)
    data = own_data.described(made, "Pets" if channels == 1 else "Photos", ("cat", "dog"))
    own_data.write(sets.folder, data, made)
    sets.add(data)
    return data


def words(menu: QMenu) -> list[str]:
    return [each.text() for each in menu.actions() if each.text()]


def test_a_drawing_goes_into_a_class_of_a_growing_set_and_out_again(adding: Adding, drafts: DraftStore) -> None:
    key = drafts.save(Collection("Shapes").with_class("circle").with_class("cross"))
    cleared, said = [], []
    adding.told.connect(said.append)
    adding.add(ink(), key, "cross", lambda: cleared.append(True))
    assert drafts.load(key).count == 1
    assert cleared == [True]
    assert said == ["Added to “Shapes”: the class cross has 1 now."]
    adding.add(ink(2), key, "cross", lambda: None)
    assert adding.undo()
    assert drafts.load(key).count == 1
    assert adding.redo()
    assert drafts.load(key).count == 2
    assert adding.undo()
    assert adding.undo()
    assert not adding.undo()
    assert drafts.load(key).count == 0


def test_what_was_changed_elsewhere_since_is_not_taken_back(adding: Adding, drafts: DraftStore) -> None:
    key = drafts.save(Collection("Shapes").with_class("circle"))
    adding.add(ink(), key, "circle", lambda: None)
    drafts.save(drafts.load(key).with_class("cross"), key)
    assert not adding.undo()
    assert drafts.load(key).classes == ("circle", "cross")


def test_a_set_from_a_folder_begins_a_growing_one_and_stays(adding: Adding, drafts: DraftStore, sets: SetStore) -> None:
    data = stored(sets)
    adding.add(ink(), data, "dog", lambda: None)
    (draft,) = drafts.drafts
    assert (draft.label.title, draft.label.counts, draft.label.made) == ("Pets", (10, 11), (data.digest,))
    assert [each.data for each in sets.sets] == [data]


def test_the_menu_offers_what_can_be_drawn_for(
    qtbot: QtBot, adding: Adding, drafts: DraftStore, sets: SetStore
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    stored(sets, channels=3)
    data = stored(sets)
    menu = adding.menu(ink(), lambda: None, parent)
    assert words(menu) == ["Pets", "Photos (in colour, and the pen is grey)", "A new set…"]
    inside = menu.actions()[0].menu()
    assert isinstance(inside, QMenu)
    assert words(inside) == ["cat", "dog", "See its pictures, train on them…"]
    inside.actions()[1].trigger()
    (draft,) = drafts.drafts
    assert draft.label.counts == (10, 11)
    again = adding.menu(ink(2), lambda: None, parent)
    assert words(again) == ["“Pets”: dog", "Pets", "Photos (in colour, and the pen is grey)", "A new set…"], data.title
    again.actions()[0].trigger()
    assert drafts.load(draft.key).count == 22


def test_a_new_set_opens_with_the_drawing_in_it(qtbot: QtBot, adding: Adding) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    with qtbot.waitSignal(adding.opened) as heard:
        adding.menu(ink(), lambda: None, parent).actions()[-1].trigger()
    collection, key = heard.args
    assert (collection.count, key) == (1, "")


def test_what_is_gone_or_damaged_is_said(adding: Adding, drafts: DraftStore, sets: SetStore) -> None:
    said: list[str] = []
    adding.told.connect(said.append)
    key = drafts.save(Collection("Shapes").with_class("circle"))
    (drafts.folder / f"{key}.npz").unlink()
    adding.add(ink(), key, "circle", lambda: None)
    data = stored(sets)
    own_data.path_of(sets.folder, data).unlink()
    adding.show_in_full(data)
    assert [sentence.split(";")[0] for sentence in said] == [
        "This set can't be read",
        "The pictures of “Pets” are no longer stored here",
    ]
