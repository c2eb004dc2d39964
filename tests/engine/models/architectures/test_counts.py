"""Counts of variants that are not stored; tests/scenes/stage/data/test_networks.py has those of the others."""

from collections.abc import Callable
from functools import partial

import pytest
import torch
from torch import nn

from engine.models.architectures.efficientnet import SCALINGS, STAGES, efficientnet, widened
from engine.models.architectures.lenet import lenet5_modern
from engine.models.architectures.mobilenet import mobilenet_v1
from engine.models.architectures.resnet import cifar_resnet, resnet
from engine.models.descriptions.description import describe

CIFAR = (3, 32, 32)


def counts(build: Callable[[], nn.Module], shape: tuple[int, int, int]) -> tuple[int, int]:
    layers = describe(build, shape)
    return sum(layer.parameters for layer in layers), sum(layer.macs for layer in layers)


def test_lenet_for_colour_pictures() -> None:
    assert counts(partial(lenet5_modern, 3), CIFAR)[0] == 62_006


@pytest.mark.parametrize(
    ("depth", "parameters"),
    [(20, 272_474), (32, 466_906), (44, 661_338), (56, 855_770), (110, 1_730_714)],
)
def test_cifar_resnets_with_projections(depth: int, parameters: int) -> None:
    assert counts(partial(cifar_resnet, depth, "B"), CIFAR)[0] == parameters


@pytest.mark.slow
def test_the_longest_resnet() -> None:
    layers = describe(partial(cifar_resnet, 1202), CIFAR)
    assert sum(layer.parameters for layer in layers) == 19_421_274
    assert sum(layer.macs for layer in layers) == 2_829_238_912
    assert [layer.field for layer in layers if layer.field][-1] == (5597, 5597)
    with torch.device("meta"):
        assert sum(weight.numel() for weight in cifar_resnet(1202, "B").parameters()) == 19_424_026


@pytest.mark.parametrize("depth", [2, 19, 21])
def test_cifar_resnets_have_certain_depths_only(depth: int) -> None:
    with pytest.raises(ValueError, match="6n \\+ 2"):
        cifar_resnet(depth)


def test_squeeze_and_excitation_with_the_papers_strides() -> None:
    assert counts(partial(resnet, 50, early=True, waist=16), (3, 224, 224)) == (28_088_024, 3_860_488_192)


@pytest.mark.slow
@pytest.mark.parametrize(("depth", "parameters"), [(101, 49_326_872), (152, 66_821_848)])
def test_deeper_nets_with_squeeze_and_excitation(depth: int, parameters: int) -> None:
    assert counts(partial(resnet, depth, waist=16), (3, 224, 224))[0] == parameters


@pytest.mark.parametrize(
    ("width", "parameters", "macs"),
    [
        (1.0, 4_231_976, (568_740_352, 418_121_728, 290_675_200, 186_400_768)),
        (0.75, 2_585_560, (325_400_448, 239_273_472, 166_396_800, 106_770_432)),
        (0.5, 1_331_592, (149_497_088, 109_970_432, 76_524_800, 49_160_192)),
        (0.25, 470_072, (41_030_272, 30_212_608, 21_059_200, 13_570_048)),
    ],
)
def test_thinner_mobilenets_on_smaller_pictures(width: float, parameters: int, macs: tuple[int, ...]) -> None:
    found = [counts(partial(mobilenet_v1, width), (3, side, side)) for side in (224, 192, 160, 128)]
    assert found == [(parameters, each) for each in macs]


def test_the_mobilenets_that_the_paper_compares_with() -> None:
    shape = (3, 224, 224)
    assert counts(partial(mobilenet_v1, separable=False), shape) == (29_294_088, 4_867_293_184)
    assert counts(partial(mobilenet_v1, shallow=True), shape) == (2_887_976, 307_323_392)


def test_efficientnet_b2_on_the_pictures_of_its_released_weights() -> None:
    assert counts(partial(efficientnet, SCALINGS[2]), (3, 288, 288))[1] == 1_087_529_456


@pytest.mark.parametrize(
    ("number", "stem", "channels", "head"),
    [
        (0, 32, (16, 24, 40, 80, 112, 192, 320), 1280),
        (1, 32, (16, 24, 40, 80, 112, 192, 320), 1280),
        (2, 32, (16, 24, 48, 88, 120, 208, 352), 1408),
        (3, 40, (24, 32, 48, 96, 136, 232, 384), 1536),
        (4, 48, (24, 32, 56, 112, 160, 272, 448), 1792),
        (5, 48, (24, 40, 64, 128, 176, 304, 512), 2048),
        (6, 56, (32, 40, 72, 144, 200, 344, 576), 2304),
        (7, 64, (32, 48, 80, 160, 224, 384, 640), 2560),
    ],
)
def test_widths_are_rounded_to_multiples_of_eight(number: int, stem: int, channels: tuple[int, ...], head: int) -> None:
    width = SCALINGS[number].width
    assert tuple(widened(plan.channels, width) for plan in STAGES) == channels
    assert (widened(32, width), widened(1280, width)) == (stem, head)


@pytest.mark.parametrize(("width", "channels"), [(1.1, 48), (1.4, 56), (2.0, 80)])
def test_forty_channels_made_wider(width: float, channels: int) -> None:
    assert widened(40, width) == channels
