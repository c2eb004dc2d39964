"""What the networks of the residual, the separable and the colour scene have to be."""

import math
from itertools import pairwise

import pytest
import torch
from torch import nn

from engine.contract.spec import (
    DATA,
    ColourNet,
    ConvStack,
    DenseNet,
    HeadedCNN,
    InceptionNet,
    Initialisation,
    Network,
    SmallCNN,
    StagedCNN,
    parameters,
)
from engine.models import networks
from engine.models.builders import build
from engine.models.layers import Branches, Gate, Projection, Residual, SideHead

DIGITS, CANVAS, COLOUR = (DATA[name].shape for name in ("digits", "translated24", "yellow"))


def by_name(module: nn.Module, shape: tuple[int, int, int]) -> dict[str, networks.Layer]:
    return {layer.name: layer for layer in networks.describe(module, shape)}


def blocks(module: nn.Module) -> list[Residual]:
    return [part for part in module.modules() if isinstance(part, Residual)]


def of_blocks(module: nn.Module, x: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Input and output of every residual block while the network sees x."""
    seen: list[tuple[torch.Tensor, torch.Tensor]] = []
    for block in blocks(module):
        block.register_forward_hook(lambda _block, inputs, output: seen.append((inputs[0], output)))
    with torch.no_grad():
        module(x)
    return seen


def test_the_standard_and_the_separable_net_have_the_sizes_that_the_scene_tells() -> None:
    sizes = {}
    for separable in (False, True):
        layers = networks.describe(build(StagedCNN(separable=separable), CANVAS, 10), CANVAS)
        sizes[separable] = sum(one.parameters for one in layers), sum(one.macs for one in layers)
    assert sizes == {False: (70_330, 4_064_896), True: (10_474, 619_264)}


def test_a_separable_stage_costs_one_over_n_plus_one_over_nine_of_a_standard_one() -> None:
    standard, separable = (by_name(build(StagedCNN(separable=flag), CANVAS, 10), CANVAS) for flag in (False, True))
    for number, filters in enumerate((32, 32, 64, 64), start=1):
        split = separable[f"stage{number}.depthwise"].macs + separable[f"stage{number}.pointwise"].macs
        assert split / standard[f"stage{number}.conv"].macs == pytest.approx(1 / filters + 1 / 9)


def test_layers_of_a_stage_are_named_and_described() -> None:
    layers = by_name(build(StagedCNN(separable=True), CANVAS, 10), CANVAS)
    assert list(layers)[:9] == [
        *("stem.conv", "stem.norm", "stem.relu"),
        *("stage1.depthwise", "stage1.norm1", "stage1.relu1"),
        *("stage1.pointwise", "stage1.norm2", "stage1.relu2"),
    ]
    assert layers["stage1.depthwise"].text == "16 filters 3x3, padding 1, stride 2, one for each channel"
    assert [layers[name].kind for name in ("stem.norm", "stage1.pointwise", "mean")] == ["norm", "conv", "pool"]


@pytest.mark.parametrize(("blocks_", "depth"), [(3, 8), (9, 20), (15, 32)])
def test_the_depth_of_a_stack_counts_its_layers_with_weights(blocks_: int, depth: int) -> None:
    for shortcut in ("none", "identity"):
        network = ConvStack(blocks=blocks_, shortcut=shortcut)
        layers = networks.describe(build(network, DIGITS, 10), DIGITS)
        assert sum(layer.kind in ("conv", "dense") for layer in layers) == network.depth == depth
        assert len(networks.activations(layers)) == depth
        assert sum(layer.kind == "add" for layer in layers) == (0 if shortcut == "none" else blocks_)


def test_a_plain_stack_and_its_residual_twin_start_from_the_same_weights() -> None:
    plain, residual = (
        networks.seeded(ConvStack(shortcut=shortcut), DIGITS, 10, seed=4).state_dict()
        for shortcut in ("none", "identity")
    )
    assert plain.keys() == residual.keys()
    assert all(torch.equal(plain[name], residual[name]) for name in plain)
    assert parameters(ConvStack(), "digits") == parameters(ConvStack(shortcut="identity"), "digits")


def test_a_residual_block_adds_its_input_before_its_last_activation() -> None:
    module = networks.seeded(ConvStack(shortcut="identity"), DIGITS, 10, seed=1)
    block, x = blocks(module)[0], torch.rand(5, 8, 8, 8)
    lane = block.norm2(block.conv2(block.relu1(block.norm1(block.conv1(x)))))  # type: ignore[operator]
    torch.testing.assert_close(block(x), torch.relu(lane + x))


@pytest.mark.parametrize("norm", ["none", "batch"])
def test_zero_init_makes_every_block_the_identity(norm: str) -> None:
    network = ConvStack(blocks=4, shortcut="identity", norm=norm, zero_init=True)  # type: ignore[arg-type]
    seen = of_blocks(networks.seeded(network, DIGITS, 10, seed=1), torch.randn(6, *DIGITS))
    assert len(seen) == 4
    assert all(torch.equal(x, y) for x, y in seen)
    usual = ConvStack(blocks=4, shortcut="identity", norm=norm)  # type: ignore[arg-type]
    assert not any(torch.equal(x, y) for x, y in of_blocks(build(usual, DIGITS, 10), torch.randn(6, *DIGITS)))


def test_a_projection_costs_few_parameters_where_shapes_change() -> None:
    layers = by_name(build(ConvStack((8, 16), shortcut="projection"), DIGITS, 10), DIGITS)
    assert [name for name in layers if "shortcut" in name] == ["block4.shortcut"]
    assert layers["block4.shortcut"].parameters == 128
    assert layers["block4.conv1"].parameters + layers["block4.conv2"].parameters == 3456
    assert layers["block4.shortcut"].text == "16 filters 1x1, padding 0, stride 2"
    assert layers["block4.add"].shape == (16, 4, 4)


@pytest.mark.parametrize("channels", [(1, 4), (3, 4), (6, 6), (8, 16)])
def test_a_projection_gives_what_a_1x1_convolution_with_stride_2_gives(channels: tuple[int, int]) -> None:
    """In double precision and the usual layout, where torch's own strided convolution can be trusted."""
    torch.manual_seed(1)
    ours = Projection(*channels, 2)
    networks.channels_last(ours)
    reference = nn.Conv2d(*channels, 1, 2, bias=False).double()
    reference.weight.data.copy_(ours.weight.data)
    for _ in range(20):
        x = torch.randn(6, channels[0], 8, 8)
        expected, given = reference(x.double()), ours(x.contiguous(memory_format=torch.channels_last))
        torch.testing.assert_close(given.double(), expected, rtol=1e-5, atol=1e-5)
        back = torch.randn_like(given)
        (wanted,) = torch.autograd.grad(expected, [reference.weight], back.double())
        (found,) = torch.autograd.grad(given, [ours.weight], back)
        torch.testing.assert_close(found.double(), wanted, rtol=1e-4, atol=1e-4)


def test_without_projection_every_second_pixel_and_maps_of_zeros_are_added() -> None:
    network = ConvStack((3, 5), blocks=1, shortcut="identity", zero_init=True)
    (_, changed) = of_blocks(networks.seeded(network, DIGITS, 10, seed=1), torch.randn(4, *DIGITS))
    x, y = changed
    torch.testing.assert_close(y[:, :3], x[:, :, ::2, ::2])
    assert not y[:, 3:].any()


def test_a_dense_layer_with_shortcut_adds_its_input_behind_its_activation() -> None:
    module = networks.seeded(DenseNet((6, 6), "sigmoid", shortcut="identity"), DIGITS, 10, seed=1)
    assert [layer.name for layer in networks.describe(module, DIGITS)] == [
        *("fc1", "sigmoid1", "block2.fc2", "block2.sigmoid2", "block2.add", "fc3")
    ]
    ((x, y),) = of_blocks(module, torch.randn(3, *DIGITS))
    torch.testing.assert_close(y, x + torch.sigmoid(module.block2.fc2(x)))  # type: ignore[operator, union-attr]


def test_the_colour_nets_have_the_sizes_that_the_scene_tells() -> None:
    assert parameters(ColourNet(), "yellow") == 26
    assert parameters(ColourNet(("depthwise",)), "yellow") == 38
    assert parameters(ColourNet(("depthwise", "pointwise")), "yellow") == 56


def test_a_depthwise_net_cannot_tell_which_channels_lit_up_together() -> None:
    """The means that reach its dense layer stay the same when a channel's picture is turned around."""
    together = torch.rand(4, *COLOUR)
    apart = together.clone()
    apart[:, 0] = together[:, 0].roll(5, 2)
    for convolutions, blind in ((("depthwise",), True), (("depthwise", "pointwise"), False)):
        network = ColourNet(convolutions, kernel=1, activation="tanh")  # type: ignore[arg-type]
        module = networks.seeded(network, COLOUR, 2, seed=3)
        assert torch.allclose(module(together), module(apart), atol=1e-6) == blind


@pytest.mark.parametrize(
    ("init", "expected"),
    [("he", math.sqrt(2 / 450)), ("glorot", math.sqrt(2 / (450 + 540))), (2.0, 2 / math.sqrt(450))],
)
def test_weights_start_with_the_spread_that_was_asked_for(init: Initialisation, expected: float) -> None:
    module = networks.seeded(SmallCNN((50, 60), 3, init=init), CANVAS, 10, seed=1)
    weight = module.conv2.weight.detach()  # type: ignore[union-attr, operator]
    assert float(weight.std()) == pytest.approx(expected, rel=0.02)
    assert not any(part.bias.any() for part in module if isinstance(part, nn.Conv2d | nn.Linear))
    uniform = float(weight.abs().max()) <= math.sqrt(3) * expected * 1.0001
    assert uniform == (init == "glorot")


def test_the_default_is_that_of_pytorch() -> None:
    module = networks.seeded(DenseNet((500,)), CANVAS, 10, seed=1)
    assert float(module.fc1.weight.detach().std()) == pytest.approx(1 / math.sqrt(3 * 576), rel=0.02)  # type: ignore[union-attr, operator]


@pytest.mark.parametrize("network", [DenseNet((4, 4), norm="batch"), ConvStack((4, 4, 4, 4), norm="batch")])
def test_a_batch_of_one_picture_is_normalised_by_the_running_statistics(network: DenseNet | ConvStack) -> None:
    module = networks.seeded(network, (1, 8, 8), 10, seed=1)
    x = torch.randn(1, 1, 8, 8)
    assert torch.isfinite(module(x)).all()
    assert torch.isfinite(module(torch.randn(2, 1, 8, 8))).all()


def test_normalised_layers_have_no_bias_and_others_have() -> None:
    for norm, biased in (("none", True), ("batch", False)):
        module = build(SmallCNN(norm=norm), CANVAS, 10)  # type: ignore[arg-type]
        assert (module.conv1.bias is not None) == biased  # type: ignore[union-attr]


def test_widths_follow_each_other() -> None:
    plan = ConvStack((4, 6, 8), blocks=2).plan
    assert plan == ((4, 4, 1), (4, 4, 1), (4, 6, 2), (6, 6, 1), (6, 8, 2), (8, 8, 1))
    assert all(one[1] == two[0] for one, two in pairwise(plan))


# Heads, branches and gates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "network",
    [
        HeadedCNN(),
        HeadedCNN(head="dense", norm="none"),
        HeadedCNN(pools=1, kernel=5),
        InceptionNet(),
        InceptionNet(aux=True, norm="none"),
        StagedCNN(squeeze=4),
        StagedCNN(squeeze=5, separable=True),
        DenseNet((16,) * 9, aux_every=4),
        DenseNet((16,) * 8, aux_every=4, norm="batch"),
    ],
)
def test_parameters_are_told_without_building(network: Network) -> None:
    layers = networks.describe(build(network, CANVAS, 10), CANVAS)
    assert network.parameters(CANVAS, 10) == sum(layer.parameters for layer in layers)
    assert layers[-1].shape == (10,)


def test_the_two_heads_have_the_sizes_that_are_told() -> None:
    assert [parameters(HeadedCNN(head=head), "translated24") for head in ("mean", "dense")] == [14_458, 88_570]


def test_an_inception_module_concatenates_its_four_branches() -> None:
    network = InceptionNet(modules=((3, 2, 5, 2, 4, 6),))
    module = build(network, CANVAS, 10)
    (branches,) = (part for part in module.modules() if isinstance(part, Branches))
    x = torch.randn(2, network.stem, 12, 12)
    with torch.no_grad():
        joined = branches.eval()(x)
        apart = [getattr(branches, name)(x) for name in ("one", "three", "five", "pooled")]
    assert [part.shape[1] for part in apart] == [3, 5, 4, 6]
    assert torch.equal(joined, torch.cat(apart, 1))
    assert network.width(network.modules[0]) == 18


def test_gates_multiply_maps_by_numbers_between_0_and_1_of_the_picture_s_own() -> None:
    torch.manual_seed(1)
    gate = Gate(8, 4)
    x = torch.randn(3, 8, 5, 5)
    with torch.no_grad():
        ratio = gate(x) / x
        by_hand = torch.sigmoid(gate.restore(torch.relu(gate.reduce(x.mean((2, 3))))))
    assert torch.allclose(ratio, by_hand[:, :, None, None].expand_as(x), atol=1e-5)
    assert ((by_hand > 0) & (by_hand < 1)).all()
    assert not torch.allclose(by_hand[0], by_hand[1])


def test_a_side_head_changes_nothing_that_is_told_and_is_asked_once() -> None:
    module = networks.seeded(DenseNet((16,) * 9, aux_every=4), DIGITS, 10, seed=3)
    heads = [part for part in module.modules() if isinstance(part, SideHead)]
    x = torch.randn(4, *DIGITS)
    without = nn.Sequential(*(part for part in module if not isinstance(part, SideHead)))
    assert torch.equal(module(x), without(x))
    assert [head.take().shape for head in heads] == [(4, 10), (4, 10)]
    with pytest.raises(RuntimeError, match="not been trained"):
        heads[0].take()
    module.eval()(x)
    with pytest.raises(RuntimeError, match="not been trained"):
        heads[0].take()


def test_the_last_hidden_layer_needs_no_side_head() -> None:
    assert DenseNet((16,) * 8, aux_every=4).aux_behind == (4,)
    assert DenseNet((16,) * 9, aux_every=4).aux_behind == (4, 8)
    assert DenseNet((16,) * 9).aux_behind == ()
