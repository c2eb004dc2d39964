"""Sweeps from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cli.main import main
from engine.contract.sweeps.folder import PLAN, TABLE


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["rase", "--over", "lr=1"], "no preset named 'rase'"),
        (["race"], "something that varies"),
        (["race", "--over", "lr=quick"], "'quick' is no number"),
        (["race", "--over", "lr=1e9"], "can't be trained"),
        (["race", "--over", "seed=1", "--on", "mars"], "no place 'mars'"),
    ],
)
def test_wrong_words(words: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", *words, "-o", str(tmp_path / "sweep")]) == 2
    out, err = capsys.readouterr()
    assert sentence in err
    assert err.count("\n") == 1
    assert not out
    assert not (tmp_path / "sweep").exists()


@pytest.mark.slow
def test_a_sweep_goes_on_where_it_was_broken_off(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["sweep", "digits", "--over", "lr=0.001,0.01", "--over", "seed=1..2", "--steps", "5", "-o", str(tmp_path)]
    assert main(words) == 0
    out, _ = capsys.readouterr()
    assert "4 of 4" in out
    assert "learning rate 0.01, seed 2: " in out
    assert (tmp_path / PLAN).exists()
    first = (tmp_path / TABLE).read_text()
    assert first.count("\n") == 9
    lost = next(tmp_path.glob("*.tape"))
    lost.unlink()
    assert main(words) == 0
    out, _ = capsys.readouterr()
    assert out.startswith("3 of 4 runs are there already.\n4 of 4")
    assert lost.exists()
    assert main(words) == 0
    out, _ = capsys.readouterr()
    assert out.startswith("4 of 4 runs are there already.\nAll results")
    columns = [line.split(",")[:4] for line in first.splitlines()]
    assert [line.split(",")[:4] for line in (tmp_path / TABLE).read_text().splitlines()] == columns
