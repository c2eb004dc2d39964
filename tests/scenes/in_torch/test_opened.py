"""The lines for a block of an opened network run, and give maps of the shape that the network has there."""

from __future__ import annotations

import pytest
import torch

from scenes.in_torch.opened import block
from scenes.real_network.stops import stops

NETWORKS = ("resnet-50", "vgg-11", "squeezenet-1.1", "googlenet-torchvision", "efficientnet-b0", "mobilenet-v2",
            "inception-v3", "alexnet-torchvision")  # fmt: skip


@pytest.mark.parametrize("name", NETWORKS)
def test_the_lines_run_and_give_maps_of_that_shape(name: str) -> None:
    for stop in (stops(name)[0], stops(name)[len(stops(name)) // 2], stops(name)[-1]):
        lines, held = block(name, stop).text, dict[str, torch.Tensor]()
        exec(lines, held)
        assert held["y"].shape[1:] == stop.out.shape
        convolutions = [each for each in stop.operations if each.conv is not None]
        assert lines.count("nn.Conv2d(") == len(convolutions)
        assert lines.count("nn.BatchNorm2d(") == sum(bool(each.norm) for each in convolutions)
        assert "Lite" not in lines
