from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from desktop.runs import csv_table as tables
from desktop.runs import storage as recordings
from desktop.runs.csv_table import TableError
from scenes.stage.data import recording as rec
from scenes.stage.data.recording import Recording


def read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows = list(reader)
    assert reader.fieldnames is not None
    return list(reader.fieldnames), rows


def numbers(rows: list[dict[str, str]], column: str) -> np.ndarray:
    return np.array([float(row[column] or "nan") for row in rows])


@pytest.mark.parametrize("name", ["yellow", "twins-8"])
def test_a_table_holds_every_number_of_the_run(tmp_path: Path, name: str) -> None:
    recording = recordings.bundled(name)
    assert recording is not None
    path = tmp_path / "run.csv"
    tables.write(path, recording)
    header, rows = read(path)
    assert header[:5] == ["step", "epoch", "learning rate", "batch size", "seconds"]
    assert len(set(header)) == len(header)
    trained = [row for row in rows if row["seconds"]]
    assert len(trained) == len(recording.ticks)
    columns = {"step": "step", "epoch": "epoch", "learning rate": "lr", "batch size": "batch", "seconds": "seconds"}
    for title, column in columns.items():
        np.testing.assert_array_equal(numbers(trained, title), recording.column(column))
    for index, contestant in enumerate(recording.plan.contestants):
        said = contestant.name
        np.testing.assert_array_equal(numbers(trained, f"{said}: batch loss"), recording.loss(index))
        np.testing.assert_array_equal(numbers(trained, f"{said}: batch accuracy"), recording.accuracy(index))
        np.testing.assert_array_equal(numbers(trained, f"{said}: seconds for the step"), recording.seconds(index))
        for row, layer in enumerate(contestant.trained):
            found = numbers(trained, f"{said}: gradient norm, weights of {layer}")
            np.testing.assert_array_equal(found, recording.gradients(index)[:, row])
        for row, layer in enumerate(contestant.activations):
            found = numbers(trained, f"{said}: gradient norm, activations of {layer}")
            np.testing.assert_array_equal(found, recording.activation_gradients(index)[:, row])
        for validation in recording.validations:
            (row_of,) = [row for row in rows if row["step"] == str(validation.step)]
            score = validation.scores[index]
            assert score is not None
            assert float(row_of[f"{said}: validation loss"]) == score.loss
            assert float(row_of[f"{said}: validation accuracy"]) == score.accuracy
    validated = [row for row in rows if row[f"{recording.plan.contestants[0].name}: validation loss"]]
    assert len(validated) == len(recording.validations)


def odd_run() -> Recording:
    """A run with names that need quotes, one contestant of which leaves."""
    layers = (rec.Layer("fc", "dense", "", (2,), 6, 4),)
    contestants = (rec.Contestant('5" wide, "big"', layers), rec.Contestant("Größe", layers))
    plan = rec.Plan(contestants, "digits", ("a", "b"), 9, 9, 0.0, 1.0, 3, 2, 0.1, 4, "cpu", 1, "{}")
    first = rec.Result(1.0 / 3, 0.5, (1e-30,), (), 0.25)
    return (
        rec.begin(plan)
        .with_validation(rec.Validation(0, 0.0, 9, (rec.Score(0.7, 0.5), None)))
        .with_tick(rec.Tick(1, 1 / 3, 0.1, 4, 0.5, 0.5, (first, rec.Result(math.inf, 0.0, (math.inf,), (), 0.1))))
        .with_tick(rec.Tick(2, 2 / 3, 0.1, 4, 1.0, 1.0, (first, None)))
    )


def test_it_is_csv_as_the_rfc_has_it(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    tables.write(path, odd_run())
    data = path.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == 4
    assert b'"5"" wide, ""big"": batch loss"' in data
    header, rows = read(path)
    assert "Größe: gradient norm, weights of fc" in header
    assert [row["step"] for row in rows] == ["0", "1", "2"]
    assert (rows[0]["seconds"], rows[0]['5" wide, "big": validation loss']) == ("", "0.7")
    assert rows[1]["Größe: batch loss"] == "inf"
    assert (rows[2]["Größe: batch loss"], rows[2]["Größe: gradient norm, weights of fc"]) == ("", "")
    assert float(rows[2]['5" wide, "big": batch loss']) == 1.0 / 3


@pytest.mark.parametrize("name", ["nowhere/run.csv", "folder"])
def test_what_cannot_be_written_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(TableError, match=r"^The table .* can't be written \([^)]+\); choose another place\.$"):
        tables.write(tmp_path / name, odd_run())
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
