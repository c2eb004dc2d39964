from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from desktop.lab.networks import opening
from desktop.lab.networks.links import Place
from desktop.lab.networks.net import FILTERS, Net, nets
from desktop.lab.networks.opening import CannotOpenError
from desktop.lab.networks.pointing import Pointed
from desktop.runs import storage as recordings
from engine.contract import events
from engine.contract.spec.built.wiring import PICTURE
from scenes import reference
from scenes.activation import computed as activation
from scenes.activation.knobs import Knobs as ActivationKnobs
from scenes.convolution.computed import layer as convolution
from scenes.convolution.knobs import Knobs
from scenes.pooling.knobs import Knobs as PoolingKnobs
from scenes.stage.core.catalogue import catalogue, entry, plan, render
from scenes.stage.core.knobs import change
from scenes.stage.core.marks import Grid
from scenes.stage.core.timeline import step_at
from scenes.stage.data import pictures
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Log

RunOf = Callable[[str], Recording]
HALF = 2e-3
"""A float16 keeps three digits."""


def pointed(net: Net, contestant: int, name: str, index: int, behind: tuple[int, ...] = ()) -> Pointed:
    layer = next(number for number, layer in enumerate(net.layers) if layer.name == name)
    shape = net.layers[layer].shape
    row, column = (shape[1] // 2, shape[2] - 1) if len(shape) == 3 else (0, 0)
    return Pointed(contestant, Place(layer, index), row, column, behind)


def opened(run: Recording, contestant: int, name: str, index: int, step: int | None = None, **more: Any) -> Any:
    snapshot = run.snapshots[-1] if step is None else next(each for each in run.snapshots if each.step == step)
    net = nets(run.plan)[contestant]
    return opening.opened(run, snapshot, net, pointed(net, contestant, name, index, **more))


def require_same(found: Any, wanted: Any, tolerance: float) -> None:
    np.testing.assert_allclose(found, wanted, atol=tolerance * max(1.0, float(np.abs(wanted).max())))


@pytest.mark.parametrize("preset", ["race", "twins-8", "separable", "inception", "gates"])
def test_the_number_in_the_scene_is_the_number_in_the_lab(preset: str, run_of: RunOf) -> None:
    """Of every convolution of every kind: over several maps, depthwise, 1x1, with strides."""
    run = run_of(preset)
    snapshot = run.snapshots[-1]
    for contestant, net in enumerate(nets(run.plan)):
        view = snapshot.views[contestant]
        assert view is not None
        for number, layer in enumerate(net.layers):
            if layer.kind != "conv":
                continue
            index = layer.shape[0] - 1
            found = opened(run, contestant, layer.name, index)
            knobs = Knobs(**found.knobs)
            assert found.scene == "convolution"
            assert knobs.problem() is None
            made = convolution(knobs)
            require_same(made.maps[0], view.maps[number].array[index], HALF)
            assert knobs.at == (layer.shape[1] // 2, layer.shape[2] - 1)
            require_same(made.window(0, *knobs.at).z, view.maps[number].array[(index, *knobs.at)], HALF)


def test_from_the_checkpoints_weights_it_is_exact(run_of: RunOf) -> None:
    """To the last digit that counts: the maps before, as they are kept, and the weights by torch's rules."""
    run = run_of("race")
    snapshot, net = run.snapshots[-1], nets(run.plan)[1]
    conv = pointed(net, 1, "conv2", 5).place.layer
    checkpoint = run.checkpoint_by(snapshot.step)
    assert checkpoint is not None
    assert checkpoint.weights[1] is not None
    assert snapshot.views[1] is not None
    weights, bias = (checkpoint.weights[1][f"conv2.{part}"].array for part in ("weight", "bias"))
    seen = snapshot.views[1].maps[net.wire(conv).inputs[0]].array
    wanted = reference.convolve(seen, weights[5:6], bias[5:6], 1, 2)[0]
    np.testing.assert_allclose(convolution(Knobs(**opened(run, 1, "conv2", 5).knobs)).maps[0], wanted, atol=1e-4)


def test_one_map_is_shown_and_what_the_others_add_is_one_number(run_of: RunOf) -> None:
    found = opened(run_of("race"), 1, "conv2", 5)
    made = convolution(Knobs(**found.knobs))
    assert made.channels == 1
    assert made.others is not None
    window = made.window(0, 6, 6)
    assert window.others is not None
    assert window.z == pytest.approx(window.total + window.bias + window.others)
    assert "the other 7 add one number" in found.note
    assert "map" in str(found.knobs["picture"].name)


def test_a_column_with_its_relu_opens_with_it(run_of: RunOf) -> None:
    run = run_of("race")
    net = nets(run.plan)[1]
    relu = pointed(net, 1, "relu2", 5).place.layer
    found = opened(run, 1, "conv2", 5, behind=(relu,))
    made = convolution(Knobs(**found.knobs))
    view = run.snapshots[-1].views[1]
    assert view is not None
    require_same(made.outputs[0].array, view.maps[relu].array[5], HALF)


def test_before_a_normalisation_that_is_said(run_of: RunOf) -> None:
    run = run_of("twins-8")
    net = nets(run.plan)[1]
    behind = tuple(pointed(net, 1, f"block1.{name}", 0).place.layer for name in ("norm1", "relu1"))
    found = opened(run, 1, "block1.conv1", 0, behind=behind)
    assert "before batch norm" in found.note
    assert not found.knobs["relu"]


def test_pooling_takes_the_map_before(run_of: RunOf) -> None:
    run = run_of("race")
    found = opened(run, 1, "pool1", 3)
    knobs = PoolingKnobs(**found.knobs)
    view = run.snapshots[-1].views[1]
    assert knobs.problem() is None
    assert view is not None
    pooled = reference.max_pool(pictures.pixels(knobs.picture), knobs.size, knobs.stride)
    np.testing.assert_allclose(pooled[0], view.maps[2].array[3], atol=1e-6)


def test_activations_take_the_cells_around_the_one_that_is_clicked(run_of: RunOf) -> None:
    run = run_of("race")
    found = opened(run, 1, "relu1", 2)
    knobs = ActivationKnobs(**found.knobs)
    assert knobs.problem() is None
    view = run.snapshots[-1].views[1]
    assert view is not None
    np.testing.assert_allclose(activation.applied(knobs).y, view.maps[1].array[2, 13:16, 25:28], atol=1e-6)


def test_the_last_step_with_weights_is_shown_and_said(run_of: RunOf) -> None:
    run = run_of("race")
    kept = run.checkpoints[0]
    alone = replace(run, checkpoints=Log([kept]))
    found = opened(alone, 1, "conv2", 5)
    assert f"after step {kept.step}, the last step before whose weights are kept" in found.note
    then = next(each for each in run.snapshots if each.step == kept.step)
    assert then.views[1] is not None
    require_same(convolution(Knobs(**found.knobs)).maps[0], then.views[1].maps[3].array[5], HALF)


def test_without_weights_the_first_layer_opens_and_others_say_why_not(run_of: RunOf) -> None:
    bare = replace(run_of("race"), checkpoints=Log([]))
    assert opened(bare, 1, "conv1", 5).scene == "convolution"
    with pytest.raises(CannotOpenError, match="No weights of conv2 were kept"):
        opened(bare, 1, "conv2", 5)


def test_a_filter_opens_the_map_that_it_makes(run_of: RunOf) -> None:
    run = run_of("race")
    net = nets(run.plan)[1]
    found = opening.opened(run, run.snapshots[-1], net, Pointed(1, Place(FILTERS, 3), 0, 0))
    assert found.knobs["learned"] == opened(run, 1, "conv1", 3).knobs["learned"]


@pytest.mark.parametrize(
    ("preset", "contestant", "name", "scene"),
    [
        ("race", 0, "fc1", "dense"), ("race", 1, "fc", "softmax"), ("twins-8", 1, "block1.add", "residual"),
        ("inception", 0, "module1.join", "inception"), ("gates", 1, "stage1.gate.scale", "gates"),
        ("gates", 1, "mean", "gap"), ("gates", 1, "stage1.gate.reduce", "gates"),
    ],
)  # fmt: skip
def test_what_has_no_room_for_the_numbers_opens_the_scene_about_it(
    preset: str, contestant: int, name: str, scene: str, run_of: RunOf
) -> None:
    found = opened(run_of(preset), contestant, name, 0)
    assert (found.scene, found.knobs) == (scene, {})
    assert "numbers of its own" in found.note


def test_what_a_click_does_is_said_before(run_of: RunOf) -> None:
    net = nets(run_of("race").plan)[1]
    assert opening.does(net, pointed(net, 1, "conv2", 0)) == "Click: its numbers in the scene about convolution"
    assert opening.does(net, pointed(net, 1, "fc", 0)) == "Click: open the scene about softmax"
    assert opening.does(net, Pointed(1, Place(PICTURE, 0), 0, 0)) == ""


def test_the_picture_itself_opens_nothing(run_of: RunOf) -> None:
    run = run_of("race")
    with pytest.raises(CannotOpenError, match="This is the picture itself"):
        opening.opened(run, run.snapshots[-1], nets(run.plan)[1], Pointed(1, Place(PICTURE, 0), 0, 0))


def test_a_contestant_that_left_says_so(story: SimpleNamespace) -> None:
    look = story.snapshot(9)
    recording = story.recording_of(
        [story.started(), events.Snapshot(9, 0.1, 0, look.picture, 3, (look.views[0], None))]
    )
    with pytest.raises(CannotOpenError, match="CNN had left the race by step 9"):
        opened(recording, 1, "conv1", 0)


@pytest.mark.parametrize(("contestant", "index"), [(0, 3), (1, 0), (1, 2), (2, 1)])
def test_filters_over_colour_open_too_whether_they_mix_channels_or_not(contestant: int, index: int) -> None:
    """The first layers of the colour nets: 1x1 over all channels, and depthwise."""
    run = recordings.bundled("yellow")
    assert run is not None
    found = opened(run, contestant, run.plan.contestants[contestant].layers[0].name, index)
    knobs = Knobs(**found.knobs)
    assert knobs.problem() is None
    view = run.snapshots[-1].views[contestant]
    assert view is not None
    np.testing.assert_allclose(convolution(knobs).maps[0], view.maps[0].array[index], atol=1e-4)


def test_the_filter_is_called_learned_until_a_hand_changes_it(run_of: RunOf) -> None:
    knobs = Knobs(**opened(run_of("race"), 1, "conv1", 3).knobs)
    assert convolution(knobs).names == ("learned",)
    edited = change(knobs, "weights", (((0, 0, 1, 1), 4.0),))
    assert convolution(edited).names == ("edited",)
    assert convolution(edited).weights[0, 0, 1, 1] == 4
    assert convolution(change(edited, "kernel", "blur")).names == ("blur",)


def test_another_stride_forgets_what_other_maps_added(run_of: RunOf) -> None:
    knobs = Knobs(**opened(run_of("race"), 1, "conv2", 5).knobs)
    assert knobs.others
    for name, value in (("stride", 2), ("padding", "valid"), ("dilation", 2)):
        assert not change(knobs, name, value).others


@pytest.mark.parametrize(
    ("name", "title"), [("conv1", "Slide"), ("conv2", "Slide"), ("pool1", "Every window"), ("relu1", "The curve")]
)
def test_its_scene_is_entered_at_the_cell_that_was_clicked(name: str, title: str, run_of: RunOf) -> None:
    found = opened(run_of("race"), 1, name, 2)
    scene = catalogue().find(found.scene)
    knobs = scene.knobs(**found.knobs)
    steps, t = plan(scene, knobs), entry(scene, knobs)
    assert steps[step_at(steps, t)].title == title
    shown = render(scene, knobs, t)
    maps = [each.mark for each in shown.placed() if each.mark.name in ("feature map", "pooled")]
    assert maps
    for each in maps:
        assert isinstance(each, Grid)
        if title != "The curve":
            row, column = knobs.at
            assert each.shown == row * each.values.array.shape[-1] + column + 1, "the map up to the cell"
