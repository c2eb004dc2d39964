"""From a state dict of torchvision to a kit: the engine answers as torchvision, and the numbers are the file’s."""

from __future__ import annotations

import errno
import gc
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from desktop.model_files import safetensors_file
from desktop.model_files.errors import FileError
from desktop.model_files.fits import kits, ways
from desktop.model_files.fits.fitting import Fit, fit
from engine.models import published as engine
from engine.models.networks import Trained
from scenes.stage.data import published
from scenes.stage.data.reading import Kit
from scenes.stage.numbers.values import Values
from tests.torchvision_models import DEVIATION, MEAN, OURS, answer, model

LARGE = {"vgg11", "vgg13", "vgg16", "vgg16_bn", "vgg19"}
"""Models whose dense layers take half a gigabyte."""
SLOW = LARGE | {"alexnet", "resnet34", "googlenet", "inception_v3", "resnet50", "resnet101", "resnet152"}
SLOW |= {f"efficientnet_b{number}" for number in range(1, 8)}


def kit(state: Mapping[str, Tensor], folder: Path, labels: tuple[str, ...] = ()) -> tuple[Kit, Fit]:
    """A state dict as a file, and that as a kit; the file is deleted, since there are large ones."""
    path = folder / "file.safetensors"
    save_file({name: values.contiguous() for name, values in state.items()}, path)
    found = fit(safetensors_file.listed(path).tensors)
    assert found is not None
    kits.write(path, found, folder / "kit", labels, ways.reads(found.network, found.way), path.name)
    path.unlink()
    made = Kit(found.network, str(folder / "kit"))
    assert published.file_of(made) == "file.safetensors"
    return made, found


def picture(side: int, seed: int = 1) -> Tensor:
    return torch.randint(0, 256, (3, side, side), generator=torch.Generator().manual_seed(seed), dtype=torch.uint8)


def net(whose: Kit) -> Trained:
    return engine.published.__wrapped__(whose.network, None, whose.folder)


def told(found: Trained, pixels: Tensor) -> Tensor:
    with torch.inference_mode():
        logits: Tensor = found.module(found.seen(pixels.float())[None])[0]
    return logits


def require_equal(found: Trained, made: nn.Module, side: int) -> None:
    pixels = picture(side)
    expected = answer(made, pixels)
    assert expected.std() > 0
    torch.testing.assert_close(told(found, pixels), expected, rtol=1e-3, atol=1e-3 * float(expected.abs().max()))


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in OURS])
def test_a_model_of_torchvision_answers_in_the_engine_as_it_does_there(name: str, tmp_path: Path) -> None:
    made = model(name)
    whose, found = kit(made.state_dict(), tmp_path)
    assert found.network == OURS[name]
    require_equal(net(whose), made, published.reads(whose).side)
    for file in (tmp_path / "kit").iterdir():
        file.unlink()
    gc.collect()


@pytest.mark.parametrize("name", ["resnet18", "squeezenet1_1", "mobilenet_v2"])
def test_ten_classes_are_told_apart(name: str, tmp_path: Path) -> None:
    made = model(name, 10)
    whose, _ = kit(made.state_dict(), tmp_path, ("plane", "car"))
    found = net(whose)
    assert told(found, picture(64)).shape == (10,)
    require_equal(found, made, 64)
    assert published.labels(whose)[:3] == ("plane", "car", "class 3")
    assert published.described(whose).classes == len(published.labels(whose)) == 10


@pytest.mark.slow
@pytest.mark.parametrize("name", ["googlenet", "inception_v3"])
def test_auxiliary_classifiers_may_be_missing(name: str, tmp_path: Path) -> None:
    made = model(name, 7, aux_logits=False)
    whose, _ = kit(made.state_dict(), tmp_path)
    require_equal(net(whose), made, published.reads(whose).side)
    assert not any(layer.auxiliary for layer in published.described(whose).layers)


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float64])
def test_numbers_of_other_lengths_become_float32(kind: torch.dtype, tmp_path: Path) -> None:
    made = model("squeezenet1_1", 5)
    whose, _ = kit({name: values.to(kind) for name, values in made.state_dict().items()}, tmp_path)
    expected = {name: values.to(kind).float() for name, values in made.state_dict().items()}
    np.testing.assert_array_equal(published.weights(whose, "stem.conv1"), expected["features.0.weight"].numpy())
    made.load_state_dict(expected)
    require_equal(net(whose), made, 64)


def test_what_a_wrapper_puts_before_names_does_not_matter(tmp_path: Path) -> None:
    made = model("squeezenet1_1", 5)
    whose, _ = kit({f"module.{name}": values for name, values in made.state_dict().items()}, tmp_path)
    require_equal(net(whose), made, 64)


def test_the_scenes_read_the_numbers_of_the_file(tmp_path: Path) -> None:
    made = model("efficientnet_b0", 3)
    state = {name: values.numpy() for name, values in made.state_dict().items()}
    whose, _ = kit(made.state_dict(), tmp_path)
    np.testing.assert_array_equal(published.weights(whose, "stem.conv1"), state["features.0.0.weight"])
    gate = published.weights(whose, "stage2.1.se.reduce")
    np.testing.assert_array_equal(gate, state["features.2.0.block.2.fc1.weight"][:, :, 0, 0])
    norm = published.norm(whose, "stage1.1.norm3")
    np.testing.assert_array_equal(norm.variance, state["features.1.0.block.2.1.running_var"])
    np.testing.assert_array_equal(published.biases(whose, "head.fc"), state["classifier.1.bias"])
    found = published.reads(whose)
    assert found.mean == pytest.approx(MEAN)
    assert found.deviation == pytest.approx(DEVIATION)
    assert found.side == 224


def test_the_scenes_and_the_engine_read_a_picture_alike(tmp_path: Path) -> None:
    whose, _ = kit(model("squeezenet1_1", 3).state_dict(), tmp_path)
    pixels = picture(64)
    seen = published.standardised(Values(pixels.numpy()), whose).array
    np.testing.assert_allclose(net(whose).seen(pixels.float()).numpy(), seen, atol=1e-5)


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kits, "_write_arrays", fail)
    with pytest.raises(FileError, match=r"The disk is full\. Make room there"):
        kit(model("squeezenet1_1", 3).state_dict(), tmp_path)
    assert not list((tmp_path / "kit").iterdir())


@pytest.mark.parametrize("way", ways.WAYS)
def test_ways_to_read_have_a_number_for_each_channel(way: str) -> None:
    for name in ("resnet-18", "lenet-5-modern"):
        if way in ways.possible(name):
            channels = published.networks.network(name).shape[0]
            assert len(ways.reads(name, way).mean) == len(ways.reads(name, way).deviation) == channels
        else:
            with pytest.raises(KeyError):
                ways.reads(name, way)
