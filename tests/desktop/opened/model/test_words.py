from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from desktop.model_files.words import Histogram
from desktop.opened.model import words
from scenes.stage.data.networks import network
from tests.desktop.opened.fakes import LAYERS, contents, fitting


def test_a_network_is_known_by_its_numbers(tmp_path: Path) -> None:
    found = fitting(tmp_path)
    resnet = network("resnet-18")
    large = msgspec.structs.replace(found, bytes=46_830_571, parameters=resnet.parameters, macs=resnet.macs)
    assert words.facts(large) == (
        ("safetensors", "file"),
        ("46.8 MB", ""),
        (str(len(found.layers)), "layers"),
        ("11.7 M", "parameters"),
        ("1.8 G", "multiply-accumulates"),
    )
    assert len(words.facts(msgspec.structs.replace(found, macs=None))) == 4


def test_whether_it_runs_is_a_sentence(tmp_path: Path) -> None:
    title = network("lenet-5-modern").title
    assert words.fits(fitting(tmp_path)) == f"It fits {title}: it runs here."
    assert words.fits(contents(tmp_path)) == "It runs here in ONNX Runtime."
    assert words.fits(contents(tmp_path, "")) == "It fits nothing."


def test_a_layer_is_told_in_sentences(tmp_path: Path) -> None:
    said = " ".join(words.about(LAYERS[2], contents(tmp_path)))
    assert said == (
        "Conv with windows of 3×3, stride 2, padding 1. 6 maps of 4×4 come out. "
        "It has 216 parameters (11.5 % of all). It takes 3.5 k multiply-accumulates (10.3 %)."
    )
    assert words.about(LAYERS[1], contents(tmp_path))[0] == "Relu."
    unknown = replace(LAYERS[2], shape=(), field=None)
    assert words.about(unknown, contents(tmp_path, ""))[0] == (
        "Conv with windows of 3×3. The file does not say its stride and its padding."
    )


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(1, 2, "50.0 %"), (1, 100_000, "less than 0.1 %"), (0, 5, "0 %"), (3, 0, "0 %")]
)
def test_shares(part: int, whole: int, said: str) -> None:
    assert words.share(part, whole) == said


def test_numbers_are_told_with_what_is_odd_about_them() -> None:
    told = words.numbers(Histogram((-1.0, 0.0, 1.0), (6, 4), 0.1, 0.5, 1, 3))
    assert told == (
        "10 numbers, mean 0.10, deviation 0.50. 1 is exactly 0 (10.0 %). 3 numbers can’t be drawn: not finite."
    )
    assert words.numbers(Histogram((0.0, 1.0), (0,), 0.0, 0.0, 0, 7)) == "None of its 7 numbers is finite."


def test_layers_that_are_not_counted_are_told(tmp_path: Path) -> None:
    found = msgspec.structs.replace(contents(tmp_path), macs=None, uncounted=("fc",))
    assert words.facts(found)[-1][1] == "multiply-accumulates, 1 layer not counted"
    assert words.about(LAYERS[4], found)[-1] == "Its multiply-accumulates are not counted."
    assert words.about(LAYERS[2], found)[-1] == "It takes 3.5 k multiply-accumulates."


def test_one_layer_is_not_called_layers(tmp_path: Path) -> None:
    found = msgspec.structs.replace(contents(tmp_path), layers=LAYERS[:1])
    assert ("1", "layer") in words.facts(found)


def test_the_name_in_the_file_is_told(tmp_path: Path) -> None:
    found = msgspec.structs.replace(contents(tmp_path), names_there={"conv1": "features.0"})
    assert words.about(LAYERS[0], found)[-1] == "The file calls it features.0."
