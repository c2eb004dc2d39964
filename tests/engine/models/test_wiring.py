"""Which layer sees what: what is said of it without torch is what torch does."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from torch import Tensor, nn

from engine.contract.spec import DATA, PRESETS, Built, opened
from engine.contract.spec.built import parts as p
from engine.contract.spec.built.wiring import PICTURE, Side, Wiring, chain, wiring
from engine.models import networks
from engine.models.builders import build
from tests.engine.models.test_assembling import nets, settled, shapes


def storage(values: Tensor) -> int:
    return values.untyped_storage().data_ptr()


def require_tied(found: Wiring, module: nn.Module, shape: tuple[int, int, int]) -> None:
    """Every layer sees the very numbers that its sources gave."""
    given_to: dict[nn.Module, tuple[Tensor, ...]] = {}
    gave: dict[nn.Module, Tensor] = {}

    def note(part: nn.Module, seen: tuple[Tensor, ...], made: Tensor) -> None:
        given_to[part], gave[part] = seen, made

    layers = list(networks.leaves(module).values())
    hooks = [layer.register_forward_hook(note) for layer in layers]
    picture = torch.rand(1, *shape)
    with torch.inference_mode():
        module.eval()(picture)
    for hook in hooks:
        hook.remove()
    assert len(layers) == len(found.wires)
    for layer, wire in zip(layers, found.wires, strict=True):
        sources = [picture if source == PICTURE else gave[layers[source]] for source in wire.inputs]
        assert [storage(each) for each in given_to[layer]] == [storage(each) for each in sources]


def numbers(row: object) -> list[int]:
    """All layers of a row, those side by side one row after the other."""
    found: list[int] = []
    for node in row:  # type: ignore[attr-defined]
        found += [each for lane in node.rows for each in numbers(lane)] if isinstance(node, Side) else [node]
    return found


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_tied_as_torch_ties_them(name: str) -> None:
    spec = PRESETS[name].spec
    shape, classes = DATA[spec.data].shape, len(DATA[spec.data].classes)
    for contestant in spec.contestants:
        found = wiring(opened(contestant.network, shape).parts, shape, classes)
        require_tied(found, build(contestant.network, shape, classes), shape)
        assert numbers(found.row) == list(range(len(found.wires)))


@given(nets, shapes)
@settings(max_examples=150, deadline=None)
def test_whatever_is_built_is_tied_as_torch_ties_it(net: p.Parts, shape: tuple[int, int, int]) -> None:
    parts = settled(net, shape)
    if parts is None:
        return
    found = wiring(parts, shape, 10)
    require_tied(found, build(Built(parts), shape, 10), shape)
    assert numbers(found.row) == list(range(len(found.wires)))


def test_a_convolution_knows_its_part_and_a_plus_both_its_sides() -> None:
    body = (p.Conv(4), p.Activate())
    found = wiring((p.Conv(4, 5, 1, 2), p.Residual(body), p.Flatten(), p.Dense(None)), (1, 8, 8), 10)
    assert found.wires[0] == (p.Conv(4, 5, 1, 2), (PICTURE,))
    assert found.wires[3] == (None, (2, 0))
    assert found.wires[4] == (p.Dense(None), (3,))
    assert found.row == (0, 1, 2, 3, 4)


def test_a_projection_lies_beside_what_it_goes_round() -> None:
    body = (p.Conv(8, 3, 2, 1),)
    found = wiring((p.Conv(4), p.Residual(body, "projection"), p.Mean(), p.Dense(None)), (1, 8, 8), 10)
    assert found.row == (0, Side(((1,), (2,))), 3, 4, 5)
    assert found.wires[2].part == p.Pointwise(8, 2, bias=False)
    assert found.wires[3].inputs == (1, 2)


def test_of_unknown_layers_the_order_is_left() -> None:
    assert [wire.inputs for wire in chain(3).wires] == [(PICTURE,), (0,), (1,)]
