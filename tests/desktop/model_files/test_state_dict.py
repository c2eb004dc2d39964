"""Arrays as layers."""

from __future__ import annotations

import random

import pytest

from desktop.model_files.state_dict import GROUPS, PLAIN, SORTED, grouped, natural, parameters
from desktop.model_files.words import Tensor
from tests.network_files import net


def tensors(**shapes: tuple[int, ...]) -> list[Tensor]:
    return [Tensor(name.replace("__", "."), "F32", shape) for name, shape in shapes.items()]


def of_torch() -> list[Tensor]:
    return [Tensor(name, "F32", tuple(each.shape)) for name, each in net().state_dict().items()]


def test_layers_are_told_from_names_and_shapes() -> None:
    found = grouped(of_torch())
    assert [(layer.name, layer.kind, layer.kernel, layer.bias) for layer in found.layers] == [
        ("conv1", "conv", (3, 3), True),
        ("bn1", "batch norm", None, True),
        ("depthwise", "depthwise conv", (3, 5), False),
        ("fc", "dense", None, True),
    ]
    assert all(layer.shape == () and layer.inputs == () for layer in found.layers)
    assert found.notes == (PLAIN, GROUPS)


def test_parameters_are_those_that_torch_counts() -> None:
    expected = {name: sum(each.numel() for each in part.parameters()) for name, part in net().named_children()}
    found = grouped(of_torch())
    assert {layer.name: layer.parameters for layer in found.layers} == expected
    assert parameters(of_torch()) == sum(expected.values())


def test_each_layer_has_its_arrays_the_largest_first() -> None:
    found = grouped(tensors(a__bias=(8,), a__weight=(8, 3, 3, 3), b__gamma=(4,)))
    assert [tensor.name for tensor in found.tensors["a"]] == ["a.weight", "a.bias"]
    assert [tensor.name for tensor in found.tensors["b"]] == ["b.gamma"]


@pytest.mark.parametrize(
    ("shapes", "kind"),
    [
        ({"a__weight": (64,), "a__bias": (64,)}, "numbers"),
        ({"a__weight": (64, 3, 5)}, "numbers"),
        ({"a__weight": (64, 3, 3, 3, 3)}, "numbers"),
        ({"a__weight": (1, 1, 3, 3)}, "conv"),
        ({"a__in_proj_weight": (30, 10)}, "numbers"),
        ({"token": (1, 1, 8)}, "numbers"),
        ({"weight": (5, 5)}, "dense"),
    ],
)
def test_what_the_shapes_do_not_tell_is_numbers(shapes: dict[str, tuple[int, ...]], kind: str) -> None:
    (layer,) = grouped(tensors(**shapes)).layers
    assert layer.kind == kind


def test_a_list_in_the_order_of_letters_is_put_in_that_of_numbers() -> None:
    names = [f"layer{index}.{part}" for index in range(12) for part in ("bias", "weight")]
    found = grouped([Tensor(name, "F32", (2,)) for name in sorted(names)])
    assert [layer.name for layer in found.layers] == [f"layer{index}" for index in range(12)]
    assert SORTED in found.notes


def test_a_list_in_another_order_stays_in_it() -> None:
    found = grouped(tensors(stem__weight=(2,), fc__weight=(3,), block__weight=(2,)))
    assert [layer.name for layer in found.layers] == ["stem", "fc", "block"]
    assert SORTED not in found.notes


def test_a_list_that_is_sorted_kind_by_kind_is_sorted() -> None:
    sorted_so = [Tensor("b", "I64", ()), Tensor("a10", "F32", ()), Tensor("a2", "F32", ())]
    assert [layer.name for layer in grouped(sorted_so).layers] == ["a2", "a10", "b"]


def test_any_names_can_be_compared() -> None:
    names = ["", "9", "a", "a9", "a10", "9a", "a" * 500, "1" * 500, "²", "٣", "a.b.c", ".", "..", "a.a"]
    random.Random(1).shuffle(names)
    assert sorted(names, key=natural).index("a9") < sorted(names, key=natural).index("a10")
    found = grouped([Tensor(name, "F32", (1,)) for name in names])
    assert sum(len(own) for own in found.tensors.values()) == len(names)


def test_a_first_layer_for_grey_pictures_is_no_depthwise_one() -> None:
    shapes = {"a.weight": (6, 1, 5, 5), "b.weight": (16, 6, 5, 5), "c.weight": (16, 1, 3, 3), "d.weight": (8, 1, 3, 3)}
    found = grouped([Tensor(name, "F32", shape) for name, shape in shapes.items()])
    assert [layer.kind for layer in found.layers] == ["conv", "conv", "depthwise conv", "conv"]
