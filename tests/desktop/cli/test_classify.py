"""A folder of pictures through a network, from the shell."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest

from desktop.cli import classify
from desktop.cli.classify import Told
from desktop.cli.main import main
from desktop.sets.heads import write_head
from engine.contract.numbers import Array
from engine.contract.questions import Headed

CASES = Path("tests/cases")
LITE = "efficientnet-lite0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cat in a folder of its class, a coffee in one of another class and one of none, and what is no picture."""
    for name in ("Egyptian_Cat", "tabby", "holiday/espresso", "holiday/pets"):
        (tmp_path / "photos" / name).mkdir(parents=True)
    shutil.copy(CASES / "cat-451x300.png", tmp_path / "photos/Egyptian_Cat/cat.png")
    shutil.copy(CASES / "coffee-600x400.png", tmp_path / "photos/tabby/coffee.png")
    shutil.copy(CASES / "coffee-600x400.png", tmp_path / "photos/holiday/espresso/again.png")
    shutil.copy(CASES / "cat-451x300.png", tmp_path / "photos/holiday/pets/=cat.png")
    whole = (CASES / "cat-451x300.png").read_bytes()
    (tmp_path / "photos/tabby/cut.png").write_bytes(whole[: len(whole) // 3])
    (tmp_path / "photos/tabby/list.txt").write_text("bread\nmilk\n")
    return tmp_path / "photos"


@pytest.mark.slow
def test_pictures_are_told_whatever_lies_between_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = folder.parent / "out.csv"
    assert main(["classify", str(folder), "--csv", str(table), "--top", "2"]) == 0
    out, err = capsys.readouterr()
    *lines, count, right, among, written = out.splitlines()
    assert [line.partition("%")[0] for line in lines] == [
        "Egyptian_Cat/cat.png: Egyptian cat 39.6",
        "holiday/espresso/again.png: espresso 94.4",
        "holiday/pets/=cat.png: Egyptian cat 39.6",
        "tabby/coffee.png: espresso 94.4",
    ]
    assert all(line.count("%") == 2 for line in lines)
    assert count == "4 pictures, 2 files skipped"
    assert right == "Told right: 2 of 3 pictures whose folder is named as a class (66.7%)"
    assert among == "Right class among the first 2: 2 of 3 (66.7%)"
    assert written == str(table)
    cut, text, strange = err.splitlines()
    assert cut.startswith("Skipped: tabby/cut.png is cut off or damaged.")
    assert text.startswith("Skipped: tabby/list.txt is a text, and no picture.")
    assert strange == "What lies in folders that are named as no class counts for no accuracy: holiday."
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert [(row["file"], row["known class"], row["right"], row["class 1"]) for row in rows] == [
        ("Egyptian_Cat/cat.png", "Egyptian cat", "1", "Egyptian cat"),
        ("holiday/espresso/again.png", "espresso", "1", "espresso"),
        ("holiday/pets/=cat.png", "", "", "Egyptian cat"),
        ("tabby/coffee.png", "tabby", "0", "espresso"),
        ("tabby/cut.png", "tabby", "", ""),
        ("tabby/list.txt", "tabby", "", ""),
    ]
    assert float(rows[0]["probability 1"]) > float(rows[0]["probability 2"]) > 0.2
    assert rows[4]["skipped"] == cut.removeprefix("Skipped: ")


def head(network: str = LITE) -> Headed:
    """A layer that says the same of every picture."""
    none, chances = np.zeros((3, 1280), np.float32), np.log(np.array([1, 7, 2], np.float32))
    parts = (none, chances, none[0], none[0] + 1)
    return Headed(network, ("a cat", "a Cup", "tea"), *map(Array.of, parts))


@pytest.mark.slow
def test_a_taught_layer_tells_its_own_classes(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_head(tmp_path / "mine.safetensors", head())
    (folder / "tabby").rename(folder / "A_cup")
    assert main(["classify", str(folder), "--head", str(tmp_path / "mine.safetensors")]) == 0
    out, _ = capsys.readouterr()
    assert "A_cup/coffee.png: a Cup 70.0%, tea 20.0%, a cat 10.0%\n" in out
    assert "Told right: 1 of 1 picture whose folder is named as a class (100.0%)\n" in out


@pytest.mark.slow
def test_where_nothing_can_be_told_the_status_says_so(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tabby/coffee.png").unlink()
    assert main(["classify", str(folder / "tabby")]) == 1
    out, err = capsys.readouterr()
    assert out == "0 pictures, 2 files skipped\n"
    assert err.count("Skipped: ") == 2
    write_head(tmp_path / "other.safetensors", head("vgg-16"))
    assert main(["classify", str(folder), "--head", str(tmp_path / "other.safetensors")]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err == "No weights ship of a network named 'vgg-16'; choose another one.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere"], "The folder 'nowhere' is not there"),
        (["README.md"], "The folder 'README.md' is a file"),
        (["empty"], "There is no file in the folder"),
        (["photos", "--top", "0"], "One class is told of each picture at least"),
        (["photos", "--top", "x"], "'x' is no whole number"),
        (["photos", "--csv", "photos"], "is a folder: say which file"),
        (["photos", "--csv", "lost/out.csv"], "There is no folder"),
        (["photos", "--head", "lost.safetensors"], "lost.safetensors can't be read as a taught layer"),
        (["photos", "--head", "README.md"], "README.md can't be read as a taught layer"),
    ],
)
def test_wrong_words_are_one_sentence(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.png").touch()
    (tmp_path / "README.md").write_text("words")
    monkeypatch.chdir(tmp_path)
    assert main(["classify", *words]) == 2
    out, err = capsys.readouterr()
    assert sentence in err
    assert err.count("\n") == 1
    assert not out


def test_the_names_of_few_folders_are_told() -> None:
    told = [Told(f"f{place}/a.png", None, np.ones(2)) for place in range(8)]
    assert classify._strange(told).endswith(": f0, f1, f2, f3, f4 and 3 more.")
    assert not classify._strange([Told("a.png", None, np.ones(2)), Told("cat/a.png", 1, np.ones(2))])
