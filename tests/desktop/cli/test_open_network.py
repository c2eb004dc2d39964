"""A network's file behind the bare command opens the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.app.composition import StartOptions
from desktop.cli.main import main


@pytest.mark.parametrize("name", ["net.safetensors", "net.onnx", "net.pt", "net.pth"])
def test_a_file_of_a_network_opens_the_window_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    begun: list[Any] = []
    monkeypatch.setattr("desktop.app.application.run", lambda options: begun.append(options) or 0)
    monkeypatch.setattr("desktop.system.preflight.problem", lambda: None)
    path = tmp_path / name
    path.write_bytes(b"what is in it shows when it is read")
    assert main([str(path)]) == 0
    assert begun == [StartOptions(file=path)]


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere/net.onnx"]) == 2
    assert "There is no file 'nowhere/net.onnx': say in which folder it lies." in capsys.readouterr().err
