"""The importer with its real process."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.sets import process
from desktop.sets.importer import Importer
from desktop.sets.store import SetStore
from desktop.sets.words import Found, Options, Sheet
from engine.contract import limits, own_data
from engine.contract.spec import OwnData


@pytest.fixture
def importer(qtbot: QtBot) -> Importer:
    made = Importer()
    yield made  # type: ignore[misc]
    made.close()


def heard(qtbot: QtBot, signal: object, act: object) -> object:
    with qtbot.waitSignal(signal, timeout=30_000) as got:  # type: ignore[arg-type]
        act()  # type: ignore[operator]
    return got.args[0]


def test_a_folder_becomes_a_set_that_is_kept(qtbot: QtBot, importer: Importer, photos: Path, tmp_path: Path) -> None:
    found = heard(qtbot, importer.found, lambda: importer.open(photos))
    assert found == Found("photos", Options(32, 3), 32)
    sheet = heard(qtbot, importer.prepared, lambda: importer.prepare(Options(28, 1)))
    assert isinstance(sheet, Sheet)
    assert [(box.train, box.validation) for box in sheet.classes] == [(8, 2), (8, 2)]
    data = heard(qtbot, importer.kept, lambda: importer.keep("Pets", tmp_path / "sets", True))
    assert isinstance(data, OwnData)
    assert (data.title, data.shape, data.classes) == ("Pets", (1, 28, 28), ("cat", "dog"))
    assert len(own_data.read(data, tmp_path / "sets").x) == 20


def test_options_that_make_no_set_can_be_changed(qtbot: QtBot, importer: Importer, tmp_path: Path) -> None:
    from tests.desktop.sets.conftest import noise, save

    for name in ("cat", "dog"):
        for index in range(3):
            save(tmp_path / name / f"{index}.png", noise(index + 10 * ord(name[0]), 20))
    heard(qtbot, importer.found, lambda: importer.open(tmp_path))
    said = heard(qtbot, importer.unfit, lambda: importer.prepare(Options(64, 1)))
    assert "Of the class cat no picture is left at 64 pixels" in str(said)
    assert isinstance(heard(qtbot, importer.prepared, lambda: importer.prepare(Options(20, 1))), Sheet)


def test_what_is_no_set_fails_with_one_sentence(qtbot: QtBot, importer: Importer, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK")
    said = heard(qtbot, importer.failed, lambda: importer.open(path))
    assert said == "letter.docx is no set of pictures. Choose a folder, a table (.csv) or arrays (.npz)."


def test_where_there_is_no_room_the_set_can_be_kept_again(
    qtbot: QtBot, importer: Importer, photos: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "sets"
    blocked.write_text("no folder")
    heard(qtbot, importer.found, lambda: importer.open(photos))
    heard(qtbot, importer.prepared, lambda: importer.prepare(Options(28, 1)))
    said = heard(qtbot, importer.unkept, lambda: importer.keep("Pets", blocked, True))
    assert "can't be kept" in str(said)
    blocked.unlink()
    assert isinstance(heard(qtbot, importer.kept, lambda: importer.keep("Pets", blocked, True)), OwnData)


def test_a_process_that_breaks_down_is_one_sentence(qtbot: QtBot, importer: Importer, photos: Path) -> None:
    heard(qtbot, importer.found, lambda: importer.open(photos))
    assert importer._process.running is not None
    said = heard(qtbot, importer.failed, importer._process.running.kill)
    assert "broke down" in str(said)


def test_an_import_that_is_called_off_is_heard_of_no_more(qtbot: QtBot, importer: Importer, photos: Path) -> None:
    importer.open(photos)
    assert importer._process.running is not None
    importer.close()
    assert importer._process.running is None


def test_a_dead_reader_ends_the_process_quietly(monkeypatch: pytest.MonkeyPatch, photos: Path) -> None:
    def gone(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(process, "serve", gone)
    monkeypatch.setattr(limits, "hold_to", lambda megabytes: None)
    assert process.main([str(photos)]) == 0


def test_sets_are_listed_deleted_and_brought_back(qtbot: QtBot, tmp_path: Path) -> None:
    from tests.own_pictures import prepared

    made = prepared()
    one, two = (own_data.described(made, title, classes) for title, classes in (("B", ("x", "y")), ("A", ("u", "v"))))
    folder = tmp_path / "sets"
    store = SetStore(folder)
    for data in (one, two):
        own_data.write(folder, data, made)
        store.add(data)
    assert [each.data.title for each in store.sets] == ["A", "B"]
    assert all(each.size > 1000 for each in store.sets)
    store.delete(one)
    assert [each.data.title for each in store.sets] == ["A"]
    assert store.undoable == one
    store.undo()
    assert store.has(one)
    store.delete(two)
    store.close()
    later = SetStore(folder)
    assert [each.data for each in later.sets] == [one]
    assert sorted(path.name for path in folder.iterdir()) == [f"{one.digest}.json", f"{one.digest}.npz"]
    (folder / f"{one.digest}.json").write_text("{")
    later._look()
    assert later.sets == ()
    later.close()
