"""Cut-outs of the photographs that ship, and what int8 does to the answers about them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from desktop.edge.measuring.cutouts import CALIBRATING, OF_EACH, PHOTOS, cutouts
from desktop.edge.measuring.quantising import quantised
from desktop.model_files.described_onnx import model
from scenes.stage.data import networks, pictures, published
from scenes.stage.data.pictures import Picture
from tests.shipped import DEVIATION, MEAN, number


def test_there_are_so_many_of_each_photo_and_half_are_mirrored() -> None:
    found = cutouts((3, 64, 48))
    assert found.pixels.shape == (len(PHOTOS) * OF_EACH, 3, 64, 48)
    assert found.pixels.dtype == np.uint8
    assert len(set(found.names)) == len(found.names) == len(found.pixels)
    assert sum(name.endswith(", mirrored") for name in found.names) == len(PHOTOS) * (OF_EACH // 2)
    assert found.names[0].startswith("cat, cut-out 1")
    assert len(found.calibrating) == CALIBRATING
    assert {picture.tobytes() for picture in found.calibrating} < {picture.tobytes() for picture in found.pixels}
    assert np.array_equal(found.pixels, cutouts((3, 64, 48)).pixels)


def test_they_look_like_their_photo_and_none_like_another() -> None:
    found = cutouts((3, 32, 32))
    assert len({picture.tobytes() for picture in found.pixels}) == len(found.pixels)
    for place, photo in enumerate(PHOTOS):
        colours = pictures.with_channels(Picture(photo), 3).mean((1, 2))
        mine = found.pixels[place * OF_EACH : (place + 1) * OF_EACH].mean((0, 2, 3))
        assert np.abs(mine - colours).max() < 20, photo


def test_a_network_for_grey_pictures_gets_grey_ones() -> None:
    grey, colour = cutouts((1, 32, 32)), cutouts((3, 32, 32))
    assert grey.pixels.shape == (len(grey.names), 1, 32, 32)
    mixed = np.tensordot(pictures.LUMA, colour.pixels.astype(float), axes=(0, 1))
    assert np.abs(grey.pixels[:, 0] - mixed).max() <= 2


@pytest.mark.slow
def test_int8_changes_some_answers_of_the_network_that_ships_and_keeps_most(tmp_path: Path) -> None:
    """Of 60 other such cut-outs 52 kept their answer, with the ranges of ten."""
    network = networks.network(published.LITE)
    exact, small = tmp_path / "float.onnx", tmp_path / "int8.onnx"
    exact.write_bytes(model(network, number, MEAN, DEVIATION))
    found = cutouts((3, 224, 224))
    quantised(exact, found.calibrating, small)
    answers = []
    for path in (exact, small):
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        given = [session.run(None, {"pictures": each[None].astype(np.float32)})[0][0] for each in found.pixels]
        answers.append(np.array(given).argmax(1))
    agreement = (answers[0] == answers[1]).mean()
    assert 0.7 <= agreement < 1
