"""The whole network as a picture: of any network that is described all is seen, and nothing hides anything."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF

from scenes.real_network import real_network
from scenes.real_network.drawings.road import WHOLE_ROOM, blocks, far
from scenes.real_network.knobs import Knobs, knobs_for
from scenes.real_network.stops import stops
from scenes.stage.core.camera import room_of
from scenes.stage.core.catalogue import plan
from scenes.stage.core.marks import WIDTH, Rect, Text
from scenes.stage.core.marks import Path as Line
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import step_titled
from scenes.stage.data import networks
from scenes.stage.data.published import LITE
from scenes.stage.output.theme import THEMES
from tests.desktop.metrics import overlaps, text_boxes
from tests.scenes.real_network.hollow import hollow
from tests.scenes.seen import at_step

TITLE = "The whole network"
BY_LETTERS = list({theme.letters: theme for theme in THEMES.values()}.values())

Room = tuple[float, float, float, float]


@pytest.fixture(params=networks.names())
def knobs(request: pytest.FixtureRequest, folder: Path) -> Knobs:
    """Each of the networks: that which ships, and the others as somebody's own."""
    return Knobs() if request.param == LITE else Knobs(**knobs_for(hollow(folder, request.param)))


def seen_from_afar(knobs: Knobs) -> dict[str, Room]:
    """Where the fronts of the blocks and all that belongs to them are seen in the end, by their names."""
    view, found = far(knobs.of), dict[str, Room]()
    zoom = WIDTH / view.width
    for block in blocks(knobs.of):
        for name, (left, top, right, bottom) in {
            f"front {block.name}": (block.x, block.y, block.x + block.width, block.y + block.height),
            f"block {block.name}": block.bounds,
        }.items():
            found[name] = (
                (left - view.x) * zoom, (top - view.y) * zoom, (right - view.x) * zoom, (bottom - view.y) * zoom,
            )  # fmt: skip
    return found


def boxes(knobs: Knobs) -> list[tuple[Placed, Room]]:
    """All marks of the end of the step, and the room that each takes."""
    placed = [each for each in at_step(real_network, knobs, TITLE).frame.placed() if each.opacity > 0.05]
    return [(each, room_of(each.mark, each.dx, each.dy)) for each in placed]


def test_every_mark_lies_on_the_stage(knobs: Knobs) -> None:
    for each, (left, top, right, bottom) in boxes(knobs):
        assert -0.5 <= left <= right <= WIDTH + 0.5, each.mark
        assert -0.5 <= top <= bottom <= 900.5, each.mark
    for name, (left, top, right, bottom) in seen_from_afar(knobs).items():
        assert WHOLE_ROOM[0] - 0.5 <= left < right <= WHOLE_ROOM[2] + 0.5, name
        assert WHOLE_ROOM[1] - 0.5 <= top < bottom <= WHOLE_ROOM[3] + 0.5, name


def test_no_front_no_map_and_no_tank_lies_over_another(knobs: Knobs) -> None:
    fronts = [room for name, room in seen_from_afar(knobs).items() if name.startswith("front")]
    row = [room for each, room in boxes(knobs) if each.mark.name.startswith("map of") and room[1] > WHOLE_ROOM[3]]
    tanks = [room for each, room in boxes(knobs) if each.mark.name.startswith("tank of")]
    assert len(fronts) == len(row) == len(stops(knobs.of))
    assert len(tanks) == 2
    for one, other in combinations((*fronts, *row, *tanks), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


@pytest.mark.usefixtures("typeface")
def test_no_word_lies_over_another_and_none_over_a_map(knobs: Knobs) -> None:
    frame = at_step(real_network, knobs, TITLE).frame
    row = [QRectF(room[0], room[1], room[2] - room[0], room[3] - room[1]) for each, room in boxes(knobs)
           if each.mark.name.startswith("map of")]  # fmt: skip
    for theme in BY_LETTERS:
        words = text_boxes(frame, theme)
        assert not overlaps(words), theme.name
        assert not [word for word, box in words for each in row if box.intersects(each)], theme.name


def test_each_box_is_linked_with_its_map_below_it(knobs: Knobs) -> None:
    named = {each.mark.name: each.mark for each, _ in boxes(knobs)}
    fronts = seen_from_afar(knobs)
    ends: list[float] = []
    for stop in stops(knobs.of):
        link, below = named[f"link of {stop.name}"], named[f"map of {stop.name}"]
        assert isinstance(link, Line)
        left, _, right, foot = fronts[f"front {stop.name}"]
        assert link.points[0][0] == link.points[1][0] == pytest.approx((left + right) / 2)
        assert link.points[0][1] > foot
        begin, top, end, _ = room_of(below, 0.0, 0.0)
        assert begin < link.points[-1][0] < end
        assert link.points[-1][1] < top
        assert LEFT - 1e-6 <= begin < end <= RIGHT + 1e-6
        ends.append(link.points[-1][0])
    assert all(one < other for one, other in pairwise(ends))  # so that no line crosses another


def test_where_there_is_room_a_map_stands_under_its_box(folder: Path) -> None:
    knobs = Knobs(**knobs_for(hollow(folder, "vgg-11")))
    seen, straight = at_step(real_network, knobs, TITLE), 0
    for stop in stops(knobs.of):
        link = seen.named[f"link of {stop.name}"]
        assert isinstance(link, Line)
        straight += link.points[0][0] == pytest.approx(link.points[-1][0])
    assert straight >= 3


def test_the_row_has_the_numbers_by_which_blocks_are_known(knobs: Knobs) -> None:
    """On the road, in the row, in the knob and in the notes a block has one number."""
    seen, every = at_step(real_network, knobs, TITLE), stops(knobs.of)
    for stop in every:
        words = seen.named[f"number of {stop.name}"]
        assert isinstance(words, Text)
        assert words.text == (str(stop.number) if stop.is_block else stop.name)
        assert seen.clicked(f"front of {stop.name}").stop is stop
        chosen = Knobs(**{**vars_of(knobs), "block": stop.number})
        assert chosen.stop is stop
        box = at_step(real_network, chosen, "Switch something off").named[f"box of {stop.name}"]
        assert isinstance(box, Rect)
        assert box.value == stop.number
        assert stop.short in {stop.name, f"block {stop.number}"}
        assert str(stop.number) in stop.short or not stop.is_block
    steps = plan(real_network, knobs)
    assert steps[step_titled(steps, TITLE)].title == TITLE


def vars_of(knobs: Knobs) -> dict[str, object]:
    """The knobs of a network that are about it."""
    return {"of": knobs.of, "picture": knobs.picture, "layer": knobs.layer, "map": knobs.map, "at": knobs.at}
