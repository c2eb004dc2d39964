"""What the next step writes: it stands there when the step has been played, and can't be read before."""

from __future__ import annotations

import pytest

from scenes.questions.moments import Target
from scenes.questions.predicting.figures import figures
from scenes.questions.predicting.news import news
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.timeline import boundaries
from tests.scenes.questions.predicting.catalogued import SCENES, STATES, presents


@pytest.mark.parametrize(("name", "turned"), STATES)
def test_news_stands_at_the_end_of_the_next_step_and_not_now(name: str, turned: bool) -> None:
    for present in presents(name, turned):
        now, then = ({figure.key: figure.text for figure in figures(frame)} for frame in (present.now, present.then))
        for each in present.news:
            assert each.title == present.title
            assert then[each.figure.key] == each.text
            assert now.get(each.figure.key) != each.text


@pytest.mark.parametrize(("name", "turned"), STATES)
def test_a_target_reads_the_same_number(name: str, turned: bool) -> None:
    for present in presents(name, turned):
        then = present.then
        for each in present.news:
            read = Target(each.mark, each.cell).found(then)
            if each.cell is not None:
                assert read == each.value
            elif read is not None:
                assert read == pytest.approx(each.value)


def test_more_than_half_of_all_steps_bring_news() -> None:
    """Of all steps after the first; scenes without numbers in figures have few."""
    found = [bool(present.news) for name in SCENES for present in list(presents(name))[1:]]
    assert sum(found) > 0.7 * len(found)
    assert all(any(present.news for present in presents(name)) for name in SCENES)


def test_what_the_step_speaks_of_comes_first_and_the_first_cell_of_each_grid_leads() -> None:
    present = next(each for each in presents("channels") if each.title == "Add the maps")
    assert [(each.mark, each.cell) for each in present.news] == [
        ("sum", cell) for cell in ((0, 0), (0, 1), (1, 0), (1, 1))
    ]
    present = next(each for each in presents("pooling") if each.title == "Shift the input")
    assert [each.mark for each in present.news[:3]] == ["pooled before", "pooled after", "shifted input"]
    assert present.news[0].cell == present.news[1].cell == (0, 0)


def test_what_stands_at_its_place_already_is_no_news() -> None:
    """The first cell of the map has been written when the window begins to slide."""
    present = next(each for each in presents("convolution") if each.title == "Slide")
    assert present.news[0].cell == (0, 1)
    assert {each.mark for each in present.news} == {"feature map 1"}


def test_numbers_that_somebody_lays_in_are_no_news_but_those_that_change_are() -> None:
    window = next(each for each in presents("convolution") if each.title == "One window")
    assert {each.mark for each in window.news} == {"cells"}
    clipped = next(each for each in presents("activation") if each.title == "Apply ReLU")
    assert ("cell 1", "0") in {(each.mark, each.text) for each in clipped.news}


def test_the_next_step_is_what_the_key_plays_and_after_the_last_there_is_none() -> None:
    scene = catalogue().find("convolution")
    steps = presents("convolution")
    ends = [present.end for present in steps]
    add = next(present for present in presents("convolution") if present.title == "Add")
    assert next(each.title for each in news(scene, scene.knobs(), add.t + 0.01)) == "Add"
    assert news(scene, scene.knobs(), ends[-1]) == ()
    assert news(scene, scene.knobs(), ends[-1] + 5) == ()
    assert ends == list(boundaries(add.now.steps))
