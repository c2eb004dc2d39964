from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.mistakes import loading
from desktop.lab.mistakes.loading import ValidationPictures
from engine.contract import own_data, pictures
from tests.own_pictures import prepared


@pytest.fixture
def read(qtbot: QtBot) -> Iterator[ValidationPictures]:
    made = ValidationPictures()
    yield made
    made.close()


def test_the_pictures_are_those_of_the_data_set(read: ValidationPictures, qtbot: QtBot) -> None:
    assert read.pictures is None
    with qtbot.waitSignal(read.changed):
        read.want("digits")
    assert read.pictures is not None
    assert np.array_equal(read.pictures, pictures.source("digits").validation_x)
    with qtbot.assertNotEmitted(read.changed):
        read.want("digits")


def test_only_what_was_wanted_last_counts(read: ValidationPictures, qtbot: QtBot) -> None:
    read.want("animals")
    with qtbot.waitSignal(read.changed):
        read.want("yellow")
    assert read.pictures is not None
    assert read.pictures.shape[1:] == (3, 16, 16)
    assert read._reader.submit(int).result(30) == 0, "nothing else is read"


def test_a_set_that_is_gone_is_a_sentence_until_it_is_there_again(
    read: ValidationPictures, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "sets_folder", lambda: tmp_path)
    made = prepared()
    data = own_data.described(made, "Pets", ("cat", "dog"))
    with qtbot.waitSignal(read.changed):
        read.want(data)
    assert read.pictures is None
    assert "“Pets” are no longer stored here" in read.trouble
    own_data.write(tmp_path, data, made)
    read.look_again()
    with qtbot.waitSignal(read.changed):
        read.want(data)
    assert read.trouble == ""
    assert read.pictures is not None
    assert len(read.pictures) == (made.split == 1).sum()
