import re
from collections import OrderedDict

import pytest
import torch
from torch import Tensor, nn

from engine.models.architectures.gates import SqueezeExcite
from engine.models.architectures.parts import (
    Auxiliary,
    Branches,
    SameConv,
    WithHeads,
    conv,
    conv_norm_relu,
    repeated,
    row,
)
from engine.models.descriptions.description import Layer, describe
from engine.models.layers import Mean, Parts, Residual


def parts(**named: nn.Module) -> Parts:
    return OrderedDict(named)


def described(module: nn.Module, shape: tuple[int, int, int] = (4, 8, 8)) -> dict[str, Layer]:
    return {layer.name: layer for layer in describe(lambda: module.to("meta"), shape)}


def test_a_layer_tells_all_about_itself() -> None:
    layers = described(row(conv=conv(4, 6, 3, 2, groups=2)))
    assert layers["conv"] == Layer(
        name="conv",
        kind="grouped conv",
        inputs=("input",),
        shape=(6, 4, 4),
        parameters=6 * 2 * 9 + 6,
        macs=4 * 4 * 6 * 2 * 9,
        kernel=(3, 3),
        stride=(2, 2),
        padding=(1, 1),
        groups=2,
        bias=True,
        field=(3, 3),
        jump=(2, 2),
        start=(-1, -1),
    )


def test_padding_that_differs_is_told_of_both_sides() -> None:
    layers = described(row(one=SameConv(4, 4, 5, 2), two=SameConv(4, 4, 3)))
    assert (layers["one"].padding, layers["one"].behind, layers["one"].start) == ((1, 1), (2, 2), (-1, -1))
    assert (layers["two"].padding, layers["two"].behind, layers["two"].start) == ((1, 1), None, (-3, -3))
    assert (layers["one"].shape, layers["two"].field) == ((4, 4, 4), (9, 9))


def test_a_sum_reads_both_lanes() -> None:
    body = conv_norm_relu("1", 4, 4, 3)
    layers = described(row(stem=conv(4, 4, 1), layer1=repeated([Residual(body, after=parts(relu2=nn.ReLU()))])))
    assert layers["layer1.1.add"].inputs == ("layer1.1.relu1", "stem")
    assert layers["layer1.1.relu2"].inputs == ("layer1.1.add",)
    assert list(layers)[-1] == "layer1.1.relu2"


def test_branches_are_concatenated_in_their_order() -> None:
    layers = described(Branches(wide=row(conv=conv(4, 3, 5)), narrow=row(conv=conv(4, 2, (1, 3)))))
    assert layers["concat"].inputs == ("wide.conv", "narrow.conv")
    assert layers["concat"].shape == (5, 8, 8)
    assert (layers["narrow.conv"].field, layers["concat"].field) == ((1, 3), (5, 5))


def test_a_gate_changes_nothing_about_what_a_map_sees() -> None:
    layers = described(row(conv=conv(4, 4, 3), se=SqueezeExcite(4, 2, nn.ReLU())))
    assert layers["se.scale"].inputs == ("conv", "se.gate")
    assert layers["se.gate"].shape == (4,)
    assert layers["se.gate"].field is None
    assert layers["se.scale"].field == (3, 3)
    assert [layers[f"se.{name}"].macs for name in ("squeeze", "reduce", "expand", "scale")] == [0, 8, 8, 0]


def test_auxiliary_classifiers_are_marked() -> None:
    stages = parts(first=conv(4, 4, 3), gap=Mean(), fc=nn.Linear(4, 3))
    head = Auxiliary(parts(gap=Mean(), fc=nn.Linear(4, 3)))
    layers = described(WithHeads(stages, {"aux": ("first", head)}))
    assert [name for name, layer in layers.items() if layer.auxiliary] == ["aux.gap", "aux.fc"]
    assert layers["aux.gap"].inputs == layers["gap"].inputs == ("first",)


def test_dropout_says_how_much_it_drops_and_flattened_units_see_everything() -> None:
    layers = described(row(flatten=nn.Flatten(), drop=nn.Dropout(0.4), fc=nn.Linear(256, 3), relu=nn.ReLU()))
    assert layers["drop"].rate == 0.4
    assert layers["fc"].inputs == ("drop",)
    assert {layer.field for layer in layers.values()} == {None}


def test_buffers_are_no_parameters() -> None:
    assert described(row(norm=nn.BatchNorm2d(4)))["norm"].parameters == 8


def test_nothing_is_computed_behind_the_watchers_back() -> None:
    class Hidden(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = conv(4, 4, 1)
            self.relu = nn.ReLU()

        def forward(self, x: Tensor) -> Tensor:
            result: Tensor = self.relu(self.conv(x) + x)
            return result

    with pytest.raises(ValueError, match="relu reads something that no layer has made"):
        described(Hidden())


def test_an_unknown_operation_says_where_to_add_it() -> None:
    told = "PixelShuffle has no description yet; add it to engine.models.descriptions.operations"
    with pytest.raises(TypeError, match=re.escape(told)):
        described(row(shuffle=nn.PixelShuffle(2)))


def test_describing_draws_no_random_numbers_and_takes_no_memory() -> None:
    before = torch.get_rng_state()
    (layer,) = describe(lambda: nn.Linear(10**6, 10**6), (1, 1, 10**6))
    assert layer.parameters == 10**12 + 10**6
    assert torch.equal(before, torch.get_rng_state())
