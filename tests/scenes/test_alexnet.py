"""The AlexNet scene: its worked examples, its counts at any size, its groups, and the result told correctly."""

import re
from itertools import pairwise

import numpy as np
import pytest

from scenes.alexnet import alexnet
from scenes.alexnet.computed import RESULT_2010, RESULTS_2012, build
from scenes.alexnet.knobs import NETWORKS, Knobs
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.knobs import KnobError, change, refusal
from scenes.stage.core.marks import Arrow, Image
from scenes.stage.data.networks import network
from scenes.stage.draw.maps import photograph
from scenes.stage.draw.road import sides
from tests.audit.aims import MEAN_USE
from tests.audit.figures import measured
from tests.scenes.seen import at_step, moments, turned

SETTINGS = [
    Knobs(),
    turned(Knobs(), build="torchvision", side=63),
    turned(Knobs(), side=451, classes=10000),
    turned(Knobs(), build="2012, one GPU", classes=2),
]


def test_it_stands_in_the_catalogue():
    assert catalogue().find("alexnet") is alexnet
    assert (alexnet.chapter, alexnet.order) == ("First networks", 9)


def test_worked_example_of_the_groups():
    now = at_step(alexnet, Knobs(), "Half the weights")
    assert now.named["account"].text == "5·5·48·256 + 256 = 307,456"
    assert now.named["parameters undivided"].text == "615 k undivided"
    assert "If all its maps read all maps before them, it has 614,656." in now.more
    assert now.named["parameters now"].text == "307 k"
    assert (now.value("bar now"), now.value("bar undivided")) == (307456, 614656)
    assert "5·5·48·256 + 256 = 307,456 parameters" in now.more
    assert at_step(alexnet, Knobs(), "Half the weights", 0.0).named["parameters now"].text == "615 k"


@pytest.mark.parametrize("index", range(1, 6))
def test_undivided_convolutions_have_what_those_of_one_gpu_have(index):
    of = build(Knobs())
    layer = of.layers[index - 1]
    assert of.ungrouped_parameters(layer) == network("alexnet-ungrouped").layer(layer.label).parameters


def test_two_quarters_of_the_weights_go_where_maps_are_divided_only():
    divided, whole = (at_step(alexnet, knobs, "Half the weights") for knobs in (Knobs(), SETTINGS[3]))
    assert {"quarter 1 1", "quarter 2 2"} <= set(divided.named)
    assert not {"quarter 1 2", "quarter 2 1"} & set(divided.named)
    assert {f"quarter {row} {column}" for row in (1, 2) for column in (1, 2)} <= set(whole.named)
    assert whole.named["parameters now"].text == "615 k"


def test_worked_example_of_the_first_dense_layer():
    now = at_step(alexnet, turned(Knobs(), layer=5), "Weights times places")
    assert now.named["factors"].text == "9216·4096 ="
    assert now.named["weights"].text == "37,748,736 weights"
    assert now.named["times"].text == "× 1 place"
    assert now.named["macs"].text == "37,748,736 multiply-accumulates"
    assert "9216·4096 + 4096 = 37,752,832 parameters" in now.more
    assert "works only once" in now.caption


@pytest.mark.parametrize("knobs", SETTINGS)
def test_weights_times_places_is_the_work_of_every_layer(knobs):
    of = build(knobs)
    for index, layer in enumerate(of.layers):
        now = at_step(alexnet, turned(knobs, layer=index), "Weights times places")
        weights, places = (
            int(re.search(r"[\d,]+", now.named[name].text)[0].replace(",", "")) for name in ("weights", "times")
        )
        assert weights * places == layer.macs
        assert weights + layer.shape[0] == layer.parameters
        assert now.named["macs"].text == f"{layer.macs:,} multiply-accumulates"


def test_a_click_on_a_layer_gives_its_account():
    now = at_step(alexnet, Knobs(), "Weights times places")
    assert now.named["times"].text == "× 729 places"
    after = at_step(alexnet, now.clicked("layer = conv3"), "Weights times places")
    assert after.named["times"].text == "× 169 places"
    assert "conv3 has 3·3·256·384 + 384 = 885,120 parameters" in after.more


def test_the_first_convolution_fits_at_227_only():
    now = at_step(alexnet, Knobs(), "The picture")
    assert now.named["places across"].text == "(227 − 11) / 4 + 1 = 55"
    assert not {"rounding", "rows not read"} & set(now.named)
    now = at_step(alexnet, turned(Knobs(), side=224), "The picture")
    assert now.named["places across"].text == "(224 − 11) / 4 + 1 = 54"
    assert now.named["rounding"].text == "53.25, rounded down to 53"
    assert {"rows not read", "columns not read"} <= set(now.named)
    padded = at_step(alexnet, turned(Knobs(), build="torchvision"), "The picture")
    assert padded.named["places across"].text == "(224 + 2·2 − 11) / 4 + 1 = 55"


@pytest.mark.parametrize(
    ("title", "parameters", "macs"),
    [("2012, two GPUs", 60965224, 724406816), ("torchvision", 61100840, 714188480)],
)
def test_both_tanks_are_full_of_what_the_network_has(title, parameters, macs):
    knobs = turned(Knobs(), build=title) if title != Knobs().build else Knobs()
    now = at_step(alexnet, knobs, "Three dense layers")
    for kind, total in (("parameters", parameters), ("macs", macs)):
        pieces = [now.named[f"{kind} of {layer.label}"] for layer in network(NETWORKS[title]).weighted]
        assert [piece.value for piece in pieces] == [getattr(each, kind) for each in network(NETWORKS[title]).weighted]
        assert sum(piece.value for piece in pieces) == total
        assert sum(piece.height for piece in pieces) == pytest.approx(now.named[f"tank of {kind}"].height)
    assert f"{macs:,} multiply-accumulates and {parameters:,} parameters" in at_step(alexnet, knobs, "Work and").more


def test_the_tanks_fill_as_the_layers_are_passed():
    levels = []
    for title in ("The first filters", "Four more", "Three dense"):
        for share in (0.1, 0.5, 1.0):
            now = at_step(alexnet, Knobs(), title, share)
            found = [mark.height for name, mark in now.named.items() if name.startswith("macs of ")]
            levels.append(sum(found))
    assert all(before <= after for before, after in pairwise(levels))
    assert levels[0] == 0
    assert len(set(levels)) >= 6


def test_convolution_owns_the_macs_and_the_dense_layers_own_the_parameters():
    now = at_step(alexnet, Knobs(), "Work and parameters")
    assert now.named["macs of convolutions"].text == "convolutions  91.9 %"
    assert now.named["parameters of dense layers"].text == "dense layers  96.2 %"
    assert "665,784,864" in now.more
    assert "58,631,144" in now.more
    on_the_way = at_step(alexnet, Knobs(), "Four more")
    assert on_the_way.named["macs so far in percent"].text == "92 %"
    assert on_the_way.named["parameters so far in percent"].text == "4 %"
    dense = at_step(alexnet, Knobs(), "Three dense")
    assert dense.named["macs so far in percent"].text == "8 %"
    assert dense.named["parameters so far in percent"].text == "96 %"


def test_it_is_said_on_the_stage_that_the_fronts_show_no_maps():
    for title in ("The first filters", "Four more", "Two GPUs"):
        assert at_step(alexnet, Knobs(), title).named["fronts"].text == "on the fronts: the photo at each resolution"


def test_bars_are_as_long_as_their_counts():
    now = at_step(alexnet, Knobs(), "Work and parameters")
    for kind in ("macs", "parameters"):
        widths = [now.named[f"{kind} of {layer.label}"].width for layer in network("alexnet").weighted]
        shares = [getattr(layer, kind) / getattr(network("alexnet"), kind) for layer in network("alexnet").weighted]
        assert np.allclose(np.array(widths) / sum(widths), shares)


@pytest.mark.parametrize("knobs", SETTINGS)
def test_all_blocks_have_one_scale_and_the_photo_is_as_coarse_as_the_maps(knobs):
    of = build(knobs)
    assert len({round(block.cell, 9) for block in of.road}) == 1
    for block in of.road:
        channels, rows, columns = sides(block.shape)
        assert block.width / block.height == pytest.approx(columns / rows)
        assert block.deeper[0] / block.width == pytest.approx(0.3 * channels / columns)
    faces = set()
    for seen in moments(alexnet, knobs, 0.2, 0.5, 1.0):
        for each in seen.placed:
            if isinstance(each.mark, Image) and each.mark.name.startswith("photo on "):
                name = each.mark.name.removeprefix("photo on ")
                rows = next(block for block in of.road if block.name == name).shape[1]
                assert each.mark.pixels.shape[0] == rows
                columns = each.mark.pixels.shape[1]
                assert np.array_equal(each.mark.pixels.array, photograph("astronaut", rows).array[:, :columns])
                faces.add(name)
    assert {"picture", "conv1", "conv5"} <= faces


@pytest.mark.parametrize(
    ("build_name", "layer", "across"),
    [
        ("2012, two GPUs", "conv2", False), ("2012, two GPUs", "conv3", True), ("2012, two GPUs", "conv4", False),
        ("2012, two GPUs", "conv5", False), ("2012, two GPUs", "fc6", True), ("2012, one GPU", "conv2", True),
    ],
)  # fmt: skip
def test_arrows_cross_where_a_half_reads_both(build_name, layer, across):
    knobs = turned(Knobs(), build=build_name) if build_name != Knobs().build else Knobs()
    now = at_step(alexnet, knobs, "Two GPUs")
    arrows = [name for name, mark in now.named.items() if isinstance(mark, Arrow) and f"to {layer} " in name]
    assert len(arrows) == (4 if across else 2)


def test_the_halves_pull_apart_and_lie_in_lanes():
    of = build(Knobs())
    whole, apart = of.pulled(0.0), of.pulled(1.0)
    for (back, front), block in zip(whole, of.road[1:], strict=True):
        assert front.x == block.x
        assert back.shape[0] + front.shape[0] == block.shape[0]
    uppers, lowers = zip(*apart, strict=True)
    assert max(block.bounds[3] for block in uppers) < min(block.bounds[1] for block in lowers)


def test_the_result_is_told_with_all_that_belongs_to_it():
    assert RESULTS_2012[-1].top5 == min(result.top5 for result in RESULTS_2012) == 15.3
    now = at_step(alexnet, Knobs(), "The result")
    assert "AlexNet, the winner: 7 CNNs, 2 of them pre-trained, 10 crops, test 2012, 15.3 %." in now.more
    assert "AlexNet: 1 CNN, 10 crops, validation 2012, 18.2 %." in now.more
    assert "AlexNet: 1 CNN, 10 crops, test 2010, 17.0 %." in now.more
    assert "Second place: several classifiers, no CNN, crops not given, test 2012, 26.2 %." in now.more
    assert (
        "17.0 % that is often quoted is one network's error on the test pictures of the contest of 2010, in which it "
        "took no part."
    ) in now.more
    assert RESULT_2010.split == "test 2010"
    assert "15.3 %" in now.caption


def test_errors_stand_beside_what_they_were_got_with():
    now = at_step(alexnet, Knobs(), "The result")
    lines = list(now.texts)
    for label, error in (
        ("second place, no CNN", "26.2 %"), ("1 network, validation", "18.2 %"), ("5 networks", "16.4 %"),
        ("7 networks, the winner", "15.3 %"), ("1 network, contest of 2010", "17.0 %"),
    ):  # fmt: skip
        assert lines[lines.index(label) + 1] == error
    for result in (*RESULTS_2012, RESULT_2010):
        bar = now.named[f"top-5 error, {result.models}, {result.split}"]
        winner = now.named["top-5 error, 7 CNNs, 2 of them pre-trained, test 2012"]
        assert bar.width / winner.width == pytest.approx(result.top5 / 15.3)


def test_what_is_said_is_so_at_any_size():
    assert "224, but that would give maps of 54. 227 gives the 55" in plan(alexnet, Knobs())[0].more
    small = turned(turned(Knobs(), build="torchvision"), side=63)
    assert "convolutions do only 40 %" in at_step(alexnet, small, "Work and parameters").caption
    assert "little work" in at_step(alexnet, small, "Four more").caption
    assert "fits 15 times across" in at_step(alexnet, small, "The picture").caption


@pytest.mark.parametrize("knobs", SETTINGS)
def test_captions_are_one_short_sentence(knobs):
    for step in plan(alexnet, knobs):
        assert len(step.caption.split()) <= 14, step.caption
        assert len(step.caption) <= 80, step.caption
        assert re.fullmatch(r"[A-Z0-9][^:;]*\.", step.caption), step.caption
        assert not re.search(r"\d{4}|\d,\d", step.caption), step.caption
        assert step.more.endswith("."), step.title


@pytest.mark.parametrize("name", NETWORKS.values())
def test_relu_pooling_and_dropout_are_where_it_is_said(name):
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


@pytest.mark.parametrize("share", [0.3, 0.69999, 0.75, 1.0])
def test_the_window_shows_the_pixels_under_it_and_can_be_dragged(share):
    now = at_step(alexnet, Knobs(), "The picture", share)
    window, whole = now.named["window"], now.named["photo on picture"]
    cell = whole.u[0]
    left, top = (round((at - start) / cell) for at, start in zip((window.x, window.y), whole.origin, strict=True))
    wanted = photograph("astronaut", 227).array[top : top + 11, left : left + 11]
    assert np.array_equal(now.named["window's pixels"].pixels.array, wanted)
    assert now.named["place"].text == f"{left // 4 + 1}"
    assert left % 4 == top % 4 == 0
    assert now.named["picture in time"].grip is not None


@pytest.mark.parametrize("side", [227, 99, 451])
def test_the_window_passes_all_places_and_rests_where_there_is_something_to_see(side):
    last, rest = (at_step(alexnet, turned(Knobs(), side=side), "The picture", share) for share in (0.69999, 1.0))
    assert last.named["place"].text == last.named["places across"].text.split(" = ")[1]
    pixels = rest.named["window's pixels"].pixels.array
    assert pixels.std() > 30
    assert 80 < pixels.mean() < 220


def test_the_photo_goes_before_the_stages_edge_cuts_it():
    """It is whole, or it is gone."""
    for share in np.linspace(0.0, 1.0, 41):
        now = at_step(alexnet, Knobs(), "The first filters", share)
        for each in now.placed:
            if each.mark.name == "photo on picture" and each.opacity > 0.5:
                assert each.mark.origin[0] >= now.frame.view.x
    assert not any(each.mark.name == "photo on picture" and each.opacity for each in now.placed)


def test_what_is_counted_with_biases_is_called_parameters():
    """61.0 M are all parameters of the network."""
    now = at_step(alexnet, Knobs(), "Work and parameters")
    assert now.named["title of parameters"].text == "parameters"
    assert now.named["amount of parameters"].text == "61.0 M parameters"
    for title in ("Four more", "Three dense", "Work and parameters"):
        assert "weights" not in at_step(alexnet, Knobs(), title).caption
        assert not [words for words in at_step(alexnet, Knobs(), title).texts if "weights" in words]


@pytest.mark.usefixtures("qapp")
def test_the_steps_fill_the_stage_on_average():
    used = [step.use for step in measured(alexnet).steps]
    assert sum(used) / len(used) >= MEAN_USE
