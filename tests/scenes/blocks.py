"""Settings of the residual scenes for tests to try, and what torch computes for the blocks that they describe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from hypothesis import strategies as st

from scenes.reference import ResidualBlock
from scenes.stage.residual.blocks import INPUTS, WEIGHTS
from tests.scenes.seen import turned


def edits(draw: Any, rows: int, columns: int, low: float) -> Any:
    """Numbers changed by hand, some of them outside of what there is."""
    index = st.tuples(st.integers(0, rows), st.integers(0, columns))
    values = st.sampled_from([low, 0.0, 0.5, 2.0, 7.25])
    return tuple(sorted(draw(st.dictionaries(index, values, max_size=3)).items()))


@st.composite
def settings_of(draw: Any, start: Any, sides: Mapping[str, float]) -> Any:
    """Knobs of a scene that begins with `start`; `sides` are its maps that can be edited, and the least value."""
    knobs = turned(
        start, input=draw(st.sampled_from(INPUTS)), weights=draw(st.sampled_from(WEIGHTS)),
        shortcut=draw(st.booleans()), zero=draw(st.booleans()), at=draw(st.tuples(*[st.integers(0, 4)] * 2)),
    )  # fmt: skip
    if draw(st.booleans()):
        knobs = turned(knobs, **{name: edits(draw, 4, 4, low) for name, low in sides.items()})
        knobs = turned(knobs, first=edits(draw, 3, 3, -2.0), second=edits(draw, 3, 3, -2.0))
    return knobs


def by_torch(of: ResidualBlock) -> dict[str, Any]:
    """Every number of the block by the name of its mark, forwards and backwards, by another library."""
    x = torch.tensor(of.x[None, None], requires_grad=True)
    kernels = [torch.tensor(weights[None, None]) for weights in (of.first, of.second)]
    z = torch.nn.functional.conv2d(x, kernels[0], padding=1)
    h = z.relu()
    f = torch.nn.functional.conv2d(h, kernels[1], padding=1)
    straight = x * 1.0
    s = f + straight if of.shortcut else f * 1.0
    y = s.relu()
    for each in (z, h, f, s, straight):
        each.retain_grad()
    y.backward(torch.tensor(of.upstream[None, None]), retain_graph=True)
    found = {
        "x": x, "x on the shortcut": x, "z": z, "ReLU(z)": h, "F(x)": f, "sum": s, "y": y,
        "gradient at the sum": s.grad, "gradient at F(x)": f.grad, "gradient on the shortcut": straight.grad,
        "gradient at h": h.grad, "gradient at z": z.grad, "gradient at x": x.grad,
    }  # fmt: skip
    arrays = {name: value.detach().numpy()[0, 0].copy() for name, value in found.items() if value is not None}
    through = torch.autograd.grad(f, x, torch.tensor(arrays["gradient at F(x)"])[None, None])[0]
    arrays["gradient through F"] = through.numpy()[0, 0]
    return arrays | {"gradient at y": of.upstream}


IN_PARTS = (
    "products",
    "under the window",
    "added up",
    "sum on its way",
    "number on its way",
    "row ",
    "product ",
    "weight ",
)
"""So begin the names of marks that are parts of a map, or on their way."""
