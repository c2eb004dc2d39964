from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.take_away import settings_file
from desktop.lab.take_away.kept_weights import NO_RUN
from desktop.lab.take_away.menu import TakeAway
from desktop.lab.take_away.taken import Order
from desktop.lab.take_away.writing import Writing
from engine.contract.spec import PRESETS, Contestant, RunSpec, opened


@pytest.fixture
def menu(qtbot: QtBot) -> TakeAway:
    window = QWidget()
    qtbot.addWidget(window)
    made = TakeAway(lambda: PRESETS["race"].spec, lambda: (None, None), str, Writing(window), window)
    made.refresh()
    return made


def test_it_offers_the_code_of_each_contestant_and_the_settings(menu: TakeAway) -> None:
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == [
        *("PyTorch code of Dense net…", "PyTorch code of CNN…"),
        NO_RUN,
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
    assert len(said) == 2
    assert "can't be read" in said[0]
    assert said[1].endswith("Choose another folder.")


def test_settings_that_are_saved_are_told(menu: TakeAway, tmp_path: Path) -> None:
    said: list[str] = []
    menu.told.connect(said.append)
    menu.save_settings(tmp_path / "run.json")
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]
    assert "run.json" in said[0]


def test_code_is_ordered_where_the_user_wants_it(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window, ordered = QWidget(), []
    qtbot.addWidget(window)
    writing, spec = Writing(window), PRESETS["race"].spec
    monkeypatch.setattr(writing, "write", ordered.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), "Python (*.py)"))
    menu = TakeAway(lambda: spec, lambda: (None, None), str, writing, window)
    menu.refresh()
    next(action for action in menu.actions() if action.text() == "PyTorch code of CNN…").trigger()
    assert ordered == [Order("code", spec.contestants[1], spec, str(tmp_path / "mine.py"))]
