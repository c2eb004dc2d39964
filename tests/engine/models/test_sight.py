"""What a cell sees of the picture: whatever changes beside that changes nothing in torch, and its edges are real."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.contract.spec import DATA, PRESETS, Built, Network, opened
from engine.contract.spec.built import parts as p
from engine.contract.spec.built.sight import Patch, patch
from engine.contract.spec.built.wiring import chain, wiring
from engine.models import networks
from engine.models.builders import build
from tests.engine.models.test_assembling import nets, settled, shapes

Shape = tuple[int, int, int]


def sees(network: Network, shape: Shape, layer: int, at: tuple[float, float]) -> tuple[Patch, torch.Tensor]:
    """The patch of a cell, and which pixels (rows, columns) it depends on by its gradient."""
    found = wiring(opened(network, shape).parts, shape, 10)
    module = build(network, shape, 10).eval()
    names = list(networks.leaves(module))
    given_ = [tuple(each.shape[1:]) for each in networks.outputs(module, torch.zeros(1, *shape)).values()]
    high, wide = given_[layer][1:] if len(given_[layer]) == 3 else (1, 1)
    row, column = int(at[0] * (high - 1)), int(at[1] * (wide - 1))
    generator = torch.Generator().manual_seed(0)
    one, other = torch.randn(2, 1, *shape, generator=generator)
    told = patch(found.wires, given_, shape, layer, row, column)
    inside = torch.zeros(shape[1:], dtype=torch.bool)
    inside[told.top : told.bottom, told.left : told.right] = True
    before, after = (
        networks.outputs(module, torch.where(inside, one, beside))[names[layer]][0] for beside in (one, other)
    )
    spot = (slice(None), row, column) if len(given_[layer]) == 3 else slice(None)
    assert torch.equal(before[spot], after[spot]), "what lies beside the patch changed something"
    changed = torch.zeros(shape[1:], dtype=torch.bool)
    if before.isfinite().all():
        for y, x in ((told.top, told.left), (told.bottom - 1, told.right - 1)):
            if not told.empty:
                poked = one.clone()
                poked[:, :, y, x] += 10.0
                seen = networks.outputs(module, poked)[names[layer]][0]
                changed[y, x] = not torch.equal(seen[spot], before[spot])
    return told, changed


@given(nets, shapes, st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.999))
@settings(max_examples=150, deadline=None)
def test_nothing_beside_a_patch_counts(net: p.Parts, shape: Shape, down: float, across: float, where: float) -> None:
    parts = settled(net, shape)
    if parts is not None:
        count = len(wiring(parts, shape, 10).wires)
        sees(Built(parts), shape, int(where * count), (down, across))


@pytest.mark.parametrize("name", PRESETS)
def test_nothing_beside_a_patch_counts_in_presets(name: str) -> None:
    spec = PRESETS[name].spec
    shape = DATA[spec.data].shape
    for contestant in spec.contestants:
        count = len(wiring(opened(contestant.network, shape).parts, shape, 10).wires)
        for layer in range(0, count, max(1, count // 4)):
            sees(contestant.network, shape, layer, (0.5, 0.3))


def test_the_corners_of_a_patch_count() -> None:
    net = Built((p.Conv(4, 3), p.Activate("tanh"), p.Pool("mean", 2, 2), p.Conv(4, 3), p.Mean(), p.Dense(None)))
    told, changed = sees(net, (1, 16, 16), 3, (0.5, 0.5))
    assert told == Patch(3, 3, 11, 11), "3 + (2 - 1) and then 2 for each step to both sides: 8"
    assert changed[3, 3]
    assert changed[10, 10]


def test_a_patch_ends_where_the_picture_ends() -> None:
    net = Built((p.Conv(4, 3), p.Conv(4, 3), p.Mean(), p.Dense(None)))
    assert sees(net, (1, 8, 8), 1, (0.0, 0.0))[0] == Patch(0, 0, 3, 3)


def test_a_gate_and_a_list_of_numbers_see_all() -> None:
    net = Built((p.Conv(4, 3), p.SqueezeExcite(2), p.Mean(), p.Dense(None)))
    whole = Patch(0, 0, 8, 8)
    assert sees(net, (1, 8, 8), 6, (0.5, 0.5))[0] == whole, "behind the gate"
    assert sees(net, (1, 8, 8), 7, (0.0, 0.0))[0] == whole, "the means"
    assert sees(net, (1, 8, 8), 0, (0.5, 0.5))[0] == Patch(2, 2, 5, 5), "before it"


def test_layers_of_which_nothing_is_known_see_all() -> None:
    assert patch(chain(2).wires, [(4, 8, 8), (4, 8, 8)], (1, 8, 8), 1, 3, 3) == Patch(0, 0, 8, 8)
