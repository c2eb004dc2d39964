"""`convoscope torch` prints the lines of a scene as its knobs stand, without Qt and without torch."""

from __future__ import annotations

import pytest

from desktop.cli.main import WRONG_INPUT, main
from scenes.in_torch.code import code_for
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import change
from tests.desktop.cli.test_main import run


def test_the_lines_follow_the_knobs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["torch", "convolution", "--knob", "stride=2"]) == 0
    found = code_for("convolution", change(catalogue().find("convolution").knobs(), "stride", 2))
    assert found is not None
    assert capsys.readouterr().out == found.text


def test_a_wrong_name_is_answered_by_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["torch", "nowhere"]) == WRONG_INPUT
    assert "nowhere" in capsys.readouterr().err


def test_it_loads_neither_qt_nor_torch() -> None:
    code = (
        "import sys; from desktop.cli.main import main; status = main(['torch', 'vgg']); "
        "sys.exit(status or any(name.split('.')[0] in ('PySide6', 'torch') for name in sys.modules) and 9)"
    )
    done = run(code=code)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("import torch\n")
