import re

import msgspec
import pytest
from msgspec.structs import replace

from engine.contract.spec import (
    CNN,
    DATA,
    DENSE,
    PRESETS,
    Altered,
    ColourNet,
    Contestant,
    ConvStack,
    DenseNet,
    HeadedCNN,
    InceptionNet,
    Network,
    Optimiser,
    RunSpec,
    SmallCNN,
    SpecError,
    StagedCNN,
    StopAt,
    check,
)
from tests.own_pictures import own_data

GOOD = RunSpec(contestants=(DENSE, CNN))


def of(network: Network) -> RunSpec:
    return replace(GOOD, contestants=(Contestant("a", network),))


def _with(network: Network) -> RunSpec:
    return replace(GOOD, contestants=(Contestant("bad", network),))


BAD = {
    "no contestant": (replace(GOOD, contestants=()), "1 to 6 contestants"),
    "too many": (replace(GOOD, contestants=tuple(Contestant(str(i), DenseNet()) for i in range(7))), "not 7"),
    "same name": (replace(GOOD, contestants=(CNN, CNN)), "same name"),
    "blank name": (replace(GOOD, contestants=(Contestant("  ", SmallCNN()),)), "needs a name"),
    "no units": (replace(GOOD, contestants=(Contestant("a", DenseNet((64, 0))),)), "1 to 1024 units"),
    "gain": (replace(GOOD, contestants=(Contestant("a", DenseNet(init=0.0)),)), "gain 0.0"),
    "no convolution": (replace(GOOD, contestants=(Contestant("a", SmallCNN(())),)), "1 to 6 convolutions"),
    "even kernel": (replace(GOOD, contestants=(Contestant("a", SmallCNN(kernel=4)),)), "size 4"),
    "pooled away": (replace(GOOD, contestants=(Contestant("a", SmallCNN((4,) * 5)),)), "28x28"),
    "pooled away digits": (replace(GOOD, data="digits", contestants=(Contestant("a", SmallCNN((4,) * 4)),)), "8x8"),
    "stack widths": (of(ConvStack(())), "1 to 4 widths"),
    "stack blocks": (of(ConvStack(blocks=0)), "0 blocks"),
    "dropped channels": (of(ConvStack((8, 4), shortcut="identity")), "can't drop channels"),
    "zeros without shortcut": (of(ConvStack(zero_init=True)), "add shortcuts"),
    "stages": (of(StagedCNN(widths=(8, 0), strides=(1, 1))), "1 to 6 stages"),
    "strides": (of(StagedCNN(strides=(2, 1))), "needs a stride"),
    "stage gain": (of(StagedCNN(init=-1.0)), "gain -1.0"),
    "colour width": (of(ColourNet(width=0)), "1 to 4 convolutions"),
    "colour kernel": (of(ColourNet(kernel=2)), "size 2"),
    "zero lr": (replace(GOOD, lr=0.0), "learning rate 0 "),
    "huge lr": (replace(GOOD, lr=1e9), "learning rate 1e+09"),
    "nan lr": (replace(GOOD, lr=float("nan")), "learning rate nan"),
    "no batch": (replace(GOOD, batch=0), "batch of 0"),
    "huge batch": (replace(GOOD, batch=5000), "1 to 2048"),
    "batch over share": (replace(GOOD, data="digits", altered=Altered(share=0.1), batch=131), "1 to 130 for digits"),
    "noise": (replace(GOOD, altered=Altered(noise=0.6)), "60 % wrong labels is out of range"),
    "no share": (replace(GOOD, altered=Altered(share=0.0)), "0 % of the pictures is out of range"),
    "no rare class": (replace(GOOD, altered=Altered(rare=0.0)), "0 % of a class is out of range"),
    "unknown class": (replace(GOOD, altered=Altered(rare_class=10)), "There is no class 10 to make rarer"),
    "far shift": (replace(GOOD, altered=Altered(shift=9)), "A shift of 9 pixels"),
    "own title": (replace(GOOD, data=own_data(title=" ")), "needs a name"),
    "own class": (replace(GOOD, data=replace(own_data(), classes=("cat", "cat"))), "a name of its own"),
    "own one class": (replace(GOOD, data=replace(own_data(), classes=("cat",), counts=((1, 1),))), "2 to 30 classes"),
    "own side": (replace(GOOD, data=replace(own_data(), shape=(1, 200, 200))), "at most 64 pixels a side"),
    "own counts": (replace(GOOD, data=replace(own_data(), counts=((5, 0), (5, 1)))), "others to be judged by"),
    "own digest": (replace(GOOD, data=replace(own_data(), digest="../../etc/passwd")), "digest"),
    "own batch": (replace(GOOD, data=own_data(), batch=64), "choose from 1 to 16 for “Mine”"),
    "own probe": (replace(GOOD, data=own_data(), batch=4, probe=4), "“Mine” has pictures 0 to 3"),
    "batch over data": (replace(GOOD, data="digits", batch=1298), "1 to 1297 for digits"),
    "momentum": (replace(GOOD, optimiser=Optimiser("momentum", momentum=1.0)), "momentum 1"),
    "decay": (replace(GOOD, optimiser=Optimiser(weight_decay=-0.1)), "weight decay -0.1"),
    "endless": (replace(GOOD, stop=StopAt()), "never end"),
    "only accuracy": (replace(GOOD, stop=StopAt(accuracy=0.9)), "never end"),
    "many steps": (replace(GOOD, stop=StopAt(steps=10**7)), "A run of 10,000,000 steps is out of range"),
    "so many steps": (replace(GOOD, stop=StopAt(steps=10**5000)), "A run of 1e+5000 steps"),
    "so long a seed": (replace(GOOD, seed=-(10**309)), "seed -1e+309 is out of range; choose from 0 to 4,294,967,295."),
    "no steps": (replace(GOOD, stop=StopAt(steps=0)), "0 steps"),
    "no epochs": (
        replace(GOOD, stop=StopAt(epochs=0.0)),
        "A run of 0 epochs is out of range; choose more than 0 and at most 10,000.",
    ),
    "percent": (
        replace(GOOD, stop=StopAt(steps=1, accuracy=90.0)),
        "accuracy of 9000 % is out of range; choose more than 0 and at most 100 %.",
    ),
    "seed": (replace(GOOD, seed=-1), "seed -1"),
    "device": (replace(GOOD, device="tpu"), "'tpu'"),
    "threads": (replace(GOOD, threads=0), "0 threads"),
    "validate": (replace(GOOD, validate_every=0), "0 steps between"),
    "snapshot": (replace(GOOD, snapshot_every=-3), "-3 steps between"),
    "probe": (replace(GOOD, probe=1500), "0 to 1499"),
    "clip": (replace(GOOD, clip_norm=0.0), "norm 0.0"),
    "gates": (_with(StagedCNN(squeeze=33)), "squeeze 32 maps by 33"),
    "auxiliary heads": (_with(DenseNet((8,), aux_every=99)), "every 99 layers"),
    "poolings": (_with(HeadedCNN(pools=4)), "4 poolings don't fit"),
    "head": (_with(HeadedCNN(hidden=0)), "head of 0 units"),
    "modules": (_with(InceptionNet(modules=())), "1 to 4 modules"),
    "branch": (_with(InceptionNet(modules=((1, 1, 1, 1, 1, 0),))), "1 to 256 filters"),
    "clip inf": (replace(GOOD, clip_norm=float("inf")), "norm inf"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_trained_is_refused_in_one_sentence(name: str) -> None:
    bad, expected = BAD[name]
    with pytest.raises(SpecError, match=re.escape(expected)) as refused:
        check(bad)
    assert re.fullmatch(r"[A-Z0-9-][^\n]*\.", str(refused.value))


@pytest.mark.parametrize(
    "good",
    [
        GOOD,
        replace(GOOD, device="cuda:1", batch=1, threads=8, clip_norm=1.0),
        replace(GOOD, contestants=(Contestant("linear", DenseNet(())),)),
        replace(GOOD, data="digits", contestants=(Contestant("a", SmallCNN((4, 4, 4))),)),
        replace(GOOD, stop=StopAt(steps=1, accuracy=1.0)),
    ],
)
def test_what_can_be_trained_passes(good: RunSpec) -> None:
    check(good)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_can_be_trained_and_say_what_to_look_for(name: str) -> None:
    preset = PRESETS[name]
    check(preset.spec)
    assert preset.title
    assert preset.what_to_look_for.endswith(".")


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (
            DenseNet(),
            "one hidden layer of 64 units; every unit of the first layer has a weight for each of the 8×8 pixels",
        ),
        (DenseNet((9, 9), "tanh", "batch", 2.0, "identity"), "tanh instead of ReLU; batch normalisation; its random"),
        (DenseNet((9, 8), init="he"), "hidden layers of 9, 8 units; every unit of the first layer has a weight"),
        (SmallCNN(), "filters of 5×5 weights slide over the picture: 8, then 16 of them, each followed by ReLU"),
        (ConvStack(blocks=15), "32 layers deep: a convolution, then 15 blocks of two 3×3 convolutions with 8 filters"),
        (StagedCNN(), "each filter sees all channels"),
        (StagedCNN(separable=True), "split into a filter for each channel and a 1×1 convolution that mixes them"),
        (StagedCNN(squeeze=4), "gates that squeeze the maps' means by 4"),
        (DenseNet((8,) * 9, aux_every=4), "2 auxiliary classifiers on the way"),
        (HeadedCNN(), "3×3 convolutions with 16, then 32, then 32 filters; then the mean of each map"),
        (HeadedCNN(head="dense"), "then a dense layer of 64 units sees every number of every map"),
        (InceptionNet(aux=True), "2 modules of four branches each (1×1, 3×3, 5×5, pooling) that give 40, then 60 maps"),
        (ColourNet(), "4 filters of 1×1 that mix the channels of a pixel; then the mean of each map"),
    ],
)
def test_networks_describe_themselves_in_one_phrase(network: Network, words: str) -> None:
    said = network.words((1, 8, 8))
    assert words in said
    assert not said.endswith(".")


@pytest.mark.parametrize("name", PRESETS)
def test_presets_survive_being_stored(name: str) -> None:
    spec = PRESETS[name].spec
    assert msgspec.json.decode(msgspec.json.encode(spec), type=RunSpec) == spec
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(spec), type=RunSpec) == spec


def test_every_data_set_has_as_many_validation_pictures_as_its_classes_can_share() -> None:
    for known in DATA.values():
        assert known.validation % len(known.classes) == 0


def test_a_dense_net_has_as_many_weights_for_a_pixel_as_the_pixel_has_channels() -> None:
    net = DenseNet()
    assert "has a weight for each of the 28×28 pixels" in net.words((1, 28, 28))
    assert "has 3 weights for each of the 48×48 pixels" in net.words((3, 48, 48))
