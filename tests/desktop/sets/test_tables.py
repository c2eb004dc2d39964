from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from desktop.sets import tables
from desktop.sets.gathered import Gathered, SetError

X = np.random.default_rng(1).integers(0, 256, (12, 16))
X[0, 0] = 255
Y = [3, 3, 3, 1, 1, 1, 10, 10, 10, 3, 1, 10]


def silent(done: int, total: int) -> None:
    """Tell nobody."""


def write(
    path: Path, header: str = "", divider: str = ",", x: np.ndarray = X, labels: list[object] | None = None
) -> Path:
    rows = [divider.join([str(label), *map(str, row)]) for label, row in zip(labels or Y, x.tolist(), strict=True)]
    path.write_text("\n".join([header, *rows] if header else rows) + "\n", encoding="utf-8")
    return path


def is_read(found: Gathered) -> None:
    assert found.classes == ("1", "3", "10")
    assert found.labels.tolist() == [1, 1, 1, 0, 0, 0, 2, 2, 2, 1, 0, 2]
    np.testing.assert_array_equal(np.asarray(found.pictures).reshape(12, 16), X)
    assert found.natural == 4


@pytest.mark.parametrize("header", ["", "label," + ",".join(f"pixel{i}" for i in range(16))])
def test_kaggles_table_is_read_with_a_header_and_without(tmp_path: Path, header: str) -> None:
    found = tables.gather(write(tmp_path / "mnist.csv", header), silent)
    is_read(found)
    assert found.title == "mnist"
    assert found.names(0) == ("row 2" if header else "row 1")
    assert found.notes == ["Each row is a picture of 4×4 pixels."]


@pytest.mark.parametrize("divider", [";", "\t"])
def test_other_dividers_are_seen(tmp_path: Path, divider: str) -> None:
    is_read(tables.gather(write(tmp_path / "a.csv", divider=divider), silent))


def test_a_packed_table_is_read(tmp_path: Path) -> None:
    plain = write(tmp_path / "a.csv").read_bytes()
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"\xef\xbb\xbf" + plain))
    is_read(tables.gather(path, silent))


def test_the_column_of_classes_is_found_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [",".join([*map(str, row), f'"c {label}"']) for label, row in zip(Y, X.tolist(), strict=True)]
    path.write_text("\n".join([",".join(f"p{i}" for i in range(16)) + ",Class", *rows]))
    found = tables.gather(path, silent)
    assert found.classes == ("c 1", "c 3", "c 10")
    np.testing.assert_array_equal(np.asarray(found.pictures).reshape(12, 16), X)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-1.0, 1.0), (0.0, 16.0), (0.0, 4095.0)])
def test_numbers_of_another_range_are_stretched(tmp_path: Path, low: float, high: float) -> None:
    x = low + (high - low) * X / 255
    x[0, :2] = low, high
    found = tables.gather(write(tmp_path / "a.csv", x=x), silent)
    pictures = np.asarray(found.pictures)
    assert (pictures.min(), pictures.max()) == (0, 255)
    assert np.abs(pictures.reshape(12, 16)[1:].astype(int) - X[1:]).max() <= 1
    assert f"{low:,.4g} to {high:,.4g}" in found.notes[1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: [], "is empty"),
        (lambda rows: ["one", "two"], "one column"),
        (lambda rows: [rows[0], rows[1] + ",7"], "Row 2 of a.csv has 18 columns, and the first has 17"),
        (lambda rows: [rows[0], rows[1].replace(rows[1].split(",")[5], "cat", 1)], "of row 2 of a.csv holds “cat"),
        (lambda rows: [rows[0], "3," + ",".join(["nan"] + ["1"] * 15)], "Column 2 of row 2 of a.csv holds nan"),
        (lambda rows: [rows[0], "3," + ",".join(["1"] * 15 + ["inf"])], "Column 17 of row 2 of a.csv holds inf"),
        (lambda rows: [rows[0], "3," + ",".join(["1e300"] * 16)], "holds 1e\\+300"),
        (lambda rows: [rows[0], "3," + ",".join([""] * 16)], "is empty, and a number is needed"),
        (lambda rows: [rows[0], "," + ",".join(["1"] * 16)], "has no class"),
        (lambda rows: [row.rpartition(",")[0] for row in rows], "have 16 numbers and no class"),
        (lambda rows: [row + ",1,1" for row in rows], "18 numbers beside its class"),
        (lambda rows: ["3," + ",".join(["1"] * 4225)], "at most 64 a side"),
        (lambda rows: [row for row in rows if row.startswith("3")], "only one class, 3"),
        (lambda rows: ["label," + ",".join(f"p{i}" for i in range(16))], "no row with a picture"),
    ],
)  # fmt: skip
def test_a_table_that_is_no_set_is_one_sentence(tmp_path: Path, change: object, words: str) -> None:
    path = write(tmp_path / "a.csv")
    path.write_text("\n".join(change(path.read_text().splitlines())))  # type: ignore[operator]
    with pytest.raises(SetError, match=words) as caught:
        tables.gather(path, silent)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(SetError, match=r"no table of numbers|one column|can't be read"):
        tables.gather(path, silent)


def test_a_cut_packed_table_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(write(tmp_path / "a.csv").read_bytes())[:-30])
    with pytest.raises(SetError, match="can't be read"):
        tables.gather(path, silent)


def test_too_many_rows_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.sets import gathered

    monkeypatch.setattr(gathered, "MOST_PICTURES", 5)
    monkeypatch.setattr(tables, "MOST_PICTURES", 5)
    with pytest.raises(SetError, match="at most 5"):
        tables.gather(write(tmp_path / "a.csv"), silent)
