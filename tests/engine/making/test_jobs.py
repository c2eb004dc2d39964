"""The jobs of `python -m engine` that write files: what can't be written is one sentence, before any training."""

import sys
from pathlib import Path

import pytest

from engine.__main__ import main


@pytest.mark.parametrize("job", ["networks", "kernels", "weights", "seeds", "teaching"])
def test_a_folder_that_cannot_be_made_is_one_sentence(
    job: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["engine", job, "--into", str(tmp_path / "file" / "new")])
    assert main() == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "can't be written (Not a directory): choose another folder, or make room." in told
