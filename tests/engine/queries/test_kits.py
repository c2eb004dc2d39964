"""Questions about weights of a folder: means and deviations by channel, any number of classes, and what is gone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from engine.contract.numbers import Array
from engine.contract.questions import (
    Ascend,
    Ascended,
    Cover,
    CoverByRows,
    Covered,
    Explain,
    Explained,
    Forward,
    Forwarded,
    MapsRead,
    Published,
    Query,
    Question,
    ReadMaps,
    ReadMeans,
)
from engine.models import networks, published
from engine.models.architectures.catalogue import ARCHITECTURES
from engine.models.published import GONE
from engine.queries import answers
from engine.queries.work import QuestionError

NAME, CLASSES = "squeezenet-1.1", 7
MEAN, DEVIATION = (120.0, 110.0, 90.0), (60.0, 55.0, 50.0)
PICTURE = np.random.default_rng(1).integers(0, 256, (3, 224, 224)).astype(np.uint8)


def write(folder: Path, module: nn.Module, name: str, channels: int = 3) -> Published:
    save_file(
        {key: values.contiguous() for key, values in networks.numbers(module).items()}, folder / f"{name}.safetensors"
    )
    said = {"mean": MEAN[:channels], "deviation": DEVIATION[:channels]}
    (folder / f"{name}.reads.json").write_text(json.dumps(said), encoding="utf-8")
    return Published(name, None, str(folder))


@pytest.fixture(scope="module")
def module() -> nn.Module:
    """The network with as many classes, drawn by chance."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        made = ARCHITECTURES[NAME].build()
        made.get_submodule("head").conv10 = nn.Conv2d(512, CLASSES, 1)
    return made.eval().requires_grad_(False)


@pytest.fixture(scope="module")
def about(module: nn.Module, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The same as a folder."""
    return write(tmp_path_factory.mktemp("kit"), module, NAME)


def ask(about: Published, question: Question) -> list[object]:
    return [each.answer for each in answers.replies(Query(1, about, question), lambda _: None) if each is not None]


def seen(pixels: np.ndarray) -> torch.Tensor:
    levels = (np.asarray(each)[:, None, None] for each in (MEAN, DEVIATION))
    mean, deviation = levels
    return torch.from_numpy((pixels - mean) / deviation).float()[None]


def said(module: nn.Module, pixels: np.ndarray) -> np.ndarray:
    return np.asarray(module(seen(pixels))[0])


def test_its_maps_are_those_of_the_module_whose_weights_they_are(about: Published, module: nn.Module) -> None:
    (found,) = ask(about, ReadMaps(Array.of(PICTURE), ("stem.conv1", "head.gap")))
    assert isinstance(found, MapsRead)
    expected = networks.outputs(module, seen(PICTURE))
    np.testing.assert_allclose(found.logits.numpy(), said(module, PICTURE), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found.maps[0].numpy(), expected["stem.conv1"][0], rtol=1e-4, atol=1e-4)
    (forwarded,) = ask(about, Forward(Array.of(PICTURE)))
    assert isinstance(forwarded, Forwarded)
    assert forwarded.view.logits.shape == (CLASSES,)


def test_slopes_are_over_pixels_whatever_the_channel_is_divided_by(about: Published, module: nn.Module) -> None:
    (found,) = ask(about, Explain(Array.of(PICTURE), "gradient", 4))
    assert isinstance(found, Explained)
    x = torch.from_numpy(PICTURE).double().requires_grad_()
    mean, deviation = (torch.tensor(each).double()[:, None, None] for each in (MEAN, DEVIATION))
    (slope,) = torch.autograd.grad(module(((x - mean) / deviation)[None].float())[0, 4], x)
    expected = 255 * slope.numpy()
    np.testing.assert_allclose(found.values.numpy(), expected, atol=1e-3 * np.abs(expected).max())


@pytest.mark.parametrize("lens", ["smoothed", "grad-cam"])
def test_other_lenses_answer(about: Published, lens: str) -> None:
    found = ask(about, Explain(Array.of(PICTURE), lens, 4, 2, "fire9.expand.concat"))[-1]  # type: ignore[arg-type]
    assert isinstance(found, Explained)
    assert np.abs(found.values.numpy()).max() > 0


def test_a_covered_picture_is_the_picture_with_a_grey_square(about: Published, module: nn.Module) -> None:
    pixels = PICTURE.copy()
    pixels[:, 50:150, 20:120] = 107
    for question in (Cover(Array.of(PICTURE), 100, 107, (50,), (20,)),):
        for each in (question, CoverByRows(question)):
            (found,) = ask(about, each)
            assert isinstance(found, Covered)
            np.testing.assert_allclose(found.logits.numpy()[0, 0], said(module, pixels), rtol=1e-4, atol=1e-5)
            np.testing.assert_allclose(found.bare.numpy(), said(module, PICTURE), rtol=1e-4, atol=1e-5)


def test_a_picture_is_climbed_to_within_black_and_white_of_each_channel(about: Published, module: nn.Module) -> None:
    before = {name: values.clone() for name, values in networks.numbers(_net(about)).items()}
    steps = [each for each in ask(about, Ascend((3, 224, 224), "head.conv10", 2, 8)) if isinstance(each, Ascended)]
    assert steps[-1].strength > steps[0].strength
    there = networks.outputs(module, seen(steps[-1].picture.numpy()))["head.conv10"][0, 2].max()
    assert steps[-1].strength == pytest.approx(float(there), rel=1e-3)
    after = networks.numbers(_net(about))
    assert all(torch.equal(values, after[name]) for name, values in before.items())
    assert not any(part.__dict__.get("forward") for part in _net(about).modules())


def _net(about: Published) -> nn.Module:
    return published.published(about.network, about.drawn, about.folder).module


def test_weights_by_chance_tell_as_many_classes_apart(about: Published) -> None:
    by_chance = Published(about.network, 5, about.folder)
    (found,) = ask(by_chance, ReadMaps(Array.of(PICTURE), ()))
    assert isinstance(found, MapsRead)
    assert found.logits.shape == (CLASSES,)


@pytest.mark.parametrize("name", ["lenet-5", "lenet-5-modern", "resnet-20-cifar", "googlenet-torchvision"])
@pytest.mark.parametrize("drawn", [None, 3])
def test_networks_for_other_pictures_answer(name: str, drawn: int | None, tmp_path: Path) -> None:
    shape = ARCHITECTURES[name].shape
    about = write(tmp_path, ARCHITECTURES[name].build(), name, shape[0])
    pixels = np.random.default_rng(2).integers(0, 256, shape).astype(np.uint8)
    (found,) = ask(Published(name, drawn, about.folder), ReadMaps(Array.of(pixels), ()))
    assert isinstance(found, MapsRead)
    assert np.ptp(found.logits.numpy()) > 0
    with pytest.raises(QuestionError, match=r"^This network takes pictures of "):
        ask(about, ReadMaps(Array.of(np.zeros((3, 200, 200), np.uint8)), ()))


def test_what_helps_in_training_only_gives_nothing_to_look_at(tmp_path: Path) -> None:
    name = "googlenet-torchvision"
    about = write(tmp_path, ARCHITECTURES[name].build(), name)
    with pytest.raises(QuestionError, match=r"no layer 'aux1\.conv'; choose one"):
        ask(about, ReadMaps(Array.of(PICTURE), ("aux1.conv",)))


def test_own_classes_are_not_taught_to_it(about: Published) -> None:
    with pytest.raises(QuestionError, match="the network that ships only"):
        ask(about, ReadMeans(Array.of(PICTURE[None])))


def damage(folder: Path, how: str) -> None:
    file, reads = (folder / f"{NAME}.{kind}" for kind in ("safetensors", "reads.json"))
    match how:
        case "gone":
            file.unlink()
            reads.unlink()
        case "cut off":
            file.write_bytes(file.read_bytes()[:100_000])
        case "another network's":
            save_file({"fc.weight": torch.zeros(3, 3)}, file)
        case "no numbers":
            reads.write_text('{"mean": "none"}', encoding="utf-8")
        case "too few channels":
            reads.write_text('{"mean": [1], "deviation": [1]}', encoding="utf-8")
        case "a deviation of 0":
            reads.write_text('{"mean": [1, 1, 1], "deviation": [1, 0, 1]}', encoding="utf-8")
        case "no number":
            reads.write_text('{"mean": [1, 1, NaN], "deviation": [1, 1, 1]}', encoding="utf-8")


@pytest.mark.parametrize(
    "how",
    ["gone", "cut off", "another network's", "no numbers", "too few channels", "a deviation of 0", "no number"],
)
def test_what_can_t_be_read_is_one_sentence(how: str, module: nn.Module, tmp_path: Path) -> None:
    about = write(tmp_path, module, NAME)
    damage(tmp_path, how)
    for drawn in (None, 1):
        with pytest.raises(QuestionError) as caught:
            ask(Published(NAME, drawn, about.folder), ReadMaps(Array.of(PICTURE), ()))
        assert str(caught.value) == GONE


def test_no_such_network_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="No weights ship of a network named"):
        ask(Published("no-such-network", None, str(tmp_path)), ReadMaps(Array.of(PICTURE), ()))
