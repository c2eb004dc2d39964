"""The “?” stands where the number will be, over the present picture, and shows nothing of the next one."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from scenes.questions.moments import VISIBLE
from scenes.questions.predicting.figures import figures
from scenes.questions.predicting.ghosts import GHOST, HIDDEN, LEAST, OFFER, QUESTION, ghost, offers
from scenes.questions.predicting.news import News
from scenes.stage.core.camera import Room, room_of
from scenes.stage.core.marks import HEIGHT, WIDTH, Grid, Rect, Text
from scenes.stage.core.placing import Box, Placed
from scenes.stage.core.stage import PANE, Frame
from tests.scenes.questions.predicting.catalogued import STATES, leading, presents


def placed(frame: Frame, name: str) -> list[Placed]:
    return [each for each in frame.placed() if each.mark.name == name]


def room(each: Placed) -> Room:
    return room_of(each.mark, each.dx, each.dy)


def on_stage(found: Room) -> bool:
    return found[0] >= -0.01 and found[1] >= -0.01 and found[2] <= WIDTH + 0.01 and found[3] <= HEIGHT + 0.01


def middle(found: Room) -> tuple[float, float]:
    return (found[0] + found[2]) / 2, (found[1] + found[3]) / 2


@pytest.mark.parametrize(("name", "turned"), STATES)
def test_a_ghost_adds_marks_on_top_and_nothing_else(name: str, turned: bool) -> None:
    for present in presents(name, turned):
        now = present.now
        for each in leading(present.news, 3):
            asked = ghost(now, each)
            assert asked.marks[:-1] == now.marks
            assert replace(asked, marks=now.marks) == now
            added = [found.mark for found in replace(now, marks=asked.marks[-1:]).placed()]
            assert {mark.name for mark in added} == {"", GHOST, QUESTION}
            assert [mark.text for mark in added if isinstance(mark, Text)] == ["?"]


@pytest.mark.parametrize(("name", "turned"), STATES)
def test_the_question_mark_is_large_and_lies_on_the_stage_where_the_number_will_stand(name: str, turned: bool) -> None:
    for present in presents(name, turned):
        now, then = present.now, present.then
        for each in leading(present.news, 3):
            (plate,), (sign,) = (placed(ghost(now, each), what) for what in (GHOST, QUESTION))
            assert isinstance(plate.mark, Rect)
            assert plate.mark.dashed
            assert isinstance(sign.mark, Text)
            assert on_stage(room(plate))
            assert on_stage(room(sign))
            assert sign.mark.size >= 0.79 * LEAST
            assert plate.mark.width >= LEAST - 0.01
            assert plate.mark.height >= LEAST - 0.01
            assert middle(room(plate)) == pytest.approx(middle(room(sign)))
            hidden = [share_of(room(plate), words) for words in legible(now, each.mark)]
            assert max(hidden, default=0.0) <= HIDDEN
            place = cell_now(now, each) or each.box
            if (
                now.view == then.view
                and max((share_of(roomy(place), words) for words in legible(now, each.mark)), default=0) == 0
            ):
                assert covers(room(plate), place)


def cell_now(frame: Frame, each: News) -> Room | None:
    """The middle of the cell of a number to come in the present picture, if its grid is there already."""
    for found in reversed(placed(frame, each.mark)):
        grid = found.mark
        if isinstance(grid, Grid) and each.figure.place is not None and found.opacity >= VISIBLE:
            row, column = each.figure.place[0] - grid.first[0], each.figure.place[1] - grid.first[1]
            if 0 <= row < grid.values.shape[0] and 0 <= column < grid.values.shape[1]:
                x, y = grid.lattice.at(row + 0.5, column + 0.5)
                place = x + found.dx, y + found.dy, x + found.dx, y + found.dy
                return place if on_stage(place) else None
    return None


def test_the_question_mark_stands_in_the_empty_cell_that_is_seen_already() -> None:
    """The next step moves the map elsewhere; the class looks at where it is now."""
    present = next(each for each in presents("depthwise") if each.title == "All needles at once")
    asked = next(each for each in present.news if each.mark == "output map 1" and each.cell == (0, 1))
    (plate,) = placed(ghost(present.now, asked), GHOST)
    cell = cell_now(present.now, asked)
    assert cell is not None
    assert not covers(room(plate), asked.box)
    assert covers(room(plate), cell)


def legible(frame: Frame, but: str) -> list[Room]:
    """Where words stand that the plate must not hide: all but those of one mark."""
    return [
        room(each)
        for each in frame.placed()
        if isinstance(each.mark, Text) and each.opacity >= VISIBLE and each.mark.name != but
    ] + [figure.room for figure in figures(frame) if figure.mark != but and figure.cell is not None]


def share_of(plate: Room, words: Room) -> float:
    """How much of some words lies under a plate."""
    across, down = min(plate[2], words[2]) - max(plate[0], words[0]), min(plate[3], words[3]) - max(plate[1], words[1])
    area = (words[2] - words[0]) * (words[3] - words[1])
    return across * down / area if across > 0 and down > 0 else 0.0


def roomy(box: Room) -> Room:
    """More room about a box than any plate on it takes."""
    return box[0] - LEAST, box[1] - LEAST, box[2] + LEAST, box[3] + LEAST


def covers(plate: Room, box: Room) -> bool:
    """Whether the middle of where the number will stand is on the plate."""
    x, y = middle(box)
    return plate[0] <= x <= plate[2] and plate[1] <= y <= plate[3]


def bare(name: str, title: str) -> tuple[Frame, News]:
    """The picture before a step, without its marks, and what the step writes first."""
    present = next(each for each in presents(name) if each.title == title)
    return replace(present.now, marks=()), present.news[0]


def test_a_ghost_stays_at_its_place_on_the_stage_while_the_camera_moves() -> None:
    """The next step looks at another part of the stage: the “?” lies right under the present view and the next."""
    now, each = bare("convolution", "Slide")
    near = Box(200.0, 100.0, 1300.0)
    seen_near = replace(each, figure=replace(each.figure, room=through(each.box, each.view, near)), view=near)
    asked = ghost(now, seen_near)
    assert middle(room(placed(asked, GHOST)[0])) == pytest.approx(middle(through(each.box, each.view, now.view)))
    later = replace(asked, view=near)
    assert middle(room(placed(later, GHOST)[0])) == pytest.approx(middle(seen_near.box))


def test_what_is_out_of_sight_now_is_asked_where_it_will_be_seen() -> None:
    now, each = bare("convolution", "Slide")
    elsewhere = replace(each, view=Box(5000.0, 5000.0, 1600.0))
    for view in (now.view, Box(300.0, 300.0, 800.0)):
        (plate,) = placed(ghost(replace(now, view=view), elsewhere), GHOST)
        assert middle(room(plate)) == pytest.approx(middle(each.box))
        assert plate.pinned


def through(box: Room, old: Box, new: Box) -> Room:
    """A room seen through another view."""
    xs = [((x / old.zoom + old.x) - new.x) * new.zoom for x in (box[0], box[2])]
    ys = [((y / old.zoom + old.y) - new.y) * new.zoom for y in (box[1], box[3])]
    return xs[0], ys[0], xs[1], ys[1]


def test_a_question_beside_stands_in_the_room_that_is_free() -> None:
    """What the next step draws stands where another picture is now."""
    present = next(each for each in presents("depthwise") if each.title == "At real size")
    (plate,) = placed(ghost(present.now, present.news[0]), GHOST)
    assert not covers(room(plate), present.news[0].box)
    assert max(share_of(room(plate), words) for words in legible(present.now, present.news[0].mark)) == 0.0
    assert math.dist(middle(room(plate)), middle(present.news[0].box)) < 200


def test_offers_outline_all_that_can_be_asked_and_one_is_chosen() -> None:
    present = next(each for each in presents("convolution") if each.title == "Slide")
    now, all_news = present.now, present.news
    for chosen in (None, all_news[2]):
        shown = offers(now, all_news, chosen)
        assert shown.marks[: len(now.marks)] == now.marks
        assert len(placed(shown, OFFER)) == len(all_news) - 1
        (plate,) = placed(shown, GHOST)
        assert covers(room(plate), (chosen or all_news[0]).box)
        assert all(PANE[0] <= room(each)[1] and isinstance(each.mark, Rect) for each in placed(shown, OFFER))
    assert offers(now, ()) == now
