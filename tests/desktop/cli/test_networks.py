"""The tables of networks, and those of files; test_main.py has the other lists."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from desktop.cli.main import main
from desktop.model_files.fits import shapes
from desktop.model_files.fits.torchvision import squeezenet
from scenes.stage.data.networks import names, network
from tests.desktop.model_files.small_onnx import classifier, recurrent, saved

Capture = pytest.CaptureFixture[str]


def test_every_network_has_a_line(capsys: Capture) -> None:
    assert main(["networks"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["network", "year", "parameters", "MACs", "input", "layers", "conv", "+", "dense"]
    assert [line.split()[0] for line in lines] == list(names())
    assert len({len(line) for line in lines}) == 1, "columns are flush"
    vgg = next(line for line in lines if line.startswith("vgg-16 "))
    assert vgg.split()[1:] == ["2014", "138,357,544", "15,470,264,320", "3x224x224", "39", "16"]


def test_every_network_as_json(capsys: Capture) -> None:
    assert main(["networks", "--json"]) == 0
    found = {each["name"]: each for each in json.loads(capsys.readouterr().out)}
    assert list(found) == list(names())
    assert found["googlenet"]["parameters"] == 6_998_552
    assert found["googlenet"]["parameters_in_training"] == 13_378_280
    assert found["lenet-5"]["shape"] == [1, 32, 32]
    assert all(each["source"] for each in found.values())


def test_a_network_layer_by_layer(capsys: Capture) -> None:
    assert main(["networks", "resnet-18"]) == 0
    title, totals, blank, head, *lines = capsys.readouterr().out.splitlines()
    assert title.startswith("ResNet-18 (2015). He, Zhang, Ren, Sun: ")
    assert totals == "input 3x224x224, 11,689,512 parameters, 1,814,073,344 MACs"
    assert blank == ""
    assert head.split() == ["layer", "kind", "window", "output", "parameters", "MACs", "r", "j", "reads"]
    assert len(lines) == len(network("resnet-18").layers)
    first = lines[0].split()
    assert first == ["stem.conv1", "conv", "7x7/2/3", "64x112x112", "9,408", "118,013,952", "7", "2", "input"]
    add = next(line for line in lines if line.startswith("layer2.1.add"))
    assert add.endswith("layer2.1.norm2, layer2.1.shortcut.norm")


def test_windows_that_are_not_square_and_groups(capsys: Capture) -> None:
    assert main(["networks", "inception-v3"]) == 0
    out = capsys.readouterr().out
    assert " 1x7/1/0x3 " in out
    assert "with the auxiliary classifiers, which fall off at inference: 27,161,264 parameters" in out
    assert "conv, training only" in out
    assert main(["networks", "alexnet"]) == 0
    out = capsys.readouterr().out
    assert "5x5/1/2, 2 groups" in out
    assert "one on each GPU." in out
    assert "auxiliary" not in out


def test_a_network_as_json(capsys: Capture) -> None:
    assert main(["networks", "lenet-5", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["parameters"], found["weighted"]) == (60_000, 4)
    third = next(layer for layer in found["layers"] if layer["name"] == "features.C3")
    assert third["connections"][0] == [0, 1, 2]
    assert third["inputs"] == ["features.squash2"]


def test_an_unknown_network_gets_one_sentence(capsys: Capture) -> None:
    assert main(["networks", "lenet-6"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("There is no network named 'lenet-6'; the networks are lenet-5, ")
    assert err.count("\n") == 1


def test_networks_are_listed_without_torch_and_qt() -> None:
    code = (
        "import sys; from desktop.cli.main import main; status = main(['networks']); "
        "sys.exit(status or any(name.split('.')[0] in ('PySide6', 'torch', 'engine') for name in sys.modules) and 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_networks_as_a_table_for_programs(capsys: Capture) -> None:
    assert main(["networks", "--csv"]) == 0
    head, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert head == ["network", "year", "parameters", "MACs", "input", "layers", "conv + dense"]
    assert [row[0] for row in rows] == list(names())
    assert ["vgg-16", "2014", "138357544", "15470264320", "3x224x224", "39", "16"] in rows
    assert main(["networks", "vgg-16", "--csv"]) == 0
    head, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert head == ["layer", "kind", "window", "output", "parameters", "MACs", "r", "j", "reads"]
    assert [row[0] for row in rows] == [layer.name for layer in network("vgg-16").layers]
    assert sum(int(row[4]) for row in rows) == 138_357_544
    assert sum(int(row[5]) for row in rows) == 15_470_264_320


def test_json_and_commas_exclude_each_other(capsys: Capture) -> None:
    assert main(["networks", "--csv", "--json"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_help_says_how_is_counted(capsys: Capture) -> None:
    assert main(["networks", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert (
        "MACs: each use of a weight of convolutions and dense layers is one; biases, batch norm and everything else "
        "count nothing. Parameters include biases and scale and shift of batch norm."
    ) in said
    assert "gates (squeeze-and-excitation) see the whole picture, and r leaves that out." in said
    assert (
        "A file whose batch norms were merged into its convolutions, as exporters of ONNX often do, has fewer." in said
    )


# --- Files ------------------------------------------------------------------------------------------------------------


def test_the_layers_of_a_file(tmp_path: Path, capsys: Capture) -> None:
    path = saved(classifier(), tmp_path)
    assert main(["networks", str(path)]) == 0
    first, totals, blank, head, *lines = capsys.readouterr().out.splitlines()
    assert first == "model.onnx: ONNX, 985 bytes. It runs in ONNX Runtime."
    assert (totals, blank) == ("input 3x8x8, 164 parameters, 8,660 MACs", "")
    assert head.split() == ["layer", "kind", "window", "output", "parameters", "MACs", "r", "j", "reads"]
    assert lines[0].split() == ["first", "conv", "3x3/1/1", "5x8x8", "140", "8,640", "3", "1", "input"]
    assert lines[1].split() == ["relu", "relu", "5x8x8", "3", "1"]
    assert lines[-1].split() == ["last", "dense", "4", "24", "20"]
    assert main(["networks", str(path), "--csv"]) == 0
    _, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert rows[0] == ["first", "conv", "3x3/1/1", "5x8x8", "140", "8640", "3", "1", "input"]
    assert rows[-1] == ["last", "dense", "", "4", "24", "20", "", "", "flat"]
    assert main(["networks", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["parameters"], found["macs"], found["shape"], found["runs"]) == (164, 8660, [3, 8, 8], "onnx")
    assert [layer["macs"] for layer in found["layers"]] == [8640, 0, 0, 0, 20]


def test_what_is_not_in_a_file_stays_empty(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "weights.safetensors"
    save_file({"a.weight": np.zeros((4, 3, 5, 5), np.float32), "a.bias": np.zeros(4, np.float32)}, path)
    assert main(["networks", str(path)]) == 0
    out = capsys.readouterr().out
    assert "how its layers are linked is not in it, so MACs and receptive fields aren" in out
    assert "\n304 parameters\n" in out
    assert out.splitlines()[-1].split() == ["a", "conv", "5x5", "304"]
    assert main(["networks", str(path), "--csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "a,conv,5x5,,304,,,,"
    assert main(["networks", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["macs"], found["layers"][0]["macs"], found["layers"][0]["field"]) == (None, None, None)


def test_layers_that_are_not_counted_say_so(tmp_path: Path, capsys: Capture) -> None:
    path = saved(recurrent(), tmp_path)
    assert main(["networks", str(path)]) == 0
    _, totals, note, _, _, first, *_ = capsys.readouterr().out.splitlines()
    assert totals == "210 parameters, 10 MACs, 1 layer not counted"
    assert note == "The multiply-accumulates of 1 layer (“lstm”) are not counted."
    assert first.split() == ["lstm", "lstm", "1x1x5", "200", "not", "counted", "input"]
    assert main(["networks", str(path), "--csv"]) == 0
    assert next(csv.DictReader(io.StringIO(capsys.readouterr().out)))["MACs"] == "not counted"
    assert main(["networks", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["macs"], found["uncounted"]) == (None, ["lstm"])
    assert {layer["name"]: layer["macs"] for layer in found["layers"]}.items() >= {"lstm": None, "last": 10}.items()


def test_the_files_own_names_stand_beside_ours(tmp_path: Path, capsys: Capture) -> None:
    known, wanted = network("squeezenet-1.1"), {}
    for name, shape in shapes.tensors(known).items():
        layer, _, part = name.rpartition(".")
        wanted[f"{squeezenet(known)[layer]}.{part}"] = np.zeros(shape, np.float32)
    path = tmp_path / "squeezenet.safetensors"
    save_file(wanted, path)
    assert main(["networks", str(path)]) == 0
    head, first, relu, *_ = capsys.readouterr().out.split("\n\n")[1].splitlines()
    assert head.endswith("  in the file")
    assert (first.split()[0], first.split()[-1]) == ("stem.conv1", "features.0")
    assert "features" not in relu, "what has no numbers has no name in the file"
    assert main(["networks", str(path), "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["in the file"] for row in rows[:2]] == ["features.0", ""]
    assert main(["networks", str(path), "--json"]) == 0
    told = [layer["name_in_file"] for layer in json.loads(capsys.readouterr().out)["layers"]]
    assert told[:2] == ["features.0", None]


PROGRAM = b"\x80\x02cos\nsystem\nX\x0e\x00\x00\x00echo > ran.txt\x85R."
"""A pickle that would make a file."""


def test_bad_files_get_one_sentence(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cut.onnx").write_bytes(classifier().SerializeToString()[:200])
    Path("program.pt").write_bytes(PROGRAM)
    Path("notes.txt").write_text("not a network")
    Path("folder").mkdir()
    wanted = {
        "cut.onnx": "cut.onnx can't be read as ONNX.",
        "program.pt": "program.pt contains a program",
        "notes.txt": "notes.txt is a text, and ",
        "folder": "folder is a folder.",
        "nowhere.onnx": "There is no file nowhere.onnx.",
        "nowhere": "There is no network named 'nowhere'",
    }
    for name, begins in wanted.items():
        assert main(["networks", name]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.replace("’", "'").startswith(begins), err
        assert err.count("\n") == 1
    assert not Path("ran.txt").exists()


def test_a_file_is_listed_without_torch_qt_and_onnx_in_the_shell_itself(tmp_path: Path) -> None:
    path = saved(classifier(), tmp_path)
    code = (
        "import sys; from desktop.cli.main import main; status = main(['networks', sys.argv[1]]); "
        "sys.exit(status or any(name.split('.')[0] in ('PySide6', 'torch', 'onnx') for name in sys.modules) and 9)"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
