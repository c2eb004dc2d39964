"""Travelling along a road: what grows when, where the camera comes to, which names stand."""

import pytest

from scenes.stage.core.marks import Text
from scenes.stage.core.placing import placed
from scenes.stage.core.stage import Stage
from scenes.stage.draw.road import around, beside, road
from scenes.stage.draw.travel import SLOT, Leg, Travel, travelled

LAYERS = [(f"conv{index}", (128, 40 - 10 * index, 40 - 10 * index)) for index in range(3)]


def travelling(t):
    """A way past three blocks, then on to a dense layer, at a time."""
    stage, blocks = Stage(t), road([*LAYERS, ("fc", (4096,))], 3.0)
    stage.step("Before", "Something else is told before.", 1.0)
    first, then = stage.step("Three", "Three are passed.", travelled(3)), stage.step("One", "One is passed.", 4.0)
    legs = (
        Leg(first, blocks[:3], beside(blocks[:3])),
        Leg(then, blocks[3:], beside(blocks[3:]), followed=False),
    )
    for leg in legs:
        leg.look(stage)
    return Travel(stage, legs, "astronaut")


def start(index):
    """When a block's slot begins."""
    return 1.6 + index * SLOT


def words(travel):
    marks = travel.names(lambda block: (block.name, "stands"))
    return {each.mark.text for each in placed(marks) if isinstance(each.mark, Text) and each.opacity > 0.9}


@pytest.mark.parametrize("index", range(3))
def test_the_costs_of_a_block_flow_in_its_slot(index):
    before, after = travelling(start(index) + 0.5 * SLOT).passed, travelling(start(index + 1)).passed
    assert before[f"conv{index}"] == 0.0
    assert after[f"conv{index}"] == 1.0
    assert [share for share in before.values() if share] == [1.0] * index


@pytest.mark.parametrize("index", range(3))
def test_the_camera_comes_to_each_block_and_draws_back(index):
    travel = travelling(start(index) + 0.95 * SLOT)
    block = travel.legs[0].blocks[index]
    view, (left, _, right, _) = travel.stage.view, around([block])
    assert view == beside([block])
    assert view.x <= left
    assert right <= view.x + view.width
    assert words(travel) == {block.name, f"128×{block.shape[1]}×{block.shape[1]}"}
    end = travelling(1.0 + travelled(3))
    assert end.stage.view == beside(travel.legs[0].blocks)
    assert words(end) == {"conv0", "conv1", "conv2", "stands"}


def test_a_leg_that_is_not_followed_is_seen_whole_from_the_beginning():
    travel = travelling(1.0 + travelled(3) + 0.6 + SLOT)
    assert travel.stage.view == beside(travel.legs[1].blocks)
    assert travel.passed["fc"] == 1.0
    assert words(travel) == {"fc", "stands"}


def test_before_its_slot_nothing_of_a_block_is_there():
    assert travelling(1.6).blocks() == []
