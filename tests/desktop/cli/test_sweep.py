"""Sweeps from the shell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cli.main import main
from engine.contract.spec import PRESETS
from engine.contract.sweeps.folder import PLAN, TABLE, SweepFolder
from engine.contract.sweeps.messages import AllTrained, RunFailed
from engine.contract.sweeps.sweep import read_sweep


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


@pytest.mark.parametrize(
    ("there", "sentence"), [("another sweep", "holds another sweep (Gain"), ("notes", "holds other files")]
)
def test_a_folder_of_something_else_is_refused(
    there: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = PRESETS["two-gradients"].spec
    if there == "notes":
        (tmp_path / "notes.txt").write_text("")
    else:
        SweepFolder(tmp_path, read_sweep(spec, ["seed=1..2"])).begin()
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert main(["sweep", "two-gradients", "--over", "seed=3", "-o", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert sentence in err
    assert err.count("\n") == 1
    assert not out
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_no_result_is_called_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def __enter__(self) -> Failing:
            return self

        def __exit__(self, *_: object) -> None: ...

        def send(self, command: object) -> None: ...

        def stop(self) -> None: ...

        def events(self) -> Iterator[object]:
            yield RunFailed(0, "It can't be trained.")
            yield AllTrained("done")

    monkeypatch.setattr("desktop.training.blocking_engine.running_engine", Failing)
    assert main(["sweep", "two-gradients", "--over", "seed=3", "-o", str(tmp_path / "new")]) == 1
    out, err = capsys.readouterr()
    assert "No run could be trained, so there are no results." in err
    assert "All results" not in out


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
