"""A network is judged on the edge by the pictures that the engine judged it by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from desktop.edge.measuring.run_pictures import CALIBRATING, pictures_of
from engine.contract import own_data
from engine.contract.spec import PRESETS, Altered, Data, RunSpec, SpecError
from engine.data import altering
from tests.own_pictures import prepared

AS_IT_IS = Altered()
RARE = Altered(noise=0.2, share=0.3, rare=0.1, rare_class=1, shift=2, flip=True)
SPEC = next(iter(PRESETS.values())).spec


def spec_of(data: Data, altered: Altered = AS_IT_IS) -> RunSpec:
    return RunSpec(contestants=SPEC.contestants, data=data, altered=altered, seed=5)


def require_as_the_engine(spec: RunSpec, folder: Path | None = None) -> None:
    mine, theirs = pictures_of(spec, folder), altering.pictures_of(spec)
    assert np.array_equal(mine.judging, theirs.pictures)
    assert np.array_equal(mine.labels, theirs.validation_y.numpy())
    seen = torch.from_numpy(mine.judging).float().sub_(theirs.mean).div_(theirs.deviation)
    assert torch.equal(seen, theirs.validation_x)
    learned = {picture.tobytes() for picture in theirs.train_x.numpy()}
    calibrating = torch.from_numpy(mine.calibrating).float().sub_(theirs.mean).div_(theirs.deviation).numpy()
    assert {picture.tobytes() for picture in calibrating} <= learned
    assert len(mine.calibrating) == min(CALIBRATING, len(theirs.train_x))


@pytest.mark.parametrize("altered", [AS_IT_IS, RARE, Altered(raw=True, share=0.01)], ids=["as it is", "rare", "raw"])
@pytest.mark.parametrize("data", ["animals", "digits", "translated24", "yellow"])
def test_they_are_the_engines(data: Data, altered: Altered) -> None:
    require_as_the_engine(spec_of(data, altered))


def test_so_are_those_of_a_set_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = prepared(classes=3, each=15, channels=3)
    data = own_data.described(pictures, "Mine", ("cat", "dog", "horse"))
    monkeypatch.delenv(own_data.FOLDER, raising=False)
    with pytest.raises(SpecError):
        pictures_of(spec_of(data), tmp_path)
    own_data.write(tmp_path, data, pictures)
    monkeypatch.setenv(own_data.FOLDER, str(tmp_path))
    require_as_the_engine(spec_of(data, Altered(share=0.5)), tmp_path)


@pytest.mark.parametrize("data", ["animals", "digits", "translated24", "yellow"])
def test_all_classes_tell_the_ranges(data: Data) -> None:
    spec = spec_of(data)
    found, split = pictures_of(spec), altering.pictures_of(spec)
    calibrating = torch.from_numpy(found.calibrating).float().sub_(split.mean).div_(split.deviation).numpy()
    labels = {
        picture.tobytes(): int(label) for picture, label in zip(split.train_x.numpy(), split.train_y, strict=True)
    }
    seen = np.bincount([labels[picture.tobytes()] for picture in calibrating])
    assert len(seen) == int(split.train_y.max()) + 1
    assert seen.min() > 0.4 * CALIBRATING / len(seen)
    assert np.array_equal(found.calibrating, pictures_of(spec).calibrating)
