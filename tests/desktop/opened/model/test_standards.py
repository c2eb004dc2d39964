from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from desktop.opened.model.standards import OF_THE_FILE, standards
from tests.desktop.opened.fakes import contents, fitting


def test_pictures_in_colour_have_imagenet_s_first(tmp_path: Path) -> None:
    found = standards(contents(tmp_path), 3)
    assert found[0].title == "As for ImageNet"
    assert found[0].words == "(pixel / 255 − (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)"
    assert all(len(each.mean) == len(each.deviation) == 3 for each in found)
    by_title = {each.title: each for each in found}
    assert by_title["0 to 1"].words == "(pixel / 255 − 0) / 1"
    assert by_title["−1 to 1"].words == "(pixel / 255 − 0.5) / 0.5"
    assert by_title["−1 to 1"].of_bytes == ((127.5,) * 3, (127.5,) * 3)


def test_the_way_that_the_description_speaks_for_comes_first(tmp_path: Path) -> None:
    found = standards(msgspec.structs.replace(fitting(tmp_path), way="mnist"), 1)
    assert found[0].title == "As for MNIST"
    assert all(len(each.mean) == 1 for each in found)


def test_what_the_file_says_comes_before_all(tmp_path: Path) -> None:
    said = msgspec.structs.replace(contents(tmp_path), mean=(0.25,), deviation=(0.125,))
    first, second, *_ = standards(said, 3)
    assert (first.title, first.mean) == (OF_THE_FILE, (0.25,) * 3)
    assert first.words == "(pixel / 255 − 0.25) / 0.125"
    assert second.mean == pytest.approx((0.485, 0.456, 0.406))
