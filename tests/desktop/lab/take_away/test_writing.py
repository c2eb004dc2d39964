from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.take_away.writing import Writing
from tests.desktop.lab.take_away.nets import preset_order


@pytest.fixture
def said(qtbot: QtBot) -> tuple[Writing, list[str]]:
    writing, heard = Writing(), []
    writing.told.connect(heard.append)
    return writing, heard


def test_a_process_writes_and_its_sentence_is_told(
    said: tuple[Writing, list[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    writing, heard = said
    path = tmp_path / "grün.onnx"
    writing.write(preset_order("race", 0, "onnx", path)[1])
    assert not path.exists(), "the window doesn't wait"
    qtbot.waitUntil(lambda: heard != [], timeout=30_000)
    assert heard == [f"The network with its weights after step 240 is saved as {path}."]
    assert path.stat().st_size > 100_000


def test_what_is_being_written_is_finished_when_the_window_closes(
    said: tuple[Writing, list[str]], tmp_path: Path
) -> None:
    writing, heard = said
    writing.write(preset_order("race", 0, "safetensors", tmp_path / "net.safetensors")[1])
    writing.close()
    assert (tmp_path / "net.safetensors").exists()
    assert len(heard) == 1


@pytest.mark.parametrize("program", [["/no/such/program"], [sys.executable, "-c", "import os; os._exit(3)"]])
def test_a_process_that_breaks_down_is_told(
    program: list[str], said: tuple[Writing, list[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    writing, heard = said
    writing.program = program
    writing.write(preset_order("race", 0, "onnx", tmp_path / "net.onnx")[1])
    qtbot.waitUntil(lambda: heard != [], timeout=30_000)
    assert heard == ["net.onnx was not written: the process that writes it broke down. Try again."]
