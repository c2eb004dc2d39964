"""The colours of values in all scenes: one number has one tile, and an edit recolours nothing but what it changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.runs.storage import bundled
from scenes.stage.core.catalogue import Scene, catalogue, plan, render
from scenes.stage.core.gestures import enter, hit_at
from scenes.stage.core.grips import EditCell
from scenes.stage.core.knobs import KnobError, Knobs
from scenes.stage.core.marks import Grid, Rect
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.scales import PIXELS
from scenes.stage.output import styling as look
from scenes.stage.output.theme import DARK

SHARED = ("weights", PIXELS)
"""Scales that a scene has where these numbers would not be seen on the one for all."""
Tile = tuple[bytes, bytes, bytes]
scenes = pytest.mark.parametrize("scene", catalogue().scenes, ids=lambda scene: scene.name)


def recorded(scene: Scene, knobs: Knobs) -> Recording | None:
    return bundled(scene.preset(knobs)) if scene.preset else None


def ends(scene: Scene, knobs: Knobs) -> Iterator[Frame]:
    """The pictures at the ends of the steps."""
    run = recorded(scene, knobs)
    for end in boundaries(plan(scene, knobs, run)):
        yield render(scene, knobs, end, run)


def values(frame: Frame) -> Iterator[Grid]:
    """The grids whose colours carry a value."""
    for each in frame.placed():
        if isinstance(each.mark, Grid) and each.mark.shade in ("value", "pixel"):
            yield each.mark


def tiles(frame: Frame, grid: Grid) -> Iterator[tuple[tuple[int, int], Tile]]:
    """How the written cells of a grid look that are neither padding nor faded."""
    found = look.tiles(grid, frame.scales.of(grid.scale_name), DARK)
    for index in range(look.written(grid)):
        cell = divmod(index, grid.values.shape[1])
        masks = (grid.padding, grid.faded)
        if not any(mask is not None and mask.array[cell] for mask in masks):
            yield cell, (bytes(found.fill[cell]), bytes(found.ring[cell]), bytes(found.ink[cell]))


@scenes
def test_every_scale_that_a_grid_names_is_one_of_the_scene(scene: Scene) -> None:
    for frame in ends(scene, scene.knobs()):
        for grid in values(frame):
            assert grid.scale in ("", *SHARED, *dict(frame.scales.named)), grid.name


@scenes
def test_the_scales_are_the_same_all_through_a_scene(scene: Scene) -> None:
    assert len({frame.scales for frame in ends(scene, scene.knobs())}) == 1


@scenes
def test_one_number_has_one_tile_wherever_it_stands(scene: Scene) -> None:
    for frame in ends(scene, scene.knobs()):
        seen: dict[tuple[object, ...], Tile] = {}
        for grid in values(frame):
            scale = frame.scales.name(grid.scale_name), grid.shade, grid.number_size > 0
            for cell, tile in tiles(frame, grid):
                number = round(float(grid.values.array[cell]), 9)
                assert seen.setdefault((*scale, number), tile) == tile, (grid.name, cell)


def hands(frame: Frame) -> Iterator[tuple[Placed, tuple[int, int] | None]]:
    """One number for each knob that holds edits."""
    met: set[str] = set()
    for each in frame.touched():
        grip = each.mark.grip
        if isinstance(grip, EditCell) and grip.knob not in met and isinstance(each.mark, Grid | Rect):
            cells = list(look_over(each.mark)) if isinstance(each.mark, Grid) else [None]
            cell = next((cell for cell in cells if grip.target(cell) is not None), None)
            if grip.target(cell) is not None:
                met.add(grip.knob)
                yield each, cell


def look_over(grid: Grid) -> Iterator[tuple[int, int]]:
    rows, columns = grid.values.shape
    return ((row, column) for row in range(rows) for column in range(columns))


def edits(scene: Scene) -> Iterator[Knobs]:
    """The knobs after the largest number that is allowed is typed somewhere, for each knob that holds edits."""
    knobs, done = scene.knobs(), set[str]()
    for frame in ends(scene, knobs):
        for each, cell in hands(frame):
            grip = each.mark.grip
            assert isinstance(grip, EditCell)
            if grip.knob not in done:
                done.add(grip.knob)
                try:
                    yield enter(knobs, hit_at(each, cell), grip.high)
                except KnobError:
                    continue


@scenes
def test_an_edit_recolours_only_what_it_changes(scene: Scene) -> None:
    before = list(ends(scene, scene.knobs()))
    for knobs in edits(scene):
        for old, new in zip(before, ends(scene, knobs), strict=False):
            assert old.scales == new.scales
            grids = {grid.name: grid for grid in values(new) if grid.name}
            for grid in values(old):
                other = grids.get(grid.name)
                if other is None or other.values.shape != grid.values.shape or other.labels == ():
                    continue
                if (other.shade, other.number_size > 0) != (grid.shade, grid.number_size > 0):
                    continue
                colours = dict(tiles(new, other))
                for cell, tile in tiles(old, grid):
                    if cell in colours and other.values.array[cell] == grid.values.array[cell]:
                        assert colours[cell][:2] == tile[:2], (grid.name, cell)
