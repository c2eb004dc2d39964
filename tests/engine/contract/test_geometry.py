import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from engine.contract.geometry import Geometry, Window, at_input, behind, join
from engine.models.descriptions.description import describe

SIDE = 96

windows = st.builds(
    lambda kernel, stride, padding, dilation: Window(
        (kernel, kernel), (stride, stride), (min(padding, kernel // 2),) * 2, None, (dilation, dilation)
    ),
    st.integers(1, 4), st.integers(1, 2), st.integers(0, 2), st.integers(1, 2),
)  # fmt: skip


def convolution(window: Window) -> nn.Conv2d:
    layer = nn.Conv2d(1, 1, window.kernel, window.stride, window.padding, window.dilation, bias=False)
    nn.init.ones_(layer.weight)
    return layer.double()


def sees(module: nn.Module, at: int) -> list[int]:
    """Return the first and the last column of the input that unit (at, at) depends on."""
    x = torch.zeros(1, 1, SIDE, SIDE, dtype=torch.float64, requires_grad=True)
    module(x)[0, 0, at, at].backward()
    assert x.grad is not None
    columns = x.grad[0, 0].abs().sum(0).nonzero().flatten().tolist()
    return [columns[0], columns[-1]]


@given(st.lists(windows, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_a_gradient_reaches_the_pixels_that_are_foretold(chain: list[Window]) -> None:
    seen = at_input()
    for window in chain:
        seen = behind(seen, window)
    at = -(-max(0, -seen.start[1]) // seen.jump[1])  # the first unit that sees no padding
    first = seen.start[1] + at * seen.jump[1]
    expected = [first, first + seen.field[1] - 1]
    if expected[1] < SIDE:
        assert sees(nn.Sequential(*map(convolution, chain)), at) == expected


def test_the_example_of_the_course() -> None:
    chain = [Window((3, 3)), Window((3, 3)), Window((2, 2), (2, 2)), Window((3, 3))]
    seen, found = at_input(), []
    for window in chain:
        seen = behind(seen, window)
        found.append((seen.field[0], seen.jump[0]))
    assert found == [(3, 1), (5, 1), (6, 2), (10, 2)]


def test_axes_are_kept_apart() -> None:
    assert behind(at_input(), Window((1, 7), (1, 2), (0, 3))) == Geometry((1, 7), (1, 2), (0, -3))


def test_ways_that_meet_see_what_all_of_them_see() -> None:
    narrow, wide = Geometry((1, 1), (2, 2), (0, 0)), Geometry((5, 3), (2, 2), (-2, -1))
    assert join([narrow, wide]) == wide
    assert join([]) is None
    with pytest.raises(ValueError, match="different jumps"):
        join([narrow, at_input()])


def test_a_described_chain_has_the_same_geometry() -> None:
    layers = describe(lambda: nn.Sequential(nn.Conv2d(1, 1, 5, 2, 2), nn.ReLU(), nn.MaxPool2d(3, 2, 1)), (1, 32, 32))
    assert [(layer.field, layer.jump, layer.start) for layer in layers] == [
        ((5, 5), (2, 2), (-2, -2)),
        ((5, 5), (2, 2), (-2, -2)),
        ((9, 9), (4, 4), (-4, -4)),
    ]
