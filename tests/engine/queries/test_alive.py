"""The memory of activations in torch, counted by hand."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.queries.alive import most_alive

MAP = 4 * 8 * 8 * 4
"""The bytes of four maps of 8×8."""


class Around(nn.Module):
    """Keeps what it gets until it is added."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Conv2d(4, 4, 1), nn.Conv2d(4, 4, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.second(self.first(x)) + x


def test_what_a_layer_reads_and_gives_is_there_at_once() -> None:
    with torch.inference_mode():
        wide = nn.Sequential(nn.Conv2d(4, 8, 1), nn.Conv2d(8, 1, 1), nn.Flatten(), nn.Linear(64, 3))
        assert most_alive(wide, torch.zeros(1, 4, 8, 8)) == MAP + 2 * MAP + MAP // 4  # who asks has the picture


def test_in_place_and_views_need_nothing_more() -> None:
    with torch.inference_mode():
        x = torch.zeros(1, 4, 8, 8)
        assert most_alive(nn.Sequential(nn.Conv2d(4, 4, 1), nn.ReLU(inplace=True), nn.Flatten()), x) == 2 * MAP
        assert most_alive(nn.Sequential(nn.Conv2d(4, 4, 1), nn.ReLU()), x) == 3 * MAP


def test_what_is_needed_later_stays() -> None:
    with torch.inference_mode():
        assert most_alive(Around(), torch.zeros(1, 4, 8, 8)) == 3 * MAP


def test_weights_do_not_count() -> None:
    with torch.inference_mode():
        assert most_alive(nn.Linear(1000, 1), torch.zeros(1, 1000)) == 4000 + 4
