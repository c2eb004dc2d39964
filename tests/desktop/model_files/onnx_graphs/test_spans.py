"""What units see behind steps that make maps larger, held against the gradients of torch."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from desktop.model_files.onnx_graphs.onnx_file import read
from desktop.model_files.onnx_graphs.spans import PIXEL, Spans, behind, joined, spread
from tests.desktop.model_files.exported import export
from tests.desktop.model_files.small_onnx import array, contents, model, node, numbers

SIDE = 48


class UNet(nn.Module):
    """One step down and one up again, and the maps from before beside those from below."""

    def __init__(self, up: nn.Module) -> None:
        super().__init__()
        self.before, self.below, self.up, self.behind = conv(), conv(2), up, conv()

    def forward(self, picture: Tensor) -> Tensor:
        before = self.before(picture)
        found: Tensor = self.behind(before + self.up(self.below(before)))
        return found


def conv(stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(1, 1, 3, stride, 1)


def up(kernel: int, stride: int = 2, padding: int = 0, more: int = 0, dilation: int = 1) -> nn.ConvTranspose2d:
    return nn.ConvTranspose2d(1, 1, kernel, stride, padding, more, dilation=dilation)


NETS = {
    "windows that don't overlap": UNet(up(2)),
    "windows that do": UNet(up(4, padding=1)),
    "windows that overlap here and there": UNet(up(3, padding=1, more=1)),
    "taps that lie apart": nn.Sequential(nn.Conv2d(1, 1, 3, 3), up(3, 3, padding=1, dilation=2), conv()),
    "the nearest": UNet(nn.Upsample(scale_factor=2)),
    "between two": UNet(nn.Upsample(scale_factor=2, mode="bilinear")),
    "between four": UNet(nn.Upsample(scale_factor=2, mode="bicubic")),
    "four times as large": nn.Sequential(conv(2), conv(2), up(4, 4), conv(), conv()),
    "three times as large": nn.Sequential(nn.Conv2d(1, 1, 3, 3), nn.Upsample(scale_factor=3, mode="bilinear"), conv()),
    "larger and smaller again": nn.Sequential(conv(2), up(3, padding=1, more=1), conv(2), conv()),
    "one and a half times as large": nn.Sequential(nn.Conv2d(1, 1, 3, 3), nn.Upsample(scale_factor=1.5), conv()),
}


@pytest.mark.parametrize("name", NETS)
def test_the_last_layer_sees_as_many_pixels_as_have_a_gradient(name: str, tmp_path: Path) -> None:
    net = NETS[name].eval()
    with torch.no_grad():
        for weights in net.parameters():
            weights.fill_(1.0)
    picture = torch.zeros(1, 1, SIDE, SIDE, requires_grad=True)
    rows = net(picture)[0, 0, :, net(picture).shape[3] // 2]
    seen = []
    for row in rows[len(rows) // 3 : -(len(rows) // 3)]:
        (slopes,) = torch.autograd.grad(row, picture, retain_graph=True)
        pixels = slopes[0, 0].any(1).nonzero()
        seen.append(int(pixels.max() - pixels.min()) + 1)
    path = export(net, picture.detach(), tmp_path / "net.onnx", opset_version=17)
    last = read(path).layers[-1]
    assert (last.r, last.j) == (max(seen), SIDE // len(rows))


class Wide(nn.Module):
    """Maps that know the whole picture, beside maps that don't, or added to them."""

    def __init__(self, beside: bool) -> None:
        super().__init__()
        self.beside, self.first, self.mean = beside, nn.Conv2d(3, 4, 3), nn.AdaptiveAvgPool2d(1)

    def forward(self, picture: Tensor) -> Tensor:
        maps = self.first(picture)
        whole = self.mean(maps)
        return torch.cat([maps, whole.expand_as(maps)], 1) if self.beside else maps + whole


@pytest.mark.parametrize("beside", [True, False])
def test_what_is_joined_with_maps_that_see_all_sees_all(beside: bool, tmp_path: Path) -> None:
    path = export(Wide(beside).eval(), torch.zeros(1, 3, 8, 8), tmp_path / "net.onnx", opset_version=17)
    first, *_, last = read(path).layers
    assert (first.r, last.r) == (3, None)


def test_a_scale_that_is_not_the_same_all_over_the_map_is_not_told(tmp_path: Path) -> None:
    corners = nn.Sequential(nn.Conv2d(3, 4, 3, 2), nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True))
    path = export(corners.eval(), torch.zeros(1, 3, 9, 9), tmp_path / "net.onnx", opset_version=17)
    assert [layer.r for layer in read(path).layers] == [3, None]


def test_units_between_pixels_and_units_that_see_nothing_are_not_told() -> None:
    assert spread(PIXEL, 2, 2, 0, 1) is None, "half a pixel apart"
    halved = behind(PIXEL, 3, 2, 1, 1)
    assert halved == Spans(2, (-1,), (2,))
    assert spread(halved, 1, 2, 0, 1) is None, "every second unit reads none"


def test_neighbours_that_see_alike_again_are_told_as_one() -> None:
    halved = behind(PIXEL, 2, 2, 0, 1)
    assert halved is not None
    doubled = spread(halved, 2, 2, 0, 1)
    assert doubled == Spans(1, (0, -1), (2, 1))
    assert behind(doubled, 2, 2, 0, 1) == Spans(2, (0,), (2,))
    assert joined([doubled, halved]) is None, "they lie apart otherwise"
    assert joined([doubled, PIXEL]) == doubled


def test_windows_that_no_network_has_are_not_waited_for() -> None:
    assert behind(PIXEL, 2**40, 1, 0, 1) == Spans(1, (0,), (2**40,))
    doubled = Spans(1, (0, -1), (2, 1))
    assert behind(doubled, 2**40, 1, 0, 1) is None
    assert spread(Spans(2, (0,), (2,)), 2**40, 2, 0, 1) is None
    assert spread(Spans(2**20, (0,), (1,)), 3, 2**20, 0, 1) is None


@pytest.mark.parametrize("scale", [float("inf"), float("nan"), -1.0, 1e30, 2.0])
def test_scales_that_can_not_be_are_not_told(scale: float, tmp_path: Path) -> None:
    nodes = [
        node("Conv", ["x", "w"], ["a"], strides=[2, 2], kernel_shape=[3, 3]),
        node("Resize", ["a", "", "s"], ["y"], mode="nearest"),
    ]
    made = model(nodes, [numbers("w", 4, 3, 3, 3), array("s", [1.0, 1.0, scale, scale])])
    assert contents(made, tmp_path).layers[-1].r == (3 if scale == 2 else None)


def test_paddings_that_follow_from_what_comes_out_are_not_told(tmp_path: Path) -> None:
    for told, r in (({}, 3), ({"auto_pad": "SAME_UPPER"}, None), ({"output_shape": [8, 8]}, None)):
        nodes = [
            node("Conv", ["x", "w"], ["a"], strides=[2, 2], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
            node("ConvTranspose", ["a", "v"], ["y"], strides=[2, 2], kernel_shape=[2, 2], **told),
        ]
        made = model(nodes, [numbers("w", 4, 3, 3, 3), numbers("v", 4, 4, 2, 2)])
        assert contents(made, tmp_path).layers[-1].r == r, told


def test_a_row_that_is_used_for_all_rows_does_not_say_what_is_seen(tmp_path: Path) -> None:
    nodes = [node("AveragePool", ["x"], ["row"], kernel_shape=[8, 1]), node("Mul", ["x", "row"], ["y"])]
    assert [layer.r for layer in contents(model(nodes), tmp_path).layers] == [8, None]


def test_what_is_computed_along_the_maps_leaves_what_is_seen(tmp_path: Path) -> None:
    """As gates for places do, which read the mean of all maps at each."""
    nodes = [
        node("Conv", ["x", "w"], ["a"], pads=[1, 1, 1, 1]),
        node("ReduceMean", ["a"], ["m"], axes=[1]),
        node("Conv", ["m", "v"], ["g"], pads=[2, 2, 2, 2]),
        node("Split", ["a"], ["one", "other"], axis=1),
        node("Mul", ["other", "g"], ["y"]),
    ]
    made = model(nodes, [numbers("w", 4, 3, 3, 3), numbers("v", 1, 1, 5, 5)], opset=11)
    assert [layer.r for layer in contents(made, tmp_path).layers] == [3, 3, 7, 3, 7]
