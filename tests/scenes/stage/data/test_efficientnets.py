"""The released EfficientNets: their factors are those of the built networks, and near to powers of their phi."""

from __future__ import annotations

import pytest

from engine.models.architectures.efficientnet import SCALINGS
from scenes.stage.data.efficientnets import NEAREST_PHI, efficientnet, family


def test_released_factors_are_those_that_the_networks_are_built_with() -> None:
    for model, built in zip(family(), SCALINGS, strict=True):
        assert (model.width, model.depth, model.side) == (built.width, built.depth, built.resolution)


def test_phi_fits_widths_and_pictures_within_a_twentieth() -> None:
    for model, phi in zip(family(), NEAREST_PHI, strict=True):
        depth, width, side = model.powers
        assert width == pytest.approx(model.width, rel=0.05), phi
        assert side == pytest.approx(model.side, rel=0.05), phi
        assert depth > 0.98 * model.depth


def test_each_has_its_name_its_accuracy_and_its_network() -> None:
    b7 = efficientnet("B7")
    assert (b7.name, b7.top_1, b7.network.name, b7.side) == ("B7", 84.3, "efficientnet-b7", 600)
    assert [stage.name for stage in b7.stages] == [f"stage{number}" for number in range(1, 8)]
