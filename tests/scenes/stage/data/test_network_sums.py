"""How the counts of networks hang together: layers with weights, last maps, shares, and what other programs count."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from scenes.stage.data.networks import Layer, Network, network

MASTER = {
    "lenet-5": (4, (16, 5, 5)),
    "lenet-5-modern": (5, (16, 5, 5)),
    "alexnet": (5 + 3, (256, 6, 6)),
    "alexnet-torchvision": (5 + 3, (256, 6, 6)),
    "vgg-16": (13 + 3, (512, 7, 7)),
    "googlenet": (57 + 1, (1024, 7, 7)),
    "googlenet-torchvision": (57 + 1, (1024, 7, 7)),
    "inception-v3": (94 + 1, (2048, 8, 8)),
    "squeezenet-1.0": (26, (512, 13, 13)),
    "squeezenet-1.1": (26, (512, 13, 13)),
    "resnet-18": (17 + 1 + 3, (512, 7, 7)),
    "resnet-34": (33 + 1 + 3, (512, 7, 7)),
    "resnet-50": (49 + 1 + 4, (2048, 7, 7)),
    "resnet-101": (100 + 1 + 4, (2048, 7, 7)),
    "resnet-152": (151 + 1 + 4, (2048, 7, 7)),
    "mobilenet-v1": (27 + 1, (1024, 7, 7)),
    "mobilenet-v2": (52 + 1, (1280, 7, 7)),
    "se-resnet-50": (49 + 1 + 4 + 32, (2048, 7, 7)),
    "efficientnet-b0": (81 + 1, (1280, 7, 7)),
    "efficientnet-b1": (115 + 1, (1280, 8, 8)),
    "efficientnet-b2": (115 + 1, (1408, 9, 9)),
    "efficientnet-b3": (130 + 1, (1536, 10, 10)),
    "efficientnet-b4": (160 + 1, (1792, 12, 12)),
    "efficientnet-b5": (194 + 1, (2048, 15, 15)),
    "efficientnet-b6": (224 + 1, (2304, 17, 17)),
    "efficientnet-b7": (273 + 1, (2560, 19, 19)),
    "efficientnet-lite0": (81 + 1 - 2 * 16, (1280, 7, 7)),
}
"""Convolutions and dense layers (projections and gates too), and the shape of the last map before the head."""
KERAS = {
    "vgg-16": 138_357_544,
    "inception-v3": 23_851_784,
    "resnet-50": 25_636_712,
    "mobilenet-v1": 4_253_864,
    "mobilenet-v2": 3_538_984,
    "efficientnet-b0": 5_330_571,
    "efficientnet-b7": 66_658_687,
}
"""What keras.io prints for the same networks."""


@pytest.mark.parametrize("name", MASTER)
def test_layers_with_weights_and_the_last_map(name: str) -> None:
    found = network(name)
    maps = [layer.shape for layer in found.inference if layer.spatial and layer.shape[1] > 1]
    before_classes = [shape for shape in maps if shape[0] != 1000]  # SqueezeNet ends in one map for each class
    assert (len(found.weighted), before_classes[-1]) == MASTER[name]


def part(found: Network, chosen: Callable[[Layer], bool]) -> tuple[int, int]:
    """Return the parameters and MACs of the layers of a network that are chosen."""
    layers = [layer for layer in found.inference if chosen(layer)]
    return sum(layer.parameters for layer in layers), sum(layer.macs for layer in layers)


@pytest.mark.parametrize("name", KERAS)
def test_what_keras_counts(name: str) -> None:
    """Keras counts the moving means and variances of batch normalisation too: twice as many numbers as channels.

    Besides, its ResNets have a bias in every convolution, its Inception v3 has no scales in its normalisations, and
    its EfficientNets begin with a layer that standardises the pictures: seven numbers.
    """
    found = network(name)
    norms, _ = part(found, lambda layer: layer.kind == "batch norm")
    own = {
        "resnet-50": sum(layer.shape[0] for layer in found.inference if layer.convolves),
        "inception-v3": -norms // 2,
        "efficientnet-b0": 7,
        "efficientnet-b7": 7,
    }
    assert found.parameters + norms + own.get(name, 0) == KERAS[name]


def test_where_mobilenet_spends_its_work_and_its_weights() -> None:
    found = network("mobilenet-v1")
    kinds: dict[str, Callable[[Layer], bool]] = {
        "1x1": lambda layer: layer.kind == "conv" and layer.kernel == (1, 1),
        "depthwise": lambda layer: layer.kind == "depthwise conv",
        "stem": lambda layer: layer.label == "conv1",
        "dense": lambda layer: layer.kind == "dense",
    }
    counts = [part(found, chosen) for chosen in kinds.values()]
    weights = sum(parameters for parameters, _ in counts)
    assert [round(100 * macs / found.macs, 2) for _, macs in counts] == [94.86, 3.06, 1.91, 0.18]
    shares = [100 * parameters / weights for parameters, _ in counts]
    assert shares == pytest.approx([74.6, 1.06, 0.02, 24.3], abs=0.05)


def test_googlenets_weights_without_its_biases() -> None:
    found = network("googlenet")
    biases = sum(layer.shape[0] for layer in found.weighted if layer.bias)
    assert (found.parameters - biases, biases) == (6_990_272, 8_280)


def test_the_two_heads_of_torchvisions_googlenet() -> None:
    found = network("googlenet-torchvision")
    assert found.parameters_in_training - found.parameters == 6_379_984


def test_the_head_at_the_side_of_inception_v3() -> None:
    weighted = [layer for layer in network("inception-v3").stage("aux").layers if layer.parameters]
    counts = [layer.parameters for layer in weighted]
    assert (sum(counts[:2]), sum(counts[2:4]), counts[4:]) == (98_560, 2_459_136, [769_000])


def test_the_stems_that_stand_in_tables_with_their_normalisations() -> None:
    def convolutions(name: str) -> list[tuple[int, int]]:
        """Return the parameters of each convolution of a stem with its normalisation, and its MACs."""
        layers = network(name).stage("stem").layers
        return [(one.parameters + two.parameters, one.macs) for one, two in pairwise(layers) if one.convolves]

    assert convolutions("googlenet-torchvision") == [
        (9_536, 118_013_952),
        (4_224, 12_845_056),
        (110_976, 346_816_512),
    ]
    assert convolutions("inception-v3") == [
        (928, 19_181_664),
        (9_280, 199_148_544),
        (18_560, 398_297_088),
        (5_280, 27_284_480),
        (138_624, 696_867_840),
    ]


@pytest.mark.parametrize(("depth", "parameters", "macs"), [(18, 513_000, 512_000), (50, 2_049_000, 2_048_000)])
def test_the_dense_layer_of_a_resnet(depth: int, parameters: int, macs: int) -> None:
    head = network(f"resnet-{depth}").stage("head")
    assert (head.parameters, head.macs) == (parameters, macs)
