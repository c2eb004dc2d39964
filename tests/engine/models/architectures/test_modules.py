"""The architectures compute: they are networks, not only descriptions."""

from collections import OrderedDict

import pytest
import torch
from torch import nn
from torch.nn import functional

from engine.models.architectures.catalogue import ARCHITECTURES
from engine.models.architectures.gates import SqueezeExcite
from engine.models.architectures.lenet import C3_TABLE, RadialBasis, ScaledTanh, Subsampling, TableConv
from engine.models.architectures.parts import Branches, SameConv, conv, conv_relu, row


@pytest.mark.parametrize("name", ["lenet-5", "lenet-5-modern", "resnet-20-cifar"])
def test_small_networks_compute_logits(name: str) -> None:
    architecture = ARCHITECTURES[name]
    with torch.inference_mode():
        logits = architecture.build().eval()(torch.rand(2, *architecture.shape))
    assert logits.shape == (2, 10)
    assert logits.isfinite().all()


@pytest.mark.parametrize("name", ["googlenet", "googlenet-torchvision", "inception-v3"])
def test_auxiliary_classifiers_answer_while_training_only(name: str) -> None:
    architecture = ARCHITECTURES[name]
    with torch.device("meta"), torch.no_grad():
        module, x = architecture.build(), torch.empty(2, *architecture.shape)
        answers = [tuple(each.shape) for each in module.train()(x)]
        assert answers == [(2, 1000)] * (2 if name == "inception-v3" else 3)
        assert tuple(module.eval()(x).shape) == (2, 1000)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mobilenet-v2", "se-resnet-50", "efficientnet-b0", "squeezenet-1.1", "resnet-18-a"])
def test_large_networks_compute_logits_with_memory_too(name: str) -> None:
    with torch.inference_mode():
        logits = ARCHITECTURES[name].build().eval()(torch.rand(1, 3, 64, 64))
    assert logits.shape == (1, 1000)
    assert logits.isfinite().all()


def test_a_map_of_c3_reads_the_maps_of_the_table_and_no_others() -> None:
    layer = TableConv(6, C3_TABLE, 5)
    x = torch.rand(1, 6, 14, 14, requires_grad=True)
    assert layer.weight.numel() + layer.bias.numel() == 1516
    for target, sources in enumerate(C3_TABLE):
        (gradient,) = torch.autograd.grad(layer(x)[0, target].sum(), x)
        assert tuple(gradient[0].abs().sum((1, 2)).nonzero().flatten().tolist()) == sources


def test_a_full_table_is_an_ordinary_convolution() -> None:
    layer = TableConv(3, ((0, 1, 2), (0, 1, 2)), 3)
    x = torch.rand(1, 3, 6, 6)
    torch.testing.assert_close(layer(x), functional.conv2d(x, layer.weight.view(2, 3, 3, 3), layer.bias))


def test_subsampling_weighs_the_sum_of_four() -> None:
    layer = Subsampling(1)
    with torch.no_grad():
        layer.weight.fill_(0.5)
        layer.bias.fill_(1.0)
    assert layer(torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])).item() == 6.0


def test_the_squashing_function_keeps_one() -> None:
    x = torch.tensor([-1.0, 0.0, 1.0])
    torch.testing.assert_close(ScaledTanh()(x), x, atol=1e-4, rtol=0)


def test_radial_basis_units_measure_the_distance_to_their_code() -> None:
    layer = RadialBasis(84, 10)
    distances = layer(layer.codes)
    assert set(layer.codes.unique().tolist()) == {-1.0, 1.0}
    assert distances.diagonal().tolist() == [0.0] * 10
    assert not list(layer.parameters())


def test_gates_multiply_whole_maps() -> None:
    layer = SqueezeExcite(2, 1, nn.ReLU())
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.zero_()
    x = torch.rand(1, 2, 3, 3)
    torch.testing.assert_close(layer(x), x / 2)


def test_branches_concatenate() -> None:
    module = Branches(one=row(conv_relu("", 3, 2, 1)), two=row(conv_relu("", 3, 4, (3, 1))))
    x = torch.rand(1, 3, 5, 7)
    y = module(x)
    assert y.shape == (1, 6, 5, 7)
    torch.testing.assert_close(y[:, 2:], functional.relu(module.two.conv(x)))


def test_parts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="'conv'"):
        row(OrderedDict(conv=conv(1, 1, 1)), conv=conv(1, 1, 1))


@pytest.mark.parametrize(
    ("kernel", "stride", "height", "width"),
    [(1, 1, 7, 7), (3, 1, 8, 8), (3, 2, 8, 8), (5, 1, 7, 7), (5, 2, 10, 10), (5, 2, 7, 7), (3, 2, 7, 8), (1, 2, 5, 6)],
)
def test_same_padding_lies_where_tensorflow_puts_it(kernel: int, stride: int, height: int, width: int) -> None:
    """By its rule: (ceil(n / s) - 1) s + k - n cells in all, the smaller half before the input."""
    layer, x = SameConv(2, 3, kernel, stride), torch.rand(1, 2, height, width)
    margins = [max((-(-side // stride) - 1) * stride + kernel - side, 0) for side in (width, height)]
    padded = functional.pad(x, [part for added in margins for part in (added // 2, added - added // 2)])
    torch.testing.assert_close(layer(x), functional.conv2d(padded, layer.weight, layer.bias, stride))
    assert layer(x).shape[2:] == (-(-height // stride), -(-width // stride))


@pytest.mark.parametrize(("kernel", "stride", "expected"), [(3, 1, (1, 1)), (3, 2, (0, 1)), (5, 2, (1, 2))])
def test_same_padding_is_known_for_maps_that_the_stride_divides(
    kernel: int, stride: int, expected: tuple[int, int]
) -> None:
    layer = SameConv(1, 1, kernel, stride)
    assert (layer.before, layer.behind) == expected
