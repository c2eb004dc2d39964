from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from desktop.lab.mistakes.view import Shown
from desktop.publishing.pages.mistakes_picture import mistakes_scene
from desktop.runs.mistakes import Cell, Judged, Pick, Wrong, judged, worst
from scenes.stage.core.catalogue import render
from scenes.stage.core.marks import Grid, Image, Text
from scenes.stage.core.stage import Frame
from scenes.stage.output.theme import THEMES, Theme
from tests.desktop.fake_runs import story

__all__ = ["story"]
DENSE = {0: (1, 2.0), 10: (1, 3.0), 4: (0, 0.5)}


@pytest.fixture
def found(story: SimpleNamespace) -> Judged:
    made = judged(story.recording_of([story.started(), story.predicted(0, DENSE, None)]))
    assert made is not None
    return made


def frame(found: Judged, pick: Pick, contestants: tuple[int, ...], theme: Theme) -> Frame:
    picked = worst(found, pick)
    wall = tuple((each, np.full((1, 28, 28), each.index, np.uint8)) for each in picked)
    scene = mistakes_scene(Shown(found, contestants, pick, wall, len(picked)), theme)
    return render(scene, scene.knobs(), 0.0, None)


def words(made: Frame) -> list[str]:
    return [each.mark.text for each in made.placed() if isinstance(each.mark, Text)]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("contestants", [(0,), (1,), (0, 1)])
def test_it_has_names_numbers_and_pictures(found: Judged, contestants: tuple[int, ...], theme: Theme) -> None:
    made = frame(found, Wrong(0), contestants, theme)
    said, classes = words(made), found.plan.classes
    assert {found.plan.contestants[each].name for each in contestants} <= set(said)
    grids = [each.mark for each in made.placed() if isinstance(each.mark, Grid)]
    assert len(grids) == (0 in contestants), "who has left has no matrix"
    if grids:
        assert grids[0].values.array[0, 1] > grids[0].values.array[4, 0] > 0
        assert set(classes) <= set(said)
        assert said.count("2") == 1
        assert said.count("48") == 1
    pictures = [each.mark for each in made.placed() if isinstance(each.mark, Image)]
    assert [int(each.pixels.array[0, 0, 0]) for each in pictures] == [10, 0, 4]
    assert f"Dense net: {classes[0]} taken for {classes[1]}, 2 times." in said
    assert "after step 0, 500 pictures" in said


def test_a_cell_that_is_looked_at_is_framed(found: Judged) -> None:
    made = frame(found, Cell(0, 0, 1), (0, 1), THEMES["dark"])
    (grid,) = (each.mark for each in made.placed() if isinstance(each.mark, Grid))
    assert grid.highlighted == ((0, 1),)


def test_a_picture_that_is_not_here_leaves_its_place(found: Judged) -> None:
    picked = worst(found, Wrong(0))
    shown = Shown(found, (0,), Wrong(0), tuple((each, None) for each in picked), len(picked))
    scene = mistakes_scene(shown, THEMES["light"])
    made = render(scene, scene.knobs(), 0.0, None)
    assert not [each for each in made.placed() if isinstance(each.mark, Image)]
    assert sum(each.startswith("said ") for each in words(made)) == 3


def test_words_stay_on_the_stage_whatever_the_names(story: SimpleNamespace) -> None:
    from dataclasses import replace

    made = judged(story.recording_of([story.started(), story.predicted(0, DENSE, {})]))
    assert made is not None
    long = replace(made.plan, classes=tuple(f"{index} with a very long name" for index in range(10)))
    both = frame(Judged(long, 0, made.labels, made.said), Wrong(0), (0, 1), THEMES["projector"])
    assert max(map(len, words(both))) <= 80
    assert any(each.endswith("…") for each in words(both))
