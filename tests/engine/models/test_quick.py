"""What is computed quicker is what torch computes."""

import pytest
import torch
from torch import Tensor, nn

from engine.models import quick
from engine.models.layers import Conv, Flatten
from engine.models.quick import Pairs


@pytest.fixture(autouse=True)
def sixteen_lanes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a processor with AVX-512, wherever this runs."""
    monkeypatch.setattr(quick, "_LANES", 16)


def learned(conv: Conv, x: Tensor) -> list[Tensor]:
    """What a convolution gives, and the gradients of its input, weights and biases for an uneven loss."""
    given = conv(x)
    loss = (given * torch.linspace(-1, 1, given.numel()).view(given.shape)).sum()
    return [given, *torch.autograd.grad(loss, [x, *conv.parameters()])]


@pytest.mark.parametrize("kernel", [(5, 5), (7, 7), (9, 9), (3, 5)])
@pytest.mark.parametrize(("inputs", "outputs"), [(1, 8), (8, 16), (3, 4), (12, 5)])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("layout", [torch.channels_last, torch.contiguous_format])
def test_a_convolution_in_pairs_is_that_convolution(
    kernel: tuple[int, int], inputs: int, outputs: int, bias: bool, layout: torch.memory_format
) -> None:
    torch.manual_seed(1)
    conv = Conv(inputs, outputs, kernel, padding=(kernel[0] // 2, kernel[1] // 2), bias=bias)
    conv.to(memory_format=layout).double()
    x = torch.randn(3, inputs, 10, 12, dtype=torch.float64).contiguous(memory_format=layout).requires_grad_()
    expected = learned(conv, x)
    assert Pairs.gain(conv)
    conv.pairs = Pairs(conv)
    for _ in range(2):
        for mine, plain in zip(learned(conv, x), expected, strict=True):
            torch.testing.assert_close(mine, plain, rtol=1e-12, atol=1e-12)


def test_maps_of_odd_width_are_convolved_plainly() -> None:
    conv = Conv(1, 8, 5, padding=2)
    x = torch.randn(2, 1, 6, 7)
    expected = conv(x)
    conv.pairs = Pairs(conv)
    assert torch.equal(conv(x), expected)


@pytest.mark.parametrize(
    "conv",
    [
        Conv(9, 9, 5, padding=2),
        Conv(1, 8, 3, padding=1),
        Conv(1, 8, 5),
        Conv(1, 8, 5, padding=2, stride=2),
        Conv(4, 4, 5, padding=2, groups=4),
        Conv(1, 8, 6, padding=3),
    ],
    ids=["enough maps", "small kernel", "no padding", "stride", "groups", "even kernel"],
)
def test_others_are_not_computed_in_pairs(conv: nn.Conv2d) -> None:
    assert not Pairs.gain(conv)


def test_half_of_the_maps_are_the_largest_of_four() -> None:
    x = torch.randn(3, 5, 6, 8).contiguous(memory_format=torch.channels_last)
    x[0, 0, 0, 0] = torch.nan
    assert torch.equal(quick.halved(x).nan_to_num(99), nn.functional.max_pool2d(x, 2).nan_to_num(99))


def test_a_gradient_goes_back_to_maps_as_they_lay() -> None:
    x = torch.randn(2, 3, 4, 4).contiguous(memory_format=torch.channels_last).requires_grad_()
    maps = x * 1
    rows = Flatten()(maps)
    (gradient,) = torch.autograd.grad((rows * torch.arange(48)).sum(), x)
    assert torch.equal(rows, maps.reshape(2, 48))
    assert torch.equal(gradient[1], torch.arange(48.0).view(3, 4, 4))
    assert gradient.is_contiguous(memory_format=torch.channels_last)
