from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.pictures import many
from desktop.pictures.answers import OpenedPicture, PictureError
from desktop.pictures.limits import Limits
from desktop.pictures.many import read_pictures


def test_each_file_comes_in_its_turn_as_a_picture_or_as_a_reason(tmp_path: Path) -> None:
    paths = [tmp_path / f"{index}.png" for index in range(4)]
    for index, path in enumerate(paths):
        Image.fromarray(np.full((4, 5), index, np.uint8)).save(path)
    paths[1].write_text("hello")
    paths[2].unlink()
    found = list(read_pictures(paths, 96))
    assert [type(each) for each in found] == [OpenedPicture, PictureError, PictureError, OpenedPicture]
    assert isinstance(found[3], OpenedPicture)
    assert found[3].picture.shape == (1, 4, 5)
    assert set(found[3].picture.data) == {3}


def test_a_decoder_that_dies_costs_one_file(tmp_path: Path) -> None:
    good = tmp_path / "good.png"
    Image.fromarray(np.zeros((4, 4), np.uint8)).save(good)
    slow = tmp_path / "slow.png"
    decoder = many._Decoder(96, Limits(60))
    with decoder:
        assert decoder.read(good).picture.shape == (1, 4, 4)
        first = decoder._process
        assert first is not None
        first.kill()
        first.wait()
        Image.fromarray(np.zeros((4, 4), np.uint8)).save(slow)
        with pytest.raises(PictureError, match="broke down"):
            decoder.read(slow)
        assert decoder.read(good).picture.shape == (1, 4, 4), "another process has taken over"
        assert decoder._process is not first
