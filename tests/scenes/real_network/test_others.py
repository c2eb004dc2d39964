"""The scene about a real network with other people's weights: its numbers are the engine's, its words are true."""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from scenes.convolution import convolution
from scenes.real_network import real_network
from scenes.real_network.account import account, first_read, picture_maps, read_of
from scenes.real_network.computed import changed, picture_of
from scenes.real_network.drawings.change import switched_off
from scenes.real_network.knobs import Knobs
from scenes.real_network.operations import Form, Operation
from scenes.real_network.stops import Stop, network, stops
from scenes.real_network.view import inside_of
from scenes.stage.core.catalogue import plan
from scenes.stage.core.grips import OpenScene
from scenes.stage.core.knobs import change, knob
from scenes.stage.core.marks import HEIGHT, WIDTH, Grid
from scenes.stage.data import published
from scenes.stage.data.networks import INPUT
from scenes.stage.data.pictures import Picture
from scenes.stage.data.published import LITE
from scenes.stage.data.reading import Inquiry, Kit, Maps
from scenes.stage.output.theme import THEMES
from tests.desktop.metrics import overlaps, text_boxes
from tests.scenes.real_network.kits import answer, answered, kit, shown, view
from tests.scenes.seen import at_step

ACTIVATIONS = {
    "resnet-18": "ReLU", "vgg-11": "ReLU", "squeezenet-1.1": "ReLU", "alexnet-torchvision": "ReLU",
    "googlenet-torchvision": "ReLU", "mobilenet-v2": "ReLU6", "efficientnet-b0": "SiLU", "inception-v3": "ReLU",
    "lenet-5-modern": "ReLU", "resnet-50": "ReLU", "alexnet": "ReLU",
}  # fmt: skip
"""Networks with weights by chance, and the activation that each has."""
FORMS: dict[str, set[Form]] = {
    "resnet-18": {"conv", "sum", "max"}, "vgg-11": {"conv", "max"}, "squeezenet-1.1": {"conv", "max", "join"},
    "alexnet-torchvision": {"conv", "max"}, "googlenet-torchvision": {"conv", "max", "join"},
    "mobilenet-v2": {"conv", "sum"}, "efficientnet-b0": {"conv", "sum", "gate"},
    "inception-v3": {"conv", "max", "mean", "join"}, "lenet-5-modern": {"conv", "max"},
    "resnet-50": {"conv", "sum", "max"}, "alexnet": {"conv", "max", "other"},
}  # fmt: skip
"""What each is made of."""
BY_LETTERS = list({theme.letters: theme for theme in THEMES.values()}.values())
STAGE_BOX = QRectF(0, 0, WIDTH, HEIGHT).adjusted(-0.5, -0.5, 0.5, 0.5)
CELLS = 20
"""So many cells of each network are looked at."""

pytestmark = pytest.mark.slow


@pytest.fixture(params=ACTIVATIONS)
def whose(request: pytest.FixtureRequest, folder: Path) -> Kit:
    """Each of the networks."""
    return kit(folder, request.param)


# Numbers --------------------------------------------------------------------------------------------------------------


def some_cells(whose: Kit) -> list[tuple[Stop, Operation]]:
    """Layers by chance, of each form at least one."""
    every = [(stop, each) for stop in stops(whose) for each in stop.operations]
    chance = random.Random(whose.network)
    by_form = {each.form: (stop, each) for stop, each in chance.sample(every, len(every))}
    assert by_form.keys() == FORMS[whose.network]
    return [*by_form.values(), *chance.choices(every, k=CELLS - len(by_form))]


def test_a_cell_is_the_number_that_the_engine_has(whose: Kit) -> None:
    picture, chance = picture_of(whose, Picture("coffee")), random.Random(2)
    for stop, operation in some_cells(whose):
        layers = tuple(name for name in (*operation.reads, operation.out.name) if name != INPUT)
        reading = answer(Inquiry(whose, Maps(picture, layers)))
        inputs = (picture_maps(picture, whose),) if operation.reads == (INPUT,) else read_of(reading, operation)
        assert inputs is not None
        index = chance.randrange(operation.channels)
        cell = (
            chance.choice((0, operation.side - 1, chance.randrange(operation.side))),
            chance.randrange(operation.side),
        )
        found, maps = account(operation, inputs, index, cell, whose), reading.maps[operation.out.name].array
        about = f"{stop.name} {operation.kind}"
        if operation.form == "other":
            assert found is None, about
            continue
        assert found is not None
        assert found.value == pytest.approx(float(maps[index, *cell]), rel=1e-4, abs=1e-4), about
        if operation.form in ("conv", "gate"):
            assert found.products.sum() == pytest.approx(found.total), about
        if operation.norm:
            assert float((found.under * found.folded).sum()) + found.shift == pytest.approx(found.scaled, abs=1e-9)


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize(
    ("name", "block", "layer"),
    [("resnet-18", 0, "conv1"), ("resnet-18", 3, "conv1"), ("vgg-11", 3, "conv3_1"), ("mobilenet-v2", 6, "depthwise"),
     ("squeezenet-1.1", 4, "conv_squeeze"), ("googlenet-torchvision", 4, "branch3x3.conv"),
     ("efficientnet-lite0", 0, "conv1"), ("efficientnet-lite0", 4, "depthwise")],
)  # fmt: skip
def test_the_scene_about_convolution_computes_the_same_number(
    folder: Path, name: str, block: int, layer: str, folded: bool
) -> None:
    knobs = shown(kit(folder, name), block=block, layer=layer, map=3, folded=folded)
    seen = answered(knobs, "One cell")
    grip = seen.named["open convolution"].grip
    assert isinstance(grip, OpenScene)
    there: Any = convolution.knobs(**dict(grip.values))
    assert there.problem() is None
    maps = [mark for mark in at_step(convolution, there, grip.step).named.values() if isinstance(mark, Grid)]
    operation = knobs.stop.operation(layer)
    found = account_of(knobs)
    value = found.total if operation.norm and not folded else found.value if there.relu else found.scaled
    cell = view(knobs).cell
    sized = [mark.values.array for mark in maps if mark.values.shape == operation.out.shape[1:]]
    assert sized
    assert any(array[cell] == pytest.approx(value, abs=2e-3) for array in sized)


def account_of(knobs: Knobs) -> Any:
    """The account of the chosen cell when all has come."""
    operation, picture = knobs.stop.operation(knobs.layer), picture_of(knobs.of, knobs.picture)
    reading = answer(Inquiry(knobs.of, Maps(picture, inside_of(knobs.stop))))
    inputs = (picture_maps(picture, knobs.of),) if operation.reads == (INPUT,) else read_of(reading, operation)
    assert inputs is not None
    return account(operation, inputs, knobs.map - 1, view(knobs).cell, knobs.of)


def test_in_groups_each_map_reads_maps_of_its_own(folder: Path) -> None:
    knobs = shown(kit(folder, "alexnet"), block=2, layer="conv2", map=200)
    operation = knobs.stop.operation("conv2")
    assert (operation.groups, operation.apart, first_read(operation, 199)) == (2, False, 48)
    steps = {step.title: step for step in plan(real_network, knobs)}
    assert steps["One cell"].caption == "In its group of maps the numbers times their weights are added up."
    assert "There are 1,200 products for this cell." in steps["One cell"].more
    places = {int(text.split()[1]) for text in answered(knobs, "One cell").texts if re.match(r"map \d+ \(", text)}
    assert places
    assert min(places) > 48


def test_where_no_scene_can_show_a_layer_the_plate_says_why(folder: Path) -> None:
    seen = answered(shown(kit(folder, "alexnet-torchvision"), block=1, layer="conv1"), "One cell")
    assert "Other scenes have no 11 × 11 kernel." in seen.texts
    assert not any(name.startswith("open ") for name in seen.named)
    seen = answered(shown(kit(folder, "inception-v3"), block=5, layer="branch7x7.conv1"), "One cell")
    assert "No other scene has a 1 × 7 kernel." in seen.texts


def test_a_part_that_is_switched_off_changes_the_answer(whose: Kit) -> None:
    picture = picture_of(whose, Picture("cat"))
    before = answer(Inquiry(whose, Maps(picture))).logits.array
    for stop in stops(whose):
        for off in ("block", "map"):
            knobs = shown(whose, block=stop.number, layer=stop.kinds[-1], map=1, off=off)
            after = answer(Inquiry(whose, Maps(picture, (), switched_off(view(knobs))))).logits.array
            assert off == "map" or not np.array_equal(before, after), stop.name


# Pictures -------------------------------------------------------------------------------------------------------------


def test_every_step_is_drawn_before_and_after_the_answers_and_its_steps_stay(whose: Kit) -> None:
    every = stops(whose)
    for stop in (every[0], every[len(every) // 2], every[-1]):
        knobs = change(shown(whose), "block", stop.number)
        for step in plan(real_network, knobs):
            for share in (0.5, 1.0):
                before, after = at_step(real_network, knobs, step.title, share), answered(knobs, step.title, share)
                assert before.frame.steps == after.frame.steps
                assert before.frame.wanted
                said = " ".join(after.texts).lower()
                assert "nan" not in said.split()
                assert "inf" not in said.split()


@pytest.mark.usefixtures("typeface")
def test_no_text_lies_outside_the_stage_or_over_another(whose: Kit) -> None:
    every = stops(whose)
    for stop in {every[0], every[min(3, len(every) - 1)], every[len(every) // 2], every[-1]}:
        for kind in {stop.kinds[0], max(stop.kinds, key=len), stop.kinds[-1]}:
            knobs = shown(whose, block=stop.number, layer=kind)
            for step in plan(real_network, knobs):
                if kind != stop.kinds[-1] and "layer" not in step.knobs:
                    continue  # the same as for the other layers
                frame = answered(knobs, step.title).frame
                for theme in BY_LETTERS:
                    boxes = text_boxes(frame, theme)
                    outside = [label for label, box in boxes if not STAGE_BOX.contains(box)]
                    assert not outside, (stop.name, kind, step.title, theme.name)
                    assert not overlaps(boxes), (stop.name, kind, step.title, theme.name)


def test_of_a_grey_network_the_photo_is_grey(folder: Path) -> None:
    knobs = shown(kit(folder, "lenet-5-modern"), cover=8)
    assert picture_of(knobs.of, knobs.picture).shape == (1, 32, 32)
    assert changed(knobs).shape == (1, 32, 32)
    assert (changed(replace(knobs, grey=True)).array == changed(knobs).array).all()
    assert "25 numbers of the photo, each times its weight, are added up." in {
        step.caption for step in plan(real_network, replace(knobs, block=1, layer="C1"))
    }
    assert "10 logits" in {step.title for step in plan(real_network, knobs)}


@pytest.mark.parametrize("classes", [3, 7, 40])
def test_there_are_as_many_logits_as_classes(folder: Path, classes: int) -> None:
    whose = kit(folder, "squeezenet-1.1", classes)
    Path(whose.folder, "squeezenet-1.1.labels.txt").write_text("cup\n", encoding="utf-8")
    knobs = shown(whose)
    seen = answered(knobs, f"{classes} logits")
    assert seen.grid("logits").values.array.size >= classes
    assert seen.grid("logits").shown in (None, classes)
    names = [mark.text for name, mark in seen.named.items() if re.fullmatch(r"answer \d", name)]  # type: ignore[union-attr]
    assert len(names) == min(classes, 5)
    assert set(names) <= {"cup", *(f"class {number}" for number in range(2, classes + 1))}
    assert f"{classes} means" in answered(knobs, "A mean for each map").texts
    chosen = seen.clicked("logits", (0, 1))
    assert chosen.label == 1
    assert answered(chosen, f"{classes} logits").texts.count("class 2") >= 1
    assert any(f"They tell {classes} classes apart" in step.more for step in plan(real_network, knobs))


# Words ----------------------------------------------------------------------------------------------------------------


def test_words_name_the_activation_that_the_network_has(whose: Kit) -> None:
    wrong = {"ReLU", "ReLU6", "SiLU"} - {ACTIVATIONS[whose.network]}
    for stop in stops(whose):
        for kind in stop.kinds:
            knobs = shown(whose, block=stop.number, layer=kind)
            steps = plan(real_network, knobs)
            for step in steps:
                said = f"{step.title} {step.caption} {step.more}"
                assert not wrong & set(re.findall(r"\w+", said)), step
                assert len(step.caption.split()) <= 14, step.caption
                assert len(step.caption) <= 80, step.caption
                assert not set(step.caption) & set(":;"), step.caption
            assert any(step.title.endswith(ACTIVATIONS[whose.network]) for step in steps)
        seen = answered(shown(whose, block=stop.number), "Inside a block").texts
        assert not wrong & set(re.findall(r"\w+", " ".join(seen)))


def test_no_word_is_about_the_network_that_ships(whose: Kit) -> None:
    said = " ".join(f"{step.title} {step.caption} {step.more}" for step in plan(real_network, shown(whose)))
    for word in ("Lite", "ImageNet", "75.1", "phones"):
        assert word not in said
    assert network(whose).title.partition(" (")[0] in said


SHORTCUT, LINEAR, MEAN = "The shortcut", "A linear end", "A mean for each map"


@pytest.mark.parametrize(
    ("name", "steps"),
    [("vgg-11", set()), ("resnet-18", {SHORTCUT, MEAN}), ("squeezenet-1.1", {MEAN}), ("googlenet-torchvision", {MEAN}),
     ("efficientnet-b0", {LINEAR, SHORTCUT, MEAN})],
)  # fmt: skip
def test_a_step_is_told_where_the_network_has_something_for_it(folder: Path, name: str, steps: set[str]) -> None:
    titles = {step.title for step in plan(real_network, shown(kit(folder, name)))}
    assert titles & {SHORTCUT, LINEAR, MEAN} == steps


def test_what_is_said_beside_it_is_about_this_network(whose: Kit) -> None:
    knobs = shown(whose)
    words, usual = real_network.words(knobs), real_network.words(Knobs())
    said = (words.subtitle, *words.try_this, *words.mistaken, *words.sources)
    assert words.subtitle.startswith(network(whose).title.partition(" (")[0])
    assert words.sources[0] == f"{network(whose).title}: {network(whose).source}"
    assert not [each for each in said if "Lite" in each or ("ImageNet" in each and each != words.sources[0])]
    assert any(each.startswith("The weights: the opened file.") for each in words.sources)
    inverted = any(each.inverted for each in stops(whose))
    assert inverted == any("inverted residual block" in each for each in words.mistaken)
    assert inverted == any("MobileNetV2" in each for each in words.sources)
    assert any(f"The {network(whose).classes:,} add up" in each for each in words.mistaken)
    blocks = [int(number) for number in re.findall(r"block (\d+)", words.try_this[1])]
    assert blocks == sorted(set(blocks))
    assert blocks[-1] == knob(knobs, "block").high
    assert "EfficientNet-Lite0" in usual.subtitle
    assert usual.sources == real_network.sources


def test_the_source_of_the_names_is_told_where_they_are_those_of_imagenet(folder: Path) -> None:
    whose = kit(folder, "resnet-18")
    named = Kit(whose.network, f"{whose.folder} named")
    shutil.copytree(whose.folder, named.folder)
    Path(named.folder, "resnet-18.labels.txt").write_text("\n".join(published.labels(LITE)), encoding="utf-8")
    assert any("names of its classes" in each for each in real_network.words(shown(named)).sources)
    assert not any("names of its classes" in each for each in real_network.words(shown(whose)).sources)
