"""The page that tells newcomers how to add a scene must be true: its scene and its test are run as they stand."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import pytest

import scenes
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import KnobError, change
from tests.scenes.seen import at_step

PAGE = (Path(scenes.__file__).parent / "README.md").read_text(encoding="utf-8")
EXAMPLE, TEST = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def averages(monkeypatch: pytest.MonkeyPatch) -> Scene:
    module = types.ModuleType("scenes.averages")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(EXAMPLE, "scenes/README.md", "exec"), vars(module))
    (example,) = [value for value in vars(module).values() if isinstance(value, Scene)]
    return example


def test_the_scene_of_the_page_shows_what_it_computes(averages: Scene) -> None:
    seen = at_step(averages, averages.knobs(), "All windows")
    assert seen.grid("means").labels == (("2.50", "2.00"), ("2.25", "4.00"))
    assert seen.grid("means").shown == 4
    assert [seen.named[name].text for name in ("sum", "mean")] == ["16", "4"]  # type: ignore[union-attr]
    assert "y[1, 1] = 4" in seen.texts


def test_the_scene_of_the_page_answers_hands_and_refuses(averages: Scene) -> None:
    seen = at_step(averages, averages.knobs(), "One window")
    picked = seen.dragged("window", 300, 0)
    assert picked.at == (0, 1)
    assert at_step(averages, picked, "One window").named["sum"].text == "8"  # type: ignore[union-attr]
    with pytest.raises(KnobError, match="Windows of 3×3 leave a row and a column over"):
        change(averages.knobs(), "size", 3)


def test_the_test_of_the_page_passes(averages: Scene) -> None:
    module = types.ModuleType("tests.scenes.test_averages")
    exec(compile(TEST, "scenes/README.md", "exec"), vars(module))
    tests = [value for name, value in vars(module).items() if name.startswith("test_")]
    assert tests
    for test in tests:
        test()
