"""Lines of PyTorch: each scene has some, and what they leave is what the stage shows, however the knobs stand."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest
import torch

from scenes.in_torch.code import Code, code_for
from scenes.in_torch.writing import WIDTH
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import Knobs
from tests.scenes.in_torch.turning import NAMES, left_by_chance, shown

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
        size = max(1.0, float(np.abs(there[np.isfinite(there)]).max(initial=0.0)))
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
def test_they_follow_the_knobs_a_hundred_times(name: str) -> None:
    for seed in range(15, 115):
        check(name, left_by_chance(catalogue().find(name), seed))
