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
    assert slowest(Forms("Small net", (measured("torch"),)), 9) == ((), 0, (), ())
    assert dict(slowest(forms(torch={"a": 0.0}), 9).shares) == {}


def test_what_is_no_layer_isnt_counted_as_one_but_takes_its_share() -> None:
    onnx = structs.replace(measured("onnx"), layers=(("a", 0.2), ("b", 0.1)), own=(("laying numbers out anew", 0.1),))
    found = slowest(Forms("Small net", (structs.replace(onnx, depth=5),)), 1)
    assert found.total == 5, "three of them are fused with others"
    assert [each.name for each in found.layers] == ["a"]
    assert dict(found.shares) == {"onnx": pytest.approx(0.5)}
    assert found.own == (("onnx", pytest.approx(0.25), ("laying numbers out anew",)),)
