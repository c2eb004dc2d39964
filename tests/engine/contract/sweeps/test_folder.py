"""A folder keeps what of a sweep is there; what is broken counts as missing."""

import csv
from pathlib import Path

import pytest

from engine.contract import events, tape
from engine.contract.spec import PRESETS, RunSpec
from engine.contract.sweeps.folder import PLAN, TABLE, FolderError, SweepFolder
from engine.contract.sweeps.sweep import read_sweep

SPEC = PRESETS["two-gradients"].spec


def tape_of(run: RunSpec, loss: float | None = 0.5) -> bytes:
    entrants = tuple(events.ContestantInfo(each.name, each.network, (), 1, 1) for each in run.contestants)
    started = events.Started(run, entrants, tuple("0123456789"), 10, 10, 0.0, 1.0, 1, 1, 1, "cpu")
    scores = tuple(events.Score(loss, 0.25) if loss is not None else None for _ in entrants)
    results = tuple(events.StepResult(2.0, 0.1, ()) for _ in entrants)
    ticks = [events.Tick(step, 0.1, 0.1, 1, 1.0, 0.1, results) for step in (1, 2)]
    said = (*ticks, events.Validated(2, 0.1, 10, scores), events.Finished("steps", 2, 0.1, 0.1))
    return tape.packed(tape.Tape(events.Hello(events.PROTOCOL, {}), started, said))


@pytest.fixture
def folder(tmp_path: Path) -> SweepFolder:
    made = SweepFolder(tmp_path / "new" / "sweep", read_sweep(SPEC, ["lr=0.001,0.01", "seed=0..2"]))
    made.begin()
    return made


def test_what_is_there_is_found_again(folder: SweepFolder) -> None:
    assert folder.missing == (0, 1, 2, 3, 4, 5)
    for index in (0, 4):
        folder.add(index, tape_of(folder.runs[index]))
    again = SweepFolder.open(folder.path)
    assert again.sweep == folder.sweep
    assert sorted(again.read()) == [0, 4]
    assert again.missing == (1, 2, 3, 5)
    assert again.outcomes == folder.outcomes


def test_a_larger_grid_takes_over_the_runs_of_a_smaller_one(folder: SweepFolder) -> None:
    folder.add(1, tape_of(folder.runs[1]))
    larger = SweepFolder(folder.path, read_sweep(SPEC, ["lr=0.001,0.003,0.01", "seed=0..5"]))
    list(larger.read())
    assert [larger.sweep.points[index] for index in larger.outcomes] == [(0.001, 1)]


def test_a_damaged_tape_is_trained_again(folder: SweepFolder) -> None:
    folder.add(2, tape_of(folder.runs[2]))
    folder.tape(2).write_bytes(folder.tape(2).read_bytes()[:-20])
    again = SweepFolder.open(folder.path)
    assert list(again.read()) == [2]
    assert 2 in again.missing


def test_the_table(folder: SweepFolder) -> None:
    folder.add(0, tape_of(folder.runs[0]))
    folder.add(3, tape_of(folder.runs[3], None))
    folder.write_table()
    with (folder.path / TABLE).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * len(SPEC.contestants)
    assert rows[0]["learning rate"] == "0.001"
    assert rows[0]["contestant"] == SPEC.contestants[0].name
    numbers = ("validation loss", "validation accuracy", "training loss")
    assert [rows[0][name] for name in numbers] == ["0.5", "0.25", "2.0"]
    assert (rows[0]["ended by"], rows[0]["recording"]) == ("steps", folder.tape(0).name)
    assert (rows[-1]["validation loss"], rows[-1]["ended by"]) == ("", "diverged")


def test_folders_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="no sweep in"):
        SweepFolder.open(tmp_path)
    (tmp_path / PLAN).write_text('{"convoscope": "sweep"}')
    with pytest.raises(FolderError, match="holds no sweep"):
        SweepFolder.open(tmp_path)
    (tmp_path / PLAN).write_bytes(b"\xff\xfe")
    with pytest.raises(FolderError, match="holds no sweep"):
        SweepFolder.open(tmp_path)


def test_another_sweep_is_not_written_over(folder: SweepFolder) -> None:
    before = (folder.path / PLAN).read_bytes()
    for words in (["lr=0.001,0.003", "seed=0..2"], ["lr=0.001,0.01", "seed=0..1"]):
        with pytest.raises(FolderError, match=r"holds another sweep \(.*learning rate 0\.001 and 0\.01, seed 0 to 2"):
            SweepFolder(folder.path, read_sweep(SPEC, words)).begin()
    assert (folder.path / PLAN).read_bytes() == before
    SweepFolder(folder.path, read_sweep(SPEC, ["lr=0.001,0.01", "seed=0..4"])).begin()
    assert len(SweepFolder.open(folder.path).runs) == 10


def test_files_of_somebody_else_stay_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FolderError, match="holds other files"):
        SweepFolder(tmp_path, read_sweep(SPEC, ["seed=1"])).begin()
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


def test_runs_of_another_folder_are_taken_over(folder: SweepFolder, tmp_path: Path) -> None:
    folder.add(1, tape_of(folder.runs[1]))
    made = SweepFolder(tmp_path / "other", read_sweep(SPEC, ["lr=0.001", "seed=1..2"]), [folder.path])
    assert list(made.read()) == [0]
    assert made.missing == (1,)
    made.begin()
    assert made.tape(0).parent == made.path
    assert made.tape(0).read_bytes() == folder.tape(1).read_bytes()


def test_what_is_no_tape_is_told(folder: SweepFolder) -> None:
    with pytest.raises(FolderError, match="no recording"):
        folder.add(0, b"nothing")
    assert 0 in folder.missing


def test_a_folder_that_can_t_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = SweepFolder(tmp_path / "file", read_sweep(SPEC, ["seed=1"]))
    with pytest.raises(FolderError, match="can't be written"):
        folder.begin()
    with pytest.raises(FolderError, match="can't be written"):
        folder.write_table()
