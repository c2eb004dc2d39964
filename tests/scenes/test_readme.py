"""The page that tells newcomers how to add a scene must be true: its example is run as it stands."""

import re
import sys
import types
from pathlib import Path

import scenes
from scenes.stage.catalogue import Scene, plan, render
from scenes.stage.marks import Grid
from scenes.stage.stage import boundaries


def test_the_example_of_the_page_is_a_working_scene(monkeypatch):
    page = (Path(scenes.__file__).parent / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL).group(1)
    module = types.ModuleType("scenes_readme_example")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(code, "scenes/README.md", "exec"), vars(module))
    (example,) = [value for value in vars(module).values() if isinstance(value, Scene)]
    steps = plan(example, example.knobs())
    frame = render(example, example.knobs(), boundaries(steps)[-1])
    grids = {mark.name: mark for mark in frame.marks if isinstance(mark, Grid)}
    assert grids["output"].labels == (("2.50", "2.00"), ("2.25", "4.00"))
    assert grids["output"].shown == 4
