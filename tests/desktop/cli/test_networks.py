"""The tables of networks; test_main.py has the other lists."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from desktop.cli.main import main
from scenes.stage.data.networks import names, network

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
