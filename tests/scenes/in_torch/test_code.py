"""Lines of PyTorch: each scene has some, and what they leave is what the stage shows, however the knobs stand."""

from __future__ import annotations

import ast
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
import torch

from scenes.convolution import computed as convolution
from scenes.in_torch.code import Code, code_for
from scenes.in_torch.writing import WIDTH, tensor
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import Knob, KnobError, Knobs, as_edits, change, knobs_of
from scenes.stage.data.pictures import Picture
from tests.abuse.knobs import limits, turned
from tests.scenes.in_torch.turning import NAMES, left_by_chance, recorded, shown

MANY = 30
"""So often each is drawn in the slow test; a hundred of each were drawn once, in ten minutes."""
SHOWN_ONLY = {
    "sight": {"photo"}, "auxiliary": {"nets"}, "vanishing": {"nets", "norms"}, "degradation": {"norms"},
    "residual_backward": {"depth", "norms"}, "gates": {"second"}, "tradeoff": {"rate"},
    "real_network": {
        "picture", "layer", "map", "folded", "cover", "turn", "shift", "blur", "noise", "grey", "off",
    },
    "where_it_looks": {"picture", "of", "against", "cover", "lens", "filling", "climb", "map"},
}  # fmt: skip
"""Knobs that choose a run or a picture to look at, and change nothing that the lines compute."""
every_scene = pytest.mark.parametrize("name", NAMES)


def written(name: str, knobs: Knobs) -> Code:
    found = code_for(name, knobs)
    assert found is not None, "nobody has written any lines for this scene"
    return found


def run(text: str) -> dict[str, Any]:
    """What the lines leave, run in a room of their own."""
    names: dict[str, Any] = {}
    exec(compile(text, "lines of a scene", "exec"), names)
    return names


def check(name: str, knobs: Knobs) -> None:
    scene, code = catalogue().find(name), written(name, knobs)
    left = run(code.text)
    for result in code.results:
        found = eval(result.expression, left)
        found = found.detach().numpy() if isinstance(found, torch.Tensor) else np.asarray(found)
        there, written_within = shown(scene, knobs, result)
        said = f"{result.expression} at {result.at} in\n{code.text}"
        assert found.shape == there.shape, f"{found.shape} is not {there.shape}: {said}"
        size = max(1.0, float(np.abs(there[np.isfinite(there)]).max(initial=0.0)))  # sums may cancel
        np.testing.assert_allclose(found, there, rtol=1e-5, atol=max(2e-5 * size, written_within), err_msg=said)


@every_scene
def test_the_lines_give_what_the_stage_shows(name: str) -> None:
    check(name, catalogue().find(name).knobs())


@every_scene
@pytest.mark.parametrize("seed", range(15))
def test_they_follow_the_knobs(name: str, seed: int) -> None:
    check(name, left_by_chance(catalogue().find(name), seed))


@pytest.mark.slow
@every_scene
def test_they_follow_the_knobs_many_times(name: str) -> None:
    for seed in range(15, 15 + MANY):
        check(name, left_by_chance(catalogue().find(name), seed))


@every_scene
def test_the_lines_stand_by_themselves_and_are_short(name: str) -> None:
    scene = catalogue().find(name)
    for knobs in (scene.knobs(), *(left_by_chance(scene, seed) for seed in range(20))):
        code = written(name, knobs)
        lines = code.text.splitlines()
        assert lines[0].startswith("import ")
        assert max(map(len, lines)) <= WIDTH
        assert not any(line != line.rstrip() for line in lines)
        assert code.text.endswith("\n")
        assert not code.text.endswith("\n\n")
        assert code.results
        imported = [node for node in ast.walk(ast.parse(code.text)) if isinstance(node, ast.Import | ast.ImportFrom)]
        names = {each.name for node in imported if isinstance(node, ast.Import) for each in node.names}
        assert names <= {"math", "torch", "torch.nn.functional"}
        assert {node.module for node in imported if isinstance(node, ast.ImportFrom)} <= {"torch"}
        compile(code.text, name, "exec")


@every_scene
def test_each_knob_that_changes_what_is_computed_changes_the_lines(name: str) -> None:
    scene = catalogue().find(name)
    starts = [scene.knobs(), *(turned(scene, Random(seed)) for seed in range(20))]
    for form in knobs_of(scene.knobs):
        if form.kind != "hidden" and form.name not in SHOWN_ONLY.get(name, ()):
            assert any(_changes(name, knobs, form) for knobs in starts), form.name


def _changes(name: str, knobs: Knobs, form: Knob) -> bool:
    """Whether some value of a knob changes the lines."""
    before = written(name, knobs).text
    for value in (*form.choices, *(limit for limit in limits(form) if limit == limit)):
        try:
            if written(name, change(knobs, form.name, value)).text != before:
                return True
        except KnobError:
            continue
    return False


@pytest.mark.parametrize(("gain", "layers"), [(0.5, 20), (0.05, 100), (2.0, 100), (0.95, 33)])
def test_a_gradient_that_has_nearly_vanished_is_the_same_number(gain: float, layers: int) -> None:
    scene = catalogue().find("vanishing")
    knobs = change(change(scene.knobs(), "gain", gain), "layers", layers)
    code = written("vanishing", knobs)
    left, result = run(code.text), code.results[0]
    assert result.expression == "x.grad"
    there, _ = shown(scene, knobs, result)
    assert float(left["x"].grad) == pytest.approx(float(there), rel=1e-9)
    assert float(left["x"].grad) == pytest.approx(gain**layers, rel=1e-9)


@pytest.mark.parametrize("kind", ["plain", "residual"])
def test_the_nets_that_race_have_as_many_parameters_as_those_of_the_run(kind: str) -> None:
    left = run(written("degradation", change(catalogue().find("degradation").knobs(), "kind", kind)).text)
    found = recorded("degradation")
    assert found is not None
    trained = [net.parameters for net in found.plan.contestants if net.name.casefold().startswith(kind)]
    assert left["parameters"] == trained


def test_numbers_are_written_as_a_teacher_would() -> None:
    assert tensor("x", [[1, 2], [3, 4]]) == "x = torch.tensor([[1., 2], [3, 4]])"
    assert tensor("k", np.full((3, 3), 1 / 9), "[None]") == "k = torch.full((3, 3), 1 / 9)[None]"
    assert tensor("z", np.zeros((1, 3, 3))) == "z = torch.zeros(1, 3, 3)"
    assert tensor("x", [-0.0, 1.5]) == "x = torch.tensor([0., 1.5])"
    assert tensor("x", np.eye(3), comment="the identity").splitlines() == [
        "x = torch.tensor([", "    [1., 0, 0],", "    [0, 1, 0],", "    [0, 0, 1],", "])  # the identity",
    ]  # fmt: skip


@pytest.mark.parametrize("shape", [(1,), (40,), (9, 2), (12, 12), (3, 7, 7), (2, 3, 5, 5), (1, 1, 9, 9)])
def test_a_literal_is_the_array_that_it_was_written_from(shape: tuple[int, ...]) -> None:
    array = np.random.default_rng(1).normal(size=shape) * 100
    text = tensor("x", array)
    assert max(map(len, text.splitlines())) <= WIDTH
    found = run(f"import torch\n{text}")["x"]
    assert found.dtype == torch.float32
    assert found.shape == shape
    np.testing.assert_allclose(found.numpy(), array, rtol=1e-5)


@pytest.mark.parametrize(("picture", "side", "relu"), [("example", 3, False), ("digit", 6, True), ("cat", 62, False)])
def test_what_other_maps_add_to_a_convolution_is_in_the_lines(picture: str, side: int, relu: bool) -> None:
    scene = catalogue().find("convolution")
    plain = scene.knobs(picture=Picture(picture), filters=1, size=3, channels="1", relu=relu)
    shape = convolution.layer(plain).maps.shape
    others = np.random.default_rng(3).normal(size=shape)
    knobs = replace(plain, others=as_edits(others))
    check("convolution", knobs)
    np.testing.assert_allclose(convolution.layer(knobs).maps, convolution.layer(plain).maps + others)
