"""Networks layer by layer and stage by stage, as the tables of their papers have them."""

from collections import Counter

import pytest

from scenes.reference.receptive_field import Layer as Window
from scenes.reference.receptive_field import receptive_fields
from scenes.stage.data.networks import Network, network


def rows(found: Network, *wanted: str) -> list[tuple[tuple[int, ...], int, int]]:
    """Return shape, parameters and MACs of layers."""
    layers = [found.layer(name) for name in wanted]
    return [(layer.shape, layer.parameters, layer.macs) for layer in layers]


def stages(found: Network) -> dict[str, tuple[int, int, int | None]]:
    """Return parameters, MACs and receptive field of every stage."""
    return {stage.name: (stage.parameters, stage.macs, stage.r) for stage in found.stages}


def test_lenet_layer_by_layer() -> None:
    net = network("lenet-5")
    assert rows(net, "C1", "S2", "C3", "S4", "C5", "F6", "output") == [
        ((6, 28, 28), 156, 117_600),
        ((6, 14, 14), 12, 0),
        ((16, 10, 10), 1_516, 150_000),
        ((16, 5, 5), 32, 0),
        ((120, 1, 1), 48_120, 48_000),
        ((84,), 10_164, 10_080),
        ((10,), 0, 0),
    ]
    assert [(net.layer(name).r, net.layer(name).j) for name in ("C1", "S2", "C3", "S4", "C5")] == [
        (5, 1), (6, 2), (14, 2), (16, 4), (32, 4),
    ]  # fmt: skip


def test_the_table_of_c3() -> None:
    table = "012,123,234,345,045,015,0123,1234,2345,0345,0145,0125,0134,1245,0235,012345"
    found = network("lenet-5").layer("C3").connections
    assert ",".join("".join(map(str, sources)) for sources in found) == table
    assert sum(25 * len(sources) + 1 for sources in found) == 1_516


def test_modern_lenet_layer_by_layer() -> None:
    found = network("lenet-5-modern")
    assert [layer.parameters for layer in found.weighted] == [156, 2_416, 48_120, 10_164, 850]


def test_alexnet_layer_by_layer() -> None:
    net = network("alexnet")
    assert [(layer.label, layer.shape, layer.parameters, layer.macs) for layer in net.weighted] == [
        ("conv1", (96, 55, 55), 34_944, 105_415_200),
        ("conv2", (256, 27, 27), 307_456, 223_948_800),
        ("conv3", (384, 13, 13), 885_120, 149_520_384),
        ("conv4", (384, 13, 13), 663_936, 112_140_288),
        ("conv5", (256, 13, 13), 442_624, 74_760_192),
        ("fc6", (4096,), 37_752_832, 37_748_736),
        ("fc7", (4096,), 16_781_312, 16_777_216),
        ("fc8", (1000,), 4_097_000, 4_096_000),
    ]
    shapes = [net.layer(name).shape for name in ("pool1", "pool2", "pool5")]
    assert shapes == [(96, 27, 27), (256, 13, 13), (256, 6, 6)]
    seen = [layer for layer in net.layers if layer.convolves or layer.kind == "max pool"]
    assert [(layer.r, layer.j) for layer in seen] == [
        (11, 4), (19, 8), (51, 8), (67, 16), (99, 16), (131, 16), (163, 16), (195, 32),
    ]  # fmt: skip
    assert [layer.groups for layer in net.weighted] == [1, 2, 1, 2, 2, 1, 1, 1]
    assert network("alexnet-ungrouped").layer("conv2").parameters == 614_656


def test_torchvisions_alexnet_layer_by_layer() -> None:
    net = network("alexnet-torchvision")
    assert [(layer.shape[0], layer.parameters, layer.macs) for layer in net.weighted] == [
        (64, 23_296, 70_276_800),
        (192, 307_392, 223_948_800),
        (384, 663_936, 112_140_288),
        (256, 884_992, 149_520_384),
        (256, 590_080, 99_680_256),
        (4096, 37_752_832, 37_748_736),
        (4096, 16_781_312, 16_777_216),
        (1000, 4_097_000, 4_096_000),
    ]


def test_vgg_layer_by_layer() -> None:
    net = network("vgg-16")
    seen = [layer for layer in net.layers if layer.weighted or layer.kind == "max pool"]
    assert [(layer.label, layer.parameters, layer.macs, layer.r, layer.j) for layer in seen] == [
        ("conv1_1", 1_792, 86_704_128, 3, 1),
        ("conv1_2", 36_928, 1_849_688_064, 5, 1),
        ("pool1", 0, 0, 6, 2),
        ("conv2_1", 73_856, 924_844_032, 10, 2),
        ("conv2_2", 147_584, 1_849_688_064, 14, 2),
        ("pool2", 0, 0, 16, 4),
        ("conv3_1", 295_168, 924_844_032, 24, 4),
        ("conv3_2", 590_080, 1_849_688_064, 32, 4),
        ("conv3_3", 590_080, 1_849_688_064, 40, 4),
        ("pool3", 0, 0, 44, 8),
        ("conv4_1", 1_180_160, 924_844_032, 60, 8),
        ("conv4_2", 2_359_808, 1_849_688_064, 76, 8),
        ("conv4_3", 2_359_808, 1_849_688_064, 92, 8),
        ("pool4", 0, 0, 100, 16),
        ("conv5_1", 2_359_808, 462_422_016, 132, 16),
        ("conv5_2", 2_359_808, 462_422_016, 164, 16),
        ("conv5_3", 2_359_808, 462_422_016, 196, 16),
        ("pool5", 0, 0, 212, 32),
        ("fc6", 102_764_544, 102_760_448, None, None),
        ("fc7", 16_781_312, 16_777_216, None, None),
        ("fc8", 4_097_000, 4_096_000, None, None),
    ]
    assert [stage.shape for stage in net.stages] == [
        (64, 112, 112), (128, 56, 56), (256, 28, 28), (512, 14, 14), (512, 7, 7), (1000,),
    ]  # fmt: skip
    dense = net.stage("classifier")
    assert (dense.parameters, net.parameters - dense.parameters) == (123_642_856, 14_714_688)
    assert (dense.macs, net.macs - dense.macs) == (123_633_664, 15_346_630_656)


def test_a_chain_has_the_receptive_fields_of_the_reference() -> None:
    windows = [layer for layer in network("vgg-16").layers if layer.kernel is not None]
    chain = [Window(layer.kernel[0], layer.stride[0], layer.dilation[0]) for layer in windows if layer.kernel]
    assert [(layer.r, layer.j) for layer in windows] == list(receptive_fields(chain)[1:])


def test_the_cone_of_a_unit_lies_in_the_middle_of_what_it_sees() -> None:
    last = network("vgg-16").final_map
    assert (last.label, last.start) == ("pool5", (-90, -90))
    assert network("resnet-18").final_map.start == (-217, -217)


def test_googlenet_module_by_module() -> None:
    found = stages(network("googlenet"))
    stem = network("googlenet")
    assert rows(stem, "stem.conv1", "stem.conv2", "stem.conv3") == [
        ((64, 112, 112), 9_472, 118_013_952),
        ((64, 56, 56), 4_160, 12_845_056),
        ((192, 56, 56), 110_784, 346_816_512),
    ]
    assert {name: row for name, row in found.items() if name.startswith(("inception", "maxpool", "head"))} == {
        "inception3a": (163_696, 128_049_152, 59),
        "inception3b": (388_736, 304_267_264, 91),
        "maxpool3": (0, 0, 107),
        "inception4a": (376_176, 73_608_192, 171),
        "inception4b": (449_160, 87_908_352, 235),
        "inception4c": (510_104, 99_850_240, 299),
        "inception4d": (605_376, 118_515_712, 363),
        "inception4e": (868_352, 169_996_288, 427),
        "maxpool4": (0, 0, 459),
        "inception5a": (1_043_456, 51_079_168, 587),
        "inception5b": (1_444_080, 70_697_984, 715),
        "head": (1_025_000, 1_024_000, None),
    }
    assert [layer.kind for layer in stem.weighted].count("conv") == 57
    assert not [layer for layer in stem.layers if layer.kind == "add"], "no residual anywhere"


def test_torchvisions_googlenet_module_by_module() -> None:
    found = stages(network("googlenet-torchvision"))
    assert {name: row for name, row in found.items() if name.startswith("inception")} == {
        "inception3a": (155_872, 121_626_624, 43),
        "inception3b": (340_224, 265_732_096, 59),
        "inception4a": (364_512, 71_199_744, 107),
        "inception4b": (425_232, 83_091_456, 139),
        "inception4c": (486_192, 95_033_344, 171),
        "inception4d": (573_312, 112_093_184, 203),
        "inception4e": (803_840, 157_151_232, 235),
        "inception5a": (978_944, 47_867_904, 315),
        "inception5b": (1_347_040, 65_881_088, 379),
    }


def test_inception_v3_module_by_module() -> None:
    found = network("inception-v3")
    assert {name: row for name, row in stages(found).items() if name.startswith("Mixed")} == {
        "Mixed_5b": (255_904, 312_345_600, 63),
        "Mixed_5c": (277_472, 338_688_000, 95),
        "Mixed_5d": (285_152, 348_096_000, 127),
        "Mixed_6a": (1_153_280, 401_937_408, 159),
        "Mixed_6b": (1_297_408, 374_063_104, 351),
        "Mixed_6c": (1_691_008, 487_702_528, 543),
        "Mixed_6d": (1_691_008, 487_702_528, 735),
        "Mixed_6e": (2_141_952, 617_914_368, 927),
        "Mixed_7a": (1_698_304, 291_004_416, 1055),
        "Mixed_7b": (5_044_608, 322_437_120, 1183),
        "Mixed_7c": (6_076_800, 388_497_408, 1311),
    }
    stem = found.stage("stem")
    assert (stem.shape, stem.r, stem.j) == ((192, 35, 35), 31, 8)
    assert found.layer("Mixed_6b.branch7x7.conv1").field == (159, 159 + 6 * 16)
    assert len(found.weighted) == 95


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("resnet-18", [
            (147_968, 462_422_016, 43), (525_568, 411_041_792, 99),
            (2_099_712, 411_041_792, 211), (8_393_728, 411_041_792, 435),
        ]),
        ("resnet-34", [
            (221_952, 693_633_024, 59), (1_116_416, 873_463_808, 179),
            (6_822_400, 1_335_885_824, 547), (13_114_368, 642_252_800, 899),
        ]),
        ("resnet-50", [
            (215_808, 667_942_912, 35), (1_219_584, 1_027_604_480, 91),
            (7_098_368, 1_464_336_384, 267), (14_964_736, 809_238_528, 427),
        ]),
        ("resnet-101", [
            (215_808, 667_942_912, 35), (1_219_584, 1_027_604_480, 91),
            (26_090_496, 5_176_557_568, 811), (14_964_736, 809_238_528, 971),
        ]),
        ("resnet-152", [
            (215_808, 667_942_912, 35), (2_339_840, 1_901_068_288, 155),
            (40_613_888, 8_015_314_944, 1291), (14_964_736, 809_238_528, 1451),
        ]),
    ],
)  # fmt: skip
def test_resnets_stage_by_stage(name: str, expected: list[tuple[int, int, int]]) -> None:
    found = network(name)
    assert [stages(found)[f"layer{number}"] for number in (1, 2, 3, 4)] == expected
    assert rows(found, "stem.conv1") == [((64, 112, 112), 9_408, 118_013_952)]
    assert found.layer("stem.maxpool").r == 11
    assert found.stage("head").parameters == (513_000 if name in ("resnet-18", "resnet-34") else 2_049_000)


@pytest.mark.parametrize(
    ("name", "projections"),
    [("resnet-18", 3), ("resnet-34", 3), ("resnet-50", 4), ("resnet-101", 4), ("resnet-152", 4), ("resnet-18-c", 8),
     ("resnet-34-c", 16), ("resnet-18-a", 0), ("resnet-18-plain", 0)],
)  # fmt: skip
def test_where_shortcuts_project(name: str, projections: int) -> None:
    found = [layer for layer in network(name).weighted if layer.branch == "shortcut"]
    assert len(found) == projections
    assert {layer.kernel for layer in found} <= {(1, 1)}


def test_what_a_projection_costs() -> None:
    found = network("resnet-18")
    costs = [
        sum(layer.parameters for layer in block.layers if layer.branch == "shortcut")
        for block in found.blocks
        if block.name.endswith(".1") and block.name != "layer1.1"
    ]
    assert costs == [8_448, 33_280, 132_096]
    assert sum(costs) == found.parameters - network("resnet-18-a").parameters == 173_824


def test_option_a_pads_with_zeros() -> None:
    found = network("resnet-18-a").layer("layer2.1.shortcut.subsample")
    assert (found.kind, found.shape, found.stride, found.parameters) == ("subsample", (128, 28, 28), (2, 2), 0)


def test_mobilenet_v1_stage_by_stage() -> None:
    found = network("mobilenet-v1")
    assert [stages(found)[f"stage{number}"] for number in range(1, 6)] == [
        (2_528, 29_302_784, 7),
        (27_200, 82_489_344, 19),
        (103_552, 79_779_840, 43),
        (1_478_912, 287_558_656, 219),
        (1_593_856, 77_747_712, 315),
    ]
    assert rows(found, "stem.conv1") == [((32, 112, 112), 864, 10_838_016)]
    block = found.stage("stage4.2")
    assert block.macs == 52_283_392
    assert [layer.parameters for layer in block.layers if layer.weighted] == [4_608, 262_144]
    depthwise = sum(layer.macs for layer in found.layers if layer.kind == "depthwise conv")
    assert round(100 * depthwise / found.macs, 2) == 3.06


def test_mobilenet_v2_by_the_last_block_of_each_stage() -> None:
    found = network("mobilenet-v2")
    last = {block.name.partition(".")[0]: block for block in found.blocks}
    assert [(last[f"stage{number}"].parameters, last[f"stage{number}"].macs) for number in range(1, 8)] == [
        (896, 10_035_200),
        (8_832, 25_740_288),
        (14_848, 10_988_544),
        (54_272, 10_311_168),
        (118_272, 22_692_096),
        (320_000, 15_476_160),
        (473_920, 23_002_560),
    ]
    assert [last[f"stage{number}"].r for number in range(1, 8)] == [7, 19, 59, 171, 267, 427, 491]
    assert last["stem"].parameters == 928
    assert rows(found, "head.conv2")[0][2] == 20_070_400


def test_squeeze_and_excitation_stage_by_stage() -> None:
    found = network("se-resnet-50")
    assert [stages(found)[f"layer{number}"][:2] for number in (1, 2, 3, 4)] == [
        (241_200, 667_967_488),
        (1_352_832, 1_027_735_552),
        (7_891_328, 1_465_122_816),
        (16_544_128, 810_811_392),
    ]
    gates = [layer for layer in found.weighted if layer.branch == "se"]
    assert len(gates) == 32
    assert sum(layer.macs for layer in gates) == 2_514_944
    assert sum(layer.parameters for layer in gates) == 2_530_992
    assert [found.layer(f"layer{stage}.1.se.reduce").shape for stage in (1, 2, 3, 4)] == [(16,), (32,), (64,), (128,)]


def test_efficientnet_b0_stage_by_stage() -> None:
    assert stages(network("efficientnet-b0")) == {
        "stem": (928, 10_838_016, 3),
        "stage1": (1_448, 10_035_712, 7),
        "stage2": (16_714, 54_945_216, 19),
        "stage3": (46_640, 37_939_584, 67),
        "stage4": (242_930, 43_555_200, 147),
        "stage5": (543_148, 86_102_400, 339),
        "stage6": (2_026_348, 91_528_224, 787),
        "stage7": (717_232, 29_520_000, 851),
        "head": (412_160 + 1_281_000, 20_070_400 + 1_280_000, None),
    }


def test_efficientnet_b7_stage_by_stage() -> None:
    found = network("efficientnet-b7")
    assert [(stage.shape, stage.r) for stage in found.stages if stage.r] == [
        ((64, 300, 300), 3),
        ((32, 300, 300), 19),
        ((48, 150, 150), 71),
        ((80, 75, 75), 279),
        ((160, 38, 38), 583),
        ((224, 38, 38), 1223),
        ((384, 19, 19), 2823),
        ((640, 19, 19), 3079),
    ]
    repeats = Counter(block.name.partition(".")[0] for block in found.blocks)
    assert [repeats[f"stage{number}"] for number in range(1, 8)] == [4, 7, 7, 10, 10, 13, 4]


def test_squeezenet_has_no_dense_layer() -> None:
    for name in ("squeezenet-1.0", "squeezenet-1.1"):
        found = network(name)
        assert {layer.kind for layer in found.weighted} == {"conv"}
        assert len(found.weighted) == 26
        assert found.final_map.shape == (1000, 13, 13)
    stem = network("squeezenet-1.0")
    assert [stem.layer(name).shape[1] for name in ("stem.conv1", "stem.maxpool1", "maxpool4", "maxpool8")] == [
        109, 54, 27, 13,
    ]  # fmt: skip
