"""Canvases with digits apart from each other, and peaks that are counted where they lie."""

from collections import OrderedDict

import numpy as np
import pytest
import torch
from torch import nn

from engine.making import localising
from engine.making.weights import ink
from engine.models.layers import Mean


@pytest.fixture(autouse=True)
def few_canvases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(localising, "CANVASES", 40)


def test_two_digits_are_of_different_classes_and_do_not_meet() -> None:
    found = localising.canvases(24)
    assert found.pictures.shape == (40, 1, 24, 24)
    assert (found.classes[:, 0] != found.classes[:, 1]).all()
    assert (np.abs(found.corners[:, 0] - found.corners[:, 1]).max(axis=1) >= 8).all()
    assert found.corners.min() >= 0
    assert found.corners.max() <= 16


def test_ink_lies_in_the_boxes_only() -> None:
    found = localising.canvases(24, 1)
    for picture, ((top, left),) in zip(found.pictures, found.corners.tolist(), strict=True):
        outside = picture[0].copy()
        outside[top : top + 8, left : left + 8] = 0
        assert not outside.any()
        assert picture.any()


def test_a_net_that_shows_ink_finds_it_and_its_negative_does_not() -> None:
    """Maps that are the picture itself peak in the box; with negative weights they peak on the empty ground."""
    net = nn.Sequential(OrderedDict(relu=nn.Identity(), mean=Mean(), fc=nn.Linear(1, 10)))
    on = localising.canvases(24, 1)
    last = net[2]
    assert isinstance(last, nn.Linear)
    with torch.no_grad():
        last.weight.fill_(1.0)
    assert localising.found(net, on, ink).all()
    with torch.no_grad():
        last.weight.fill_(-1.0)
    assert localising.found(net, on, ink).mean() < 0.5
    assert localising.found(net, on, ink, said=True).shape == (40, 1)
