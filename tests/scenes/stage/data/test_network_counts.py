"""Parameters, multiply-accumulates and receptive fields of whole networks, as published and as usually built."""

import pytest

from scenes.stage.data.networks import names, network, networks

PARAMETERS = {
    "lenet-5": 60_000,
    "lenet-5-modern": 61_706,
    "alexnet": 60_965_224,
    "alexnet-ungrouped": 62_378_344,
    "alexnet-torchvision": 61_100_840,
    "vgg-11": 132_863_336,
    "vgg-13": 133_047_848,
    "vgg-16": 138_357_544,
    "vgg-16-bn": 138_365_992,
    "vgg-19": 143_667_240,
    "googlenet": 6_998_552,
    "googlenet-torchvision": 6_624_904,
    "inception-v3": 23_834_568,
    "resnet-18": 11_689_512,
    "resnet-18-plain": 11_515_688,
    "resnet-18-a": 11_515_688,
    "resnet-18-c": 12_043_816,
    "resnet-34": 21_797_672,
    "resnet-34-plain": 21_623_848,
    "resnet-34-a": 21_623_848,
    "resnet-34-c": 22_716_840,
    "resnet-50": 25_557_032,
    "resnet-50-v1": 25_557_032,
    "resnet-101": 44_549_160,
    "resnet-101-v1": 44_549_160,
    "resnet-152": 60_192_808,
    "resnet-152-v1": 60_192_808,
    "resnet-20-cifar": 269_722,
    "resnet-32-cifar": 464_154,
    "resnet-44-cifar": 658_586,
    "resnet-56-cifar": 853_018,
    "resnet-110-cifar": 1_727_962,
    "squeezenet-1.0": 1_248_424,
    "squeezenet-1.1": 1_235_496,
    "mobilenet-v1": 4_231_976,
    "mobilenet-v1-0.75": 2_585_560,
    "mobilenet-v1-0.5": 1_331_592,
    "mobilenet-v1-0.25": 470_072,
    "mobilenet-v1-conv": 29_294_088,
    "mobilenet-v2": 3_504_872,
    "se-resnet-50": 28_088_024,
    "efficientnet-b0": 5_288_548,
    "efficientnet-b1": 7_794_184,
    "efficientnet-b2": 9_109_994,
    "efficientnet-b3": 12_233_232,
    "efficientnet-b4": 19_341_616,
    "efficientnet-b5": 30_389_784,
    "efficientnet-b6": 43_040_704,
    "efficientnet-b7": 66_347_960,
    "efficientnet-lite0": 4_652_008,
}
MACS = {
    "lenet-5": 325_680,
    "lenet-5-modern": 416_520,
    "alexnet": 724_406_816,
    "alexnet-ungrouped": 1_135_256_096,
    "alexnet-torchvision": 714_188_480,
    "vgg-16": 15_470_264_320,
    "vgg-16-bn": 15_470_264_320,
    "vgg-19": 19_632_062_464,
    "googlenet": 1_582_671_872,
    "googlenet-torchvision": 1_498_376_192,
    "inception-v3": 5_713_216_096,
    "resnet-18": 1_814_073_344,
    "resnet-18-plain": 1_794_805_760,
    "resnet-18-a": 1_794_805_760,
    "resnet-18-c": 1_878_298_624,
    "resnet-34": 3_663_761_408,
    "resnet-34-plain": 3_644_493_824,
    "resnet-34-a": 3_644_493_824,
    "resnet-34-c": 3_830_747_136,
    "resnet-50": 4_089_184_256,
    "resnet-50-v1": 3_857_973_248,
    "resnet-101": 7_801_405_440,
    "resnet-101-v1": 7_570_194_432,
    "resnet-152": 11_513_626_624,
    "resnet-152-v1": 11_282_415_616,
    "resnet-20-cifar": 40_551_040,
    "resnet-32-cifar": 68_862_592,
    "resnet-44-cifar": 97_174_144,
    "resnet-56-cifar": 125_485_696,
    "resnet-110-cifar": 252_887_680,
    "squeezenet-1.0": 818_924_576,
    "squeezenet-1.1": 349_151_936,
    "mobilenet-v1": 568_740_352,
    "mobilenet-v1-0.75": 325_400_448,
    "mobilenet-v1-0.5": 149_497_088,
    "mobilenet-v1-0.25": 41_030_272,
    "mobilenet-v1-conv": 4_867_293_184,
    "mobilenet-v2": 300_774_272,
    "se-resnet-50": 4_091_699_200,
    "efficientnet-b0": 385_814_752,
    "efficientnet-b1": 686_802_832,
    "efficientnet-b2": 993_561_872,
    "efficientnet-b3": 1_827_141_392,
    "efficientnet-b4": 4_393_771_024,
    "efficientnet-b5": 10_266_384_752,
    "efficientnet-b6": 19_067_593_536,
    "efficientnet-b7": 37_745_884_192,
    "efficientnet-lite0": 385_187_552,
}
FIELDS = {
    "lenet-5": 32,
    "lenet-5-modern": 16,
    "alexnet": 195,
    "alexnet-torchvision": 195,
    "vgg-16": 212,
    "googlenet": 715,
    "googlenet-torchvision": 379,
    "inception-v3": 1311,
    "squeezenet-1.0": 155,
    "squeezenet-1.1": 207,
    "resnet-18": 435,
    "resnet-34": 899,
    "resnet-50": 427,
    "resnet-50-v1": 483,
    "resnet-101": 971,
    "resnet-101-v1": 1027,
    "resnet-152": 1451,
    "resnet-152-v1": 1507,
    "resnet-20-cifar": 81,
    "resnet-32-cifar": 137,
    "resnet-44-cifar": 193,
    "resnet-56-cifar": 249,
    "resnet-110-cifar": 501,
    "mobilenet-v1": 315,
    "mobilenet-v2": 491,
    "se-resnet-50": 427,
    "efficientnet-b0": 851,
    "efficientnet-b1": 1183,
    "efficientnet-b2": 1183,
    "efficientnet-b3": 1407,
    "efficientnet-b4": 1799,
    "efficientnet-b5": 2131,
    "efficientnet-b6": 2523,
    "efficientnet-b7": 3079,
    "efficientnet-lite0": 851,
}
NORMS = {
    "vgg-16": (0, 0),
    "vgg-16-bn": (13, 8_448),
    "googlenet-torchvision": (57, 14_560),
    "inception-v3": (94, 34_432),
    "resnet-18": (20, 9_600),
    "resnet-34": (36, 17_024),
    "resnet-50": (53, 53_120),
    "resnet-101": (104, 105_344),
    "resnet-152": (155, 151_424),
    "mobilenet-v1": (27, 21_888),
    "mobilenet-v2": (52, 34_112),
    "se-resnet-50": (53, 53_120),
    "efficientnet-b0": (49, 42_016),
    "efficientnet-b7": (163, 310_720),
    "efficientnet-lite0": (49, 42_016),
}
IN_TRAINING = {"googlenet": 13_378_280, "googlenet-torchvision": 13_004_888, "inception-v3": 27_161_264}


def test_every_network_has_its_count_here() -> None:
    assert tuple(PARAMETERS) == names()


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters(name: str) -> None:
    assert network(name).parameters == PARAMETERS[name]


@pytest.mark.parametrize("name", MACS)
def test_macs(name: str) -> None:
    assert network(name).macs == MACS[name]


@pytest.mark.parametrize("name", FIELDS)
def test_receptive_field_of_the_last_map(name: str) -> None:
    last = network(name).final_map
    assert last.r == FIELDS[name]
    assert last.field == (last.r, last.r)


@pytest.mark.parametrize("name", NORMS)
def test_batch_normalisations_of_the_net_at_inference(name: str) -> None:
    norms = [layer for layer in network(name).inference if layer.kind == "batch norm"]
    assert (len(norms), sum(layer.parameters for layer in norms)) == NORMS[name]


def test_auxiliary_classifiers_count_while_training_only() -> None:
    heavier = {
        found.name: found.parameters_in_training for found in networks() if len(found.inference) < len(found.layers)
    }
    assert heavier == IN_TRAINING
    assert network("vgg-16").parameters_in_training == PARAMETERS["vgg-16"]
    assert all(found.macs_in_training > found.macs for found in map(network, IN_TRAINING))


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("googlenet", {"aux1": 3_188_840, "aux2": 3_190_888}),
        ("googlenet-torchvision", {"aux1": 3_188_968, "aux2": 3_191_016}),
        ("inception-v3", {"aux": 3_326_696}),
    ],
)
def test_the_heads_that_fall_off(name: str, heads: dict[str, int]) -> None:
    assert {stage.name: stage.parameters for stage in network(name).stages if stage.auxiliary} == heads


def test_the_published_auxiliary_classifiers_stand_behind_4a_and_4d() -> None:
    net = network("googlenet")
    assert net.layer("aux1.pool").inputs == ("inception4a.concat",)
    assert net.layer("aux2.pool").inputs == ("inception4d.concat",)
    assert net.layer("aux1.pool").shape == (512, 4, 4)
