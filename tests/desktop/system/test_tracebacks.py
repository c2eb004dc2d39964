"""A mistake in a scene is told with its line; the traceback is for those who ask for it."""

from __future__ import annotations

from pathlib import Path

import pytest

import scenes
from desktop.cli.main import main
from scenes.stage.core.catalogue import catalogue

WRONG = """
from scenes.stage.core import knobs
from scenes.stage.core.catalogue import scene
from scenes.stage.core.stage import Stage

@scene(chapter="Going small", title="Wrong", order=99)
def wrong(stage: Stage, knobs: knobs.Knobs) -> None:
    stage.step("Only", "The only step there is.")
    stage.add(stage.text(100, 200, "words"))
"""


def test_a_mistake_in_a_scene_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scenes, "__path__", [*scenes.__path__, str(tmp_path)])
    (tmp_path / "wrong.py").write_text(WRONG)
    catalogue.cache_clear()
    try:
        assert main(["export", "wrong", "-o", str(tmp_path / "wrong.json")]) == 1
    finally:
        catalogue.cache_clear()
    err = capsys.readouterr().err
    assert err.startswith("Something went wrong in scenes/wrong.py, line 9 (TypeError: stage.add draws marks, not None")
    assert err.count("\n") == 1
