"""The road of blocks: one scale for all, room between them, halves, and the photo that comes in from the left."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.core.marks import Image, Path, Rect, Role
from scenes.stage.data.networks import network
from scenes.stage.draw.maps import photograph
from scenes.stage.draw.road import DEEPER, FOLDED, NOTCH, Block, around, beside, road, sides, solid, spaced, wiped

shapes = st.one_of(
    st.tuples(st.integers(1, 512), st.integers(1, 300)).map(lambda each: (each[0], each[1], each[1])),
    st.tuples(st.integers(1, 10_000)),
)


def outline(block: Block) -> tuple[tuple[float, float], ...]:
    (dx, dy), right, bottom = block.deeper, block.x + block.width, block.y + block.height
    return (
        (block.x, bottom), (block.x, block.y), (block.x + dx, block.y + dy), (right + dx, block.y + dy),
        (right + dx, bottom + dy), (right, bottom),
    )  # fmt: skip


def apart(one: Block, other: Block) -> bool:
    """Whether a line parallel to some edge of both lies between two blocks, which are convex."""
    for edge in ((1.0, 0.0), (0.0, 1.0), DEEPER):
        across = np.array([-edge[1], edge[0]])
        a, b = (np.array(outline(each)) @ across for each in (one, other))
        if a.max() <= b.min() + 1e-9 or b.max() <= a.min() + 1e-9:
            return True
    return False


@settings(deadline=None, max_examples=80)
@given(st.lists(shapes, min_size=1, max_size=9), st.floats(0.5, 8.0))
def test_all_blocks_have_one_scale_and_none_lies_over_another(found, cell):
    blocks = road([(str(index), shape) for index, shape in enumerate(found)], cell)
    for block in blocks:
        channels, rows, columns = sides(block.shape)
        assert (block.width, block.height) == pytest.approx((columns * cell, rows * cell))
        assert block.deeper == pytest.approx((DEEPER[0] * channels * cell, DEEPER[1] * channels * cell))
        assert block.middle[1] == pytest.approx(0.0)
    assert all(apart(one, other) for one, other in combinations(blocks, 2))


def test_blocks_may_stand_further_apart():
    layers = [(str(index), (128, 30, 30)) for index in range(3)]
    near, far = (road(layers, 2.0, least=least) for least in (14.0, 40.0))
    assert far[1].x - near[1].x == pytest.approx(far[2].x - far[1].x - (near[2].x - near[1].x))
    assert far[1].x > near[1].x
    assert all(apart(one, other) for one, other in combinations(far, 2))


def test_a_block_may_have_a_line_for_every_map():
    (block,) = road([("maps", (6, 30, 30))], 2.0)
    lines = [
        mark for mark in solid(block, Role.OUTPUT, notch=1) if isinstance(mark, Path) and not mark.closed
    ]  # fmt: skip
    backs = [line.points[0][0] - block.x for line in lines]
    assert backs == pytest.approx([block.deeper[0] * behind / 6 for behind in range(1, 6)])


def test_the_units_of_a_dense_layer_are_folded():
    assert sides((4096,)) == (1, FOLDED, 64)
    assert sides((1000,)) == (1, FOLDED, 16)
    assert sides((10,)) == (1, 10, 1)


@pytest.mark.parametrize("shape", [(96, 55, 55), (4096,)])
def test_halves_lie_where_the_whole_is(shape):
    (block,) = road([("it", shape)], 2.0, (10.0, 20.0))
    halves = block.half(second=False), block.half(second=True)
    assert sum(half.shape[0] for half in halves) == shape[0]
    assert around(halves) == pytest.approx(block.bounds)
    assert {half.cell for half in halves} == {block.cell}


def test_a_block_has_a_line_after_every_64_channels():
    (block,) = road([("it", (256, 20, 20))], 2.0)
    notches = [mark for mark in solid(block, Role.OUTPUT) if isinstance(mark, Path) and not mark.closed]
    assert len(notches) == 256 // NOTCH - 1
    behind = [notch.points[0][0] - block.x for notch in notches]
    assert behind == pytest.approx([block.deeper[0] * share for share in (0.25, 0.5, 0.75)])


def test_the_photo_is_at_the_resolution_of_the_maps_and_comes_in_from_the_left():
    (block,) = road([("it", (96, 55, 55))], 2.0)
    face = photograph("astronaut", 55)
    whole, some = (
        [mark for mark in solid(block, Role.OUTPUT, face=face, grown=grown) if isinstance(mark, Image)]
        for grown in (1.0, 0.4)
    )
    assert whole[0].pixels == face
    assert whole[0].u[0] * 55 == pytest.approx(block.width)
    assert np.array_equal(some[0].pixels.array, face.array[:, :22])
    assert wiped(face, 0.0) is None


def test_a_growing_block_has_its_front_from_the_beginning():
    (block,) = road([("it", (96, 55, 55))], 2.0)
    fronts = [mark for mark in solid(block, Role.OUTPUT, grown=0.1) if isinstance(mark, Rect)]
    assert [(front.width, front.height) for front in fronts] == [(block.width, block.height)]


def test_beside_the_tanks_a_part_of_the_road_is_seen_whole():
    of = network("vgg-16")
    blocks = road([(layer.label, layer.shape) for layer in of.weighted], 2.0)
    for index in range(len(blocks)):
        view, (left, top, right, bottom) = beside(blocks[index : index + 1]), blocks[index].bounds
        assert view.x <= left
        assert (right - view.x) * view.zoom <= 1090
        assert (top - view.y) * view.zoom >= 104
        assert (bottom - view.y) * view.zoom <= 710


def test_names_stand_only_where_they_have_room():
    blocks = road([(f"conv{index}", (384, 13, 13)) for index in range(6)], 2.0)
    names = [block.name for block in blocks]
    assert spaced(blocks, names, 3.0) == blocks
    assert spaced(blocks, names, 1.0) == blocks[::2]
    assert spaced(blocks, ["13"] * 6, 1.0) == blocks
