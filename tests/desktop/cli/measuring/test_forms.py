"""Networks in several forms, from the shell."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import save_file

import assets
from desktop.cli.main import main
from desktop.edge.measuring.client import Client, MeasuringError
from desktop.runs import labels, storage
from desktop.runs.folder import RunFolder
from desktop.system.paths import runs_folder
from desktop.system.processes import ROOT, own_environment
from engine.contract.events import PROTOCOL, Hello
from engine.training.train import NoCommands, Run, play
from scenes.stage.data.recording import Recording
from tests.desktop.edge.measuring.small_nets import SIDE, three_layers
from tests.engine.training.scripted import SMALL

Output = pytest.CaptureFixture[str]
BLOCKER = """
import os
from importlib.machinery import PathFinder

found = PathFinder.find_spec


def find_spec(name, path=None, target=None):
    blocked = name.partition(".")[0] in os.environ["BLOCKED"].split(",")
    return None if blocked else found(name, path, target)


PathFinder.find_spec = find_spec
"""
"""Python reads it first, in a child of a child too: what is blocked is as if nobody had installed it."""


def without(folder: Path, blocked: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command where some packages aren't installed."""
    (folder / "sitecustomize.py").write_text(BLOCKER)
    environment = own_environment() | {"BLOCKED": blocked}
    environment["PYTHONPATH"] = os.pathsep.join([str(folder), str(ROOT)])
    command = [sys.executable, "-m", "desktop", "latency", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def ran() -> Recording:
    """A small run on digits, as it is kept."""
    told = play(Run(SMALL, lambda: 0.0, paused=False), NoCommands())
    return storage.replayed(iter([Hello(PROTOCOL, {}), *told]))


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Pictures of noise in a folder, and what is none."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(5):
        shades = np.random.default_rng(number).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
        Image.fromarray(shades).save(folder / f"{number}.png")
    (folder / "words.txt").write_text("words")
    return folder


def test_an_onnx_file_needs_neither_qt_nor_torch(tmp_path: Path, photos: Path) -> None:
    path = three_layers(tmp_path / "net.onnx")
    done = without(tmp_path, "PySide6,shiboken6,torch", str(path), "--json", "--pictures", str(photos))
    assert done.returncode == 0, done.stderr
    whole, eight = map(json.loads, done.stdout.splitlines())
    assert (whole["form"], eight["form"]) == ("onnx", "int8")
    assert whole["answered"] == eight["answered"] == 5
    assert whole["changed"] is None
    assert eight["changed_names"] == [f"{place}.png" for place in eight["changed"]]
    assert eight["file"] < whole["file"]
    assert 0 < whole["median"] <= whole["p95"]
    assert "1 file in the folder can’t be read as pictures." in whole["notes"]
    assert not done.stderr


@pytest.mark.parametrize("words", [["lenet-5", "--forms"], ["lenet-5"], ["My run"], ["mine.safetensors"], []])
def test_what_needs_the_whole_program_says_so_in_one_sentence(tmp_path: Path, words: list[str]) -> None:
    save_file({"odd.weight": np.ones((2, 3), np.float32)}, tmp_path / "mine.safetensors")
    typed = [str(tmp_path / each) if "." in each else each for each in words]
    done = without(tmp_path, "PySide6,shiboken6,torch", *typed)
    assert done.returncode == 2
    assert "need the whole program, and PySide6 and PyTorch are not installed here" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not done.stdout


def test_without_what_reads_graphs_a_file_is_measured_as_it_is(tmp_path: Path) -> None:
    path = three_layers(tmp_path / "net.onnx")
    done = without(tmp_path, "PySide6,shiboken6,torch,onnx", str(path))
    assert done.returncode == 0
    assert "float32, ONNX Runtime" in done.stdout
    assert "not known" in done.stdout
    assert "int8" not in done.stdout
    assert "A network in int8 needs the extra edge" in done.stderr
    assert "Measured on this machine: " in done.stdout


def test_without_the_runtime_it_is_one_sentence(tmp_path: Path) -> None:
    done = without(tmp_path, "onnxruntime", str(three_layers(tmp_path / "net.onnx")))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "needs the extra edge" in done.stderr
    assert not done.stdout


def test_a_table_for_people(tmp_path: Path, photos: Path, capsys: Output) -> None:
    path = three_layers(tmp_path / "net.onnx")
    assert main(["latency", str(path), "--threads", "2", "--pictures", str(photos)]) == 0
    out, err = capsys.readouterr()
    title, head, whole, eight, *more = out.splitlines()
    assert title == "net.onnx: 5 pictures in the folder photos"
    assert head.split() == ["form", "ms", "p95", "ms", "file", "memory", "right", "changed"]
    assert whole.startswith("float32, ONNX Runtime ")
    assert "2.05 kB" in whole, "two maps of 4×8×8"
    assert eight.startswith("int8, ONNX Runtime ")
    assert eight.endswith(" of 5")
    assert more[-1].startswith("Measured on this machine: ")
    assert "2 threads, ONNX Runtime " in more[-1]
    assert any("the layers that take most of the time are" in line for line in more)
    assert not err


@pytest.mark.slow
def test_each_network_of_a_kept_run_is_judged_as_in_the_run(tmp_path: Path, capsys: Output) -> None:
    found, folder = ran(), RunFolder(runs_folder())
    key = folder.fresh_key(datetime.now(UTC))
    size = folder.save(key, found)
    folder.write_label(key, labels.labelled(found, "My digits", datetime.now(UTC), size))
    names, scores = [each.name for each in found.plan.contestants], found.validations[-1].scores
    for word in ("My digits", key, str(folder.tape(key)), str(runs_folder())):
        assert main(["latency", word, "--json"]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [row["form"] for row in rows] == ["torch", "onnx", "int8"] * len(names)
        assert [row["network"] for row in rows[::3]] == names
        for (torch, onnx, eight), score in zip(zip(*[iter(rows)] * 3, strict=True), scores, strict=True):
            assert score is not None
            assert torch["right"] == onnx["right"] == round(score.accuracy * 500)
            assert onnx["changed"] == []
            assert all(row["judged"] == 500 and row["layers"] for row in (torch, onnx, eight))
            assert len(eight["changed_names"]) == len(eight["changed"])


@pytest.mark.slow
def test_the_network_that_ships_answers_and_others_are_only_timed(capsys: Output) -> None:
    assert main(["latency", "efficientnet-lite0", "lenet-5", "--forms", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["network"], row["form"]) for row in rows] == [
        (name, form) for name in ("efficientnet-lite0", "lenet-5") for form in ("torch", "onnx", "int8")
    ]
    torch, onnx, eight, *drawn = rows
    assert torch["answered"] == onnx["answered"] == eight["answered"] == 60
    assert onnx["changed"] == []
    assert 0 < len(eight["changed"]) < 30
    assert eight["file"] < 0.3 * onnx["file"]
    assert all(row["answered"] == 0 and row["right"] is None and row["changed"] is None for row in drawn)
    assert all("drawn by chance" in row["notes"][0] for row in drawn)


@pytest.mark.slow
def test_weights_in_a_file_that_fit_a_network_run(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "mine.safetensors"
    shutil.copy(assets.path("published", "efficientnet-lite0.safetensors"), path)
    assert main(["latency", str(path), "--json"]) == 0
    torch, onnx, eight = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert torch["network"] == "mine.safetensors"
    assert torch["answered"] == 60
    assert onnx["changed"] == []
    assert eight["file"] < 0.3 * onnx["file"]


def test_weights_that_fit_none_are_one_sentence(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "mine.safetensors"
    save_file({"odd.weight": np.ones((2, 3), np.float32)}, path)
    assert main(["latency", str(path)]) == 2
    out, err = capsys.readouterr()
    assert err.startswith("mine.safetensors can’t be measured. Its names and shapes fit no network")
    assert "can be looked at, but not run" in err
    assert err.count("\n") == 1
    assert not out


def test_an_engine_that_fails_costs_its_form_only(use_engine: object, capsys: Output) -> None:
    assert callable(use_engine)
    use_engine('say(hello, Failed("No torch.", "", True))\n')
    assert main(["latency", "lenet-5", "--forms", "--json"]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["form"] for line in out.splitlines()] == ["onnx", "int8"]
    assert err == "lenet-5, float32, PyTorch: No torch.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nothing-here"], "There is no network, file or kept run named 'nothing-here'"),
        (["empty"], "The folder empty holds no kept run"),
        (["--forms"], "Say what to measure"),
        (["lenet-5", "--pictures", "."], "add --forms"),
        (["net.onnx", "--pictures", "nowhere"], "There is no folder 'nowhere'"),
        (["words.txt"], "words.txt is a text"),
        (["broken.tape"], "broken.tape"),
        (["net.onnx", "--threads", "0"], "as many as there are cores"),
        (["net.onnx", "--threads", "5000"], "not on 5,000"),
        (["mobilenet-v2", "--threads", "5000"], "not on 5,000"),
    ],
)
def test_what_cannot_be_measured_is_one_sentence(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    three_layers(tmp_path / "net.onnx")
    (tmp_path / "empty").mkdir()
    (tmp_path / "words.txt").write_text("words")
    (tmp_path / "broken.tape").write_text("words")
    assert main(["latency", *words]) == 2
    out, err = capsys.readouterr()
    assert sentence in err
    assert err.count("\n") == 1
    assert not out


def test_a_file_that_no_runtime_runs_is_one_sentence(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(three_layers(tmp_path / "good.onnx").read_bytes()[:500])
    assert main(["latency", str(path)]) == 1
    out, err = capsys.readouterr()
    assert err.startswith("net.onnx can’t be read as ONNX.")
    assert err.count("\n") == 1
    assert not out


def test_an_error_of_ours_is_said_with_details_that_can_be_copied(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise MeasuringError("It broke.", "Traceback: a slip")

    monkeypatch.setattr(Client, "prepare", broken)
    assert main(["latency", str(three_layers(tmp_path / "net.onnx"))]) == 1
    assert capsys.readouterr().err.splitlines() == ["net.onnx: It broke.", "Traceback: a slip"]
