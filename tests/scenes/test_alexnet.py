"""The AlexNet scene: its worked example, its counts at any size, its groups, and the result told correctly."""

import numpy as np
import pytest

from scenes.alexnet import alexnet
from scenes.alexnet.computed import RESULT_2010, RESULTS_2012, build
from scenes.alexnet.knobs import NETWORKS, Knobs
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.knobs import KnobError, change, refusal
from scenes.stage.data.networks import network
from scenes.stage.draw.maps import photograph
from tests.scenes.seen import at_step, turned


def test_it_stands_in_the_catalogue():
    assert catalogue().find("alexnet") is alexnet
    assert (alexnet.chapter, alexnet.order) == ("First networks", 9)


def test_worked_example_of_the_groups():
    now = at_step(alexnet, Knobs(), "Two GPUs")
    assert now.numbers.split("      ") == [
        "conv2:  5·5·48·256 + 256 = 307,456",
        "not divided: 5·5·96·256 + 256 = 614,656",
    ]
    assert now.named["conv2 row 0"].text == "2"
    assert now.named["conv2 row 1"].text == "307,456"
    assert now.named["conv2 row 2"].text == "614,656"
    whole = [now.named[f"conv{index} row 2"].text for index in range(1, 6)]
    ungrouped = network("alexnet-ungrouped")
    assert whole == [f"{ungrouped.layer(f'conv{index}').parameters:,}" for index in range(1, 6)]


def test_worked_example_of_the_first_dense_layer():
    now = at_step(alexnet, turned(Knobs(), layer=5), "Three dense layers")
    assert now.numbers.split("      ") == ["fc6:  9216·4096 + 4096 = 37,752,832", "9216·4096 = 37,748,736"]


def test_the_first_convolution_fits_at_227_only():
    assert at_step(alexnet, Knobs(), "The picture").numbers == "(227 + 2·0 − 11) / 4 = 54      54 + 1 = 55"
    assert "rows not read" not in at_step(alexnet, Knobs(), "The picture").named
    other = turned(Knobs(), side=224)
    now = at_step(alexnet, other, "The picture")
    assert now.numbers == "(224 + 2·0 − 11) / 4 = 53.25      rounded down: 53      53 + 1 = 54"
    assert {"rows not read", "columns not read"} <= set(now.named)


@pytest.mark.parametrize(
    ("title", "parameters", "macs"), [("2012, two GPUs", 60965224, 724406816), ("torchvision", 61100840, 714188480)]
)
def test_both_counts_arrive_at_those_of_the_network(title, parameters, macs):
    knobs = turned(Knobs(), build=title) if title != Knobs().build else Knobs()
    now = at_step(alexnet, knobs, "Three dense layers")
    assert now.named["counters"].text == f"parameters  {parameters:,}   MACs  {macs:,}"
    for layer in network(NETWORKS[title]).weighted:
        assert now.value(f"parameters of {layer.label}") == layer.parameters
        assert now.value(f"MACs of {layer.label}") == layer.macs


def test_convolution_owns_the_macs_and_the_dense_layers_own_the_parameters():
    now = at_step(alexnet, Knobs(), "Work and weights")
    assert now.named["macs convolution"].text == "convolution  91.9 %   665,784,864"
    assert now.named["parameters dense"].text == "dense  96.2 %   58,631,144"
    widths = [now.named[f"parameters of {layer.label}"].width for layer in network("alexnet").weighted]
    shares = [layer.parameters / network("alexnet").parameters for layer in network("alexnet").weighted]
    assert np.allclose(np.array(widths) / sum(widths), shares)


def test_bars_are_as_long_as_their_counts():
    now = at_step(alexnet, Knobs(), "Three dense layers")
    tallest = now.named["MACs of conv2"]
    for layer in network("alexnet").weighted:
        bar = now.named[f"MACs of {layer.label}"]
        assert bar.height / tallest.height == pytest.approx(layer.macs / tallest.value, abs=0.01)


def test_the_result_is_told_with_all_that_belongs_to_it():
    assert RESULTS_2012[-1].top5 == min(result.top5 for result in RESULTS_2012) == 15.3
    texts = at_step(alexnet, Knobs(), "The result").texts
    assert "7 CNNs, 2 of them pre-trained  ·  10 crops  ·  test 2012" in texts
    assert "1 CNN  ·  10 crops  ·  validation 2012" in texts
    assert "1 CNN  ·  10 crops  ·  test 2010" in texts
    caption = plan(alexnet, Knobs())[-1].caption
    wanted = (
        "17.0 % that is often quoted is one network's error on the test pictures of the contest of 2010, in which it"
    )
    assert f"{wanted} took no part." in caption
    assert RESULT_2010.split == "test 2010"


def test_the_second_place_is_told_as_fully_as_the_first():
    words = "several classifiers, no CNN  ·  crops not given  ·  test 2012"
    assert words in at_step(alexnet, Knobs(), "The result").texts


def test_captions_say_what_is_so_at_any_size():
    assert "224, but that would give maps of 54; 227 gives the 55" in plan(alexnet, Knobs())[0].caption
    assert "Convolution owns the work: 92 %" in plan(alexnet, Knobs())[4].caption
    small = turned(turned(Knobs(), build="torchvision"), side=63)
    assert "convolution takes only 40 %" in plan(alexnet, small)[4].caption


@pytest.mark.parametrize("name", NETWORKS.values())
def test_relu_pooling_and_dropout_are_where_captions_say(name):
    layers = network(name).layers
    kinds = [layer.kind for layer in layers]
    for layer in network(name).weighted[:-1]:
        assert kinds[layers.index(layer) + 1] == "relu"
    pools = [layer for layer in layers if layer.kind == "max pool"]
    assert [(pool.kernel, pool.stride) for pool in pools] == [((3, 3), (2, 2))] * 3
    assert kinds.count("dropout") == 2


def test_a_larger_picture_gives_fc6_alone_more_parameters_and_adaptive_pooling_none():
    small, large = build(Knobs()), build(turned(Knobs(), side=451))
    changed = [a.label for a, b in zip(small.layers, large.layers, strict=True) if a.parameters != b.parameters]
    assert changed == ["fc6"]
    other = turned(Knobs(), build="torchvision")
    assert build(turned(other, side=451)).network.parameters == build(other).network.parameters


def test_fewer_classes_make_the_last_layer_smaller():
    assert build(turned(Knobs(), classes=10)).layers[-1].parameters == 4096 * 10 + 10


def test_a_build_brings_its_picture():
    assert turned(Knobs(), build="torchvision").side == 224
    assert turned(Knobs(), build="torchvision", side=300).side == 300


def test_pictures_that_are_too_small_are_refused_with_a_sentence():
    wrong = refusal(turned(Knobs(), build="2012, one GPU"), "side", 63)
    assert wrong is None or "too small" in wrong
    smallest = next(side for side in range(63, 100) if refusal(Knobs(), "side", side) is None)
    assert smallest > 63
    with pytest.raises(KnobError, match="too small"):
        change(Knobs(), "side", smallest - 1)


def test_a_click_on_a_layer_has_the_formula_tell_of_it():
    now = at_step(alexnet, Knobs(), "Three dense layers")
    assert now.numbers.startswith("conv2:")
    after = now.clicked("tell of fc7")
    assert at_step(alexnet, after, "Three dense layers").numbers.startswith("fc7:  4096·4096 + 4096 = 16,781,312")


def test_the_window_shows_the_pixels_under_it():
    window = at_step(alexnet, Knobs(), "The picture").named["window's pixels"]
    assert np.array_equal(window.pixels.array, photograph("astronaut", 227).array[-11:, -11:])
