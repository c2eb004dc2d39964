from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.take_away import settings_file
from desktop.lab.take_away.menu import NOT_SHOWN, TakeAway
from desktop.system.paths import HOME, sets_folder
from engine.contract import own_data
from engine.contract.spec import PRESETS, Contestant, RunSpec, opened
from tests.own_pictures import prepared


@pytest.fixture
def menu(qtbot: QtBot) -> TakeAway:
    window = QWidget()
    qtbot.addWidget(window)
    made = TakeAway(lambda: PRESETS["race"].spec, window)
    made.refresh()
    return made


def test_who_takes_pictures_along_that_runs_do_not_show_is_told(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME, str(tmp_path))
    made = prepared()
    parent = QWidget()
    qtbot.addWidget(parent)
    for shown in (True, False):
        data = own_data.described(made, "Mine", ("cat", "dog"), shown)
        own_data.write(sets_folder(), data, made)
        spec = msgspec.structs.replace(PRESETS["race"].spec, data=data, batch=8)
        menu = TakeAway(partial(lambda taken: taken, spec), parent)
        with qtbot.waitSignal(menu.told) as heard:
            menu.save_code(spec.contestants[0], tmp_path / "net.py")
        assert heard.args[0].endswith(NOT_SHOWN) != shown


def test_it_offers_the_code_of_each_contestant_and_the_settings(menu: TakeAway) -> None:
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == [
        *("PyTorch code of Dense net…", "PyTorch code of CNN…"),
        *("Save these settings as a file…", "Open settings…"),
    ]


@pytest.mark.parametrize("name", PRESETS)
def test_settings_open_again(name: str, menu: TakeAway, tmp_path: Path, qtbot: QtBot) -> None:
    spec = PRESETS[name].spec
    built = tuple(Contestant(each.name, opened(each.network, (1, 24, 24))) for each in spec.contestants[:1])
    for number, wanted in enumerate((spec, RunSpec(contestants=built, data="translated24"))):
        path = tmp_path / f"{number}.json"
        settings_file.write(wanted, path)
        with qtbot.waitSignal(menu.opened) as heard:
            menu.open(path)
        assert heard.args == [wanted, path]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "doesn't hold the settings of a run"),
        (b"[1, 2", "doesn't hold the settings of a run"),
        (b'{"convoscope": "settings of a run"}', "doesn't hold the settings of a run"),
        (b'{"convoscope": "", "run": {"contestants": []}}', "can't be trained: A run needs 1 to 6 contestants"),
        (b"[" * 100_000, "doesn't hold the settings of a run"),
        (b"\xff\xfe", "doesn't hold the settings of a run"),
        (b" " * 1_000_001, "too large"),
    ],
)
def test_what_is_no_settings_is_said_in_one_sentence(
    content: bytes, words: str, menu: TakeAway, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    with qtbot.waitSignal(menu.told) as heard:
        menu.open(path)
    assert words in heard.args[0]


def test_what_can_not_be_read_or_written_is_said(menu: TakeAway, tmp_path: Path) -> None:
    said: list[str] = []
    menu.told.connect(said.append)
    menu.open(tmp_path / "nowhere.json")
    menu.save_settings(tmp_path / "no" / "folder.json")
    menu.save_code(PRESETS["race"].spec.contestants[0], tmp_path / "no" / "net.py")
    assert len(said) == 3
    assert "can't be read" in said[0]
    assert all("Choose another folder" in each for each in said[1:])


def test_what_is_saved_is_told(menu: TakeAway, tmp_path: Path) -> None:
    said: list[str] = []
    menu.told.connect(said.append)
    menu.save_settings(tmp_path / "run.json")
    menu.save_code(PRESETS["race"].spec.contestants[0], tmp_path / "dense_net.py")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dense_net.py", "dense_net_pictures.npz", "run.json"]
    assert "dense_net.py" in said[1]
    assert "dense_net_pictures.npz" in said[1]
