"""Which description the weights of a file fit, held against the state dicts of torchvision and of our own modules."""

from __future__ import annotations

import re

import pytest
import torch
from safetensors import safe_open
from torch import nn

import assets
from desktop.model_files import state_dict
from desktop.model_files.fits import shapes
from desktop.model_files.fits.fitting import Fit, completed, fit
from desktop.model_files.words import Contents, Tensor
from engine.models import networks as torch_networks
from engine.models.architectures.catalogue import ARCHITECTURES
from scenes.stage.data import networks
from tests.torchvision_models import OURS, model, models

LITE = "efficientnet-lite0"
COUNTED = "num_batches_tracked"


def listed(made: nn.Module, kind: str = "F32") -> list[Tensor]:
    """The arrays of a state dict, as a file lists them."""
    return [
        Tensor(name, "I64" if name.endswith(COUNTED) else kind, tuple(values.shape))
        for name, values in made.state_dict().items()
    ]


def of_torchvision(name: str, classes: int = 1000, **choices: bool) -> list[Tensor]:
    with torch.device("meta"):
        return listed(model(name, classes, **choices))


def known(found: Fit | None) -> Fit:
    assert found is not None
    return found


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_a_description_says_what_arrays_its_module_has(name: str) -> None:
    with torch.device("meta"):
        made = ARCHITECTURES[name].build()
    own = {each: tuple(values.shape) for each, values in torch_networks.numbers(made).items()}
    described = networks.network(name)
    assert shapes.tensors(described) == own
    added = {each: part.eps for each, part in made.named_modules() if isinstance(part, nn.BatchNorm2d)}
    assert {each.name: each.epsilon for each in described.layers if each.kind == "batch norm"} == added


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_our_own_names_are_known(name: str) -> None:
    with torch.device("meta"):
        found = known(fit(listed(ARCHITECTURES[name].build())))
    alike = {"resnet-18-plain": "resnet-18-a", "resnet-34-plain": "resnet-34-a"}
    alike |= {f"resnet-{depth}-v1": f"resnet-{depth}" for depth in (50, 101, 152)}
    assert found.network == alike.get(name, name)
    assert found.naming == "ours"
    assert found.names.keys() == shapes.tensors(networks.network(name)).keys()


@pytest.mark.parametrize(("name", "ours"), OURS.items())
def test_torchvisions_names_are_known(name: str, ours: str) -> None:
    tensors = of_torchvision(name)
    found = known(fit(tensors))
    assert (found.network, found.naming, found.classes) == (ours, "torchvision", 1000)
    assert sorted(found.names.values()) == sorted(each.name for each in tensors if not each.name.endswith(COUNTED))


def test_the_names_of_the_network_that_ships_are_known() -> None:
    with safe_open(assets.path("published", f"{LITE}.safetensors"), "numpy") as stored:
        tensors = [Tensor(name, "F32", tuple(stored.get_slice(name).get_shape())) for name in stored.keys()]  # noqa: SIM118
    found = known(fit(tensors))
    assert (found.network, found.naming, found.way) == (LITE, "published", "lite")


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.", "module._orig_mod."])
def test_what_wrappers_put_before_all_names_is_understood(prefix: str) -> None:
    tensors = [Tensor(prefix + name, kind, shape) for name, kind, shape in _parts(of_torchvision("resnet18"))]
    found = known(fit(tensors))
    assert found.network == "resnet-18"
    assert found.names["head.fc.weight"] == f"{prefix}fc.weight"


def _parts(tensors: list[Tensor]) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(each.name, each.kind, each.shape) for each in tensors]


@pytest.mark.parametrize(
    "name", ["alexnet", "vgg11", "googlenet", "resnet18", "squeezenet1_0", "mobilenet_v2", "efficientnet_b0"]
)
def test_another_number_of_classes_fits(name: str) -> None:
    found = known(fit(of_torchvision(name, 10)))
    assert (found.network, found.classes) == (OURS[name], 10)
    assert found.described.classes == 10
    assert found.described.parameters_in_training == sum(values.numel() for values in _on_no_device(name).parameters())


def _on_no_device(name: str) -> nn.Module:
    with torch.device("meta"):
        return model(name, 10)


@pytest.mark.parametrize("name", ["googlenet", "inception_v3"])
def test_auxiliary_classifiers_may_be_missing_or_of_another_shape(name: str) -> None:
    without = known(fit(of_torchvision(name, aux_logits=False)))
    assert not any(layer.auxiliary for layer in without.described.layers)
    tensors = of_torchvision(name)
    whole = known(fit(tensors))
    assert any(layer.auxiliary for layer in whole.described.layers)
    ends = ("aux1.fc2.weight", "AuxLogits.fc.weight")
    odd = [Tensor(n, kind, (7, *shape[1:]) if n in ends else shape) for n, kind, shape in _parts(tensors)]
    found = known(fit(odd))
    assert without.names.items() <= found.names.items() < whole.names.items()


@pytest.mark.parametrize("place", [0, 40, -1])
def test_one_array_too_few_or_of_another_shape_or_kind_fits_nothing(place: int) -> None:
    tensors = [each for each in of_torchvision("resnet18") if not each.name.endswith(COUNTED)]
    odd = tensors[place]
    for other in (Tensor(odd.name, odd.kind, (*odd.shape[:-1], odd.shape[-1] + 1)), Tensor(odd.name, "I8", odd.shape)):
        assert fit([other if each is odd else each for each in tensors]) is None
    assert fit([each for each in tensors if each is not odd]) is None
    assert fit([*tensors, Tensor("more.weight", "F32", (3,))]) is None
    assert fit([]) is None


@pytest.mark.parametrize("kind", ["F16", "BF16", "F64"])
def test_numbers_of_other_lengths_fit(kind: str) -> None:
    with torch.device("meta"):
        assert known(fit(listed(model("squeezenet1_1"), kind))).network == "squeezenet-1.1"


def test_a_network_that_we_do_not_describe_fits_nothing() -> None:
    with torch.device("meta"):
        others = (
            models.resnext50_32x4d(weights=None),
            models.vgg11_bn(weights=None),
            models.wide_resnet50_2(weights=None),
        )
        assert [fit(listed(other)) for other in others] == [None] * 3


def test_where_several_networks_look_alike_the_note_says_so() -> None:
    (note,) = known(fit(of_torchvision("resnet50"))).notes
    assert "ResNet-50 as published" in note
    assert note.endswith("It runs as ResNet-50.")
    assert known(fit(of_torchvision("resnet18"))).notes == ()
    (pixels,) = known(fit(of_torchvision("inception_v3"))).notes
    assert "−1 to 1" in pixels


def _completed(tensors: list[Tensor]) -> Contents:
    layers, own, notes = state_dict.grouped(tensors)
    plain = Contents(
        "a.safetensors", "safetensors", 1, layers, own, state_dict.parameters(tensors), why="…", notes=notes
    )
    return completed(plain, known(fit(tensors)))


def test_the_files_own_names_are_told_where_they_are_others() -> None:
    found = _completed(of_torchvision("vgg11"))
    assert found.names_there["block1.conv1_1"] == "features.0"
    assert found.names_there.keys() == {layer.name for layer in found.layers if layer.parameters}
    wrapped = [Tensor(f"module.{name}", kind, shape) for name, kind, shape in _parts(of_torchvision("resnet18"))]
    assert _completed(wrapped).names_there["layer1.1.conv1"] == "module.layer1.0.conv1"
    with torch.device("meta"):
        ours = listed(ARCHITECTURES["vgg-11"].build())
    assert _completed(ours).names_there == {}


def test_what_auxiliary_classifiers_add_to_the_counts_is_told() -> None:
    found, without = (_completed(of_torchvision("googlenet", 10, aux_logits=given)) for given in (True, False))
    (told,) = (note for note in found.notes if "auxiliary" in note)
    assert f"{found.parameters - without.parameters:,} of its parameters" in told
    assert found.macs == without.macs
    assert f"without the {sum(layer.macs for layer in found.layers) - (found.macs or 0):,} of theirs" in told
    assert not any("auxiliary" in note for note in without.notes)


def test_auxiliary_classifiers_that_are_in_no_list_are_told_of_too() -> None:
    tensors = of_torchvision("googlenet")
    odd = [
        Tensor(name, kind, (7, *shape[1:]) if re.match(r"aux\d\.fc2", name) else shape)
        for name, kind, shape in _parts(tensors)
    ]
    found = _completed(odd)
    assert not any(layer.auxiliary for layer in found.layers)
    (told,) = (note for note in found.notes if "auxiliary" in note)
    more = found.parameters - sum(layer.parameters for layer in found.layers)
    assert told.startswith(f"{more:,} of its parameters")
    assert "multiply" not in told


def test_a_file_that_fits_is_told_of_by_its_description() -> None:
    tensors = of_torchvision("googlenet", 10, aux_logits=False)
    found = _completed(tensors)
    assert (found.network, found.runs, found.why, found.classes, found.shape) == (
        "googlenet-torchvision", "engine", "", 10, (3, 224, 224),
    )  # fmt: skip
    assert found.parameters == sum(layer.parameters for layer in found.layers)
    assert found.macs == sum(layer.macs for layer in found.layers)
    assert [each.name for each in found.tensors["stem.norm1"]] == [
        f"conv1.bn.{part}" for part in ("weight", "bias", "running_mean", "running_var")
    ]
    assert [each.name for each in found.tensors["head.fc"]] == ["fc.weight", "fc.bias"]
    assert found.way == "imagenet"
    assert "ImageNet" in found.notes[-1]
