"""Where the milliseconds go: the slowest layers in any form, and their share of each form's time."""

from __future__ import annotations

import pytest
from msgspec import structs

from desktop.edge.model.forms import Forms
from desktop.edge.model.layers import slowest
from tests.desktop.edge.fake_measures import measured


def forms(**layers: dict[str, float]) -> Forms:
    found = tuple(
        structs.replace(measured(form), layers=tuple(times.items()))  # type: ignore[arg-type]
        for form, times in layers.items()
    )
    return Forms("Small net", found)


def test_layers_are_ranked_by_their_slowest_form() -> None:
    found = slowest(forms(torch={"a": 0.1, "b": 0.3, "c": 0.2}, int8={"a": 0.4, "c": 0.1}), 2)
    assert [each.name for each in found.layers] == ["a", "b"]
    assert found.layers[0].seconds == (("torch", 0.1), ("int8", 0.4))
    assert found.layers[1].seconds == (("torch", 0.3),), "a layer that is fused away has no time of its own"
    assert found.total == 3
    assert dict(found.shares) == {"torch": pytest.approx(0.4 / 0.6), "int8": pytest.approx(0.8)}


def test_forms_that_were_not_timed_by_layer_are_left_out() -> None:
    assert slowest(Forms("Small net", (measured("torch"),)), 9) == ((), 0, ())
    assert dict(slowest(forms(torch={"a": 0.0}), 9).shares) == {}
