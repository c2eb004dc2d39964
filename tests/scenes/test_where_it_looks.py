"""Where a network looks: the class activation map is exact, and each step is drawn with whatever has come."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from engine.contract.numbers import Array
from engine.contract.questions import Cover, Covered, Explain, Explained, MapsRead, Published, Query, ReadMaps
from engine.queries import answers
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.gestures import targets
from scenes.stage.core.knobs import change
from scenes.stage.core.marks import Grid, Image, Rect, Text
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries, step_titled
from scenes.stage.data.pictures import Picture
from scenes.stage.data.published import LITE, guesses, kept, read_as
from scenes.stage.data.reading import CLIMBED, COVERED, EXPLAINED, Ascent, Covering, Explanation, Inquiry, Maps, Reading
from scenes.stage.numbers.ranks import rank_correlation
from scenes.stage.numbers.values import Values
from scenes.where_it_looks.computed import LAST, alike, bias, class_map, corner_of, covered, lit, lost, places
from scenes.where_it_looks.knobs import Knobs
from scenes.where_it_looks.view import SQUARE, STRIDE

SCENE = catalogue().find("where_it_looks")
TITLES = [step.title for step in plan(SCENE, Knobs())]
COFFEE = read_as(Picture("coffee"))
GREY = Picture("photographer")
"""Of this photo the logits and the last maps ship, and nothing that a lens shows."""


def seen(title: str, knobs: Knobs | None = None, readings: dict[str, Reading] | None = None) -> Frame:
    """The end of a step."""
    found = knobs or Knobs()
    steps = plan(SCENE, found)
    return render(SCENE, found, boundaries(steps)[step_titled(steps, title)], readings=readings or {})


def marks(frame: Frame, kind: type[Any] = object) -> dict[str, Any]:
    """Marks by their name."""
    return {each.mark.name: each.mark for each in frame.placed() if each.mark.name and isinstance(each.mark, kind)}


def words(frame: Frame) -> dict[str, str]:
    return {name: mark.text for name, mark in marks(frame, Text).items()}


def asked(question: Any, drawn: int | None = None) -> Any:
    """What the engine says."""
    found = answers.replies(Query(0, Published(LITE, drawn), question), lambda _: None)
    return [each.answer for each in found if each is not None][-1]


@cache
def read(name: str) -> Reading:
    """What the network itself makes of a photo, to the last digit."""
    answer = asked(ReadMaps(Array.of(read_as(Picture(name)).array), (LAST,)))
    assert isinstance(answer, MapsRead)
    return Reading(Values(answer.logits.numpy()), {LAST: Values(answer.maps[0].numpy())})


# --- The class activation map -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["coffee", "cat", "astronaut", "photographer"])
def test_the_class_activation_map_and_the_bias_add_up_to_the_logit(name: str) -> None:
    reading = read(name)
    for label in [*(each.label for each in guesses(reading)[:5]), 0, 999]:
        total = float(class_map(reading.maps[LAST], label).array.sum()) + bias(label)
        assert total == pytest.approx(float(reading.logits.array[label]), abs=1e-4)


def test_the_step_writes_the_sum_that_is_the_logit() -> None:
    inquiry = Inquiry(LITE, Maps(COFFEE, (LAST,)))
    frame = seen("Class activation map", readings={inquiry.digest: read("coffee")})
    said, best = words(frame), guesses(read("coffee"))[0]
    assert said["explained class"] == best.name == "espresso"
    assert said["logit"] == f"{best.logit:.2f}"
    assert float(said["sum of cells"]) + float(said["bias"]) == pytest.approx(best.logit, abs=0.011)
    grid = marks(frame, Grid)["class activation map"]
    assert grid.values.shape == (7, 7)
    assert float(grid.values.array.sum()) + bias(best.label) == pytest.approx(best.logit, abs=1e-4)


def test_the_difference_of_two_maps_adds_up_to_the_difference_of_the_logits() -> None:
    inquiry = Inquiry(LITE, Maps(COFFEE, (LAST,)))
    frame = seen("One class or another", Knobs(of=1, against=2), {inquiry.digest: read("coffee")})
    one, other = guesses(read("coffee"))[:2]
    assert words(frame)["logits apart"] == f"+{one.logit - other.logit:.2f}"
    cells = marks(frame, Grid)["difference of maps"].values.array
    assert float(cells.sum()) + bias(one.label) - bias(other.label) == pytest.approx(one.logit - other.logit, abs=1e-4)


def test_two_classes_are_never_the_same() -> None:
    assert change(Knobs(), "of", 2) == Knobs(of=2, against=1)
    assert change(Knobs(), "against", 1) == Knobs(of=2, against=1)
    assert change(Knobs(of=4, against=2), "against", 4) == Knobs(of=1, against=4)


# --- With and without answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("own", [False, True])
def test_steps_are_drawn_without_any_answer(title: str, own: bool) -> None:
    picture = Picture("grey") if own else GREY
    knobs = Knobs(picture=Picture("example") if own else picture)
    frame = seen(title, knobs)
    assert [each.title for each in frame.steps] == TITLES
    assert frame.wanted


@pytest.mark.parametrize("title", TITLES)
def test_what_ships_fills_each_step_of_the_photo_that_is_shown_first(title: str) -> None:
    frame = seen(title)
    dashed = [mark.name for mark in marks(frame, Rect).values() if mark.dashed]
    assert not dashed, f"{dashed} are empty in {title}"


def test_a_click_on_a_bar_explains_that_class() -> None:
    frame = seen("What is explained")
    grips = {each.mark.name: each.mark.grip for each in frame.touched() if each.mark.grip is not None}
    assert [grips[f"class {place}"].value for place in range(1, 6)] == [1, 2, 3, 4, 5]
    assert words(seen("What is explained", Knobs(of=2)))["explained class"] == "cup"


def test_each_lens_is_asked_about_the_class_and_the_layer() -> None:
    label = guesses(read("photographer"))[1].label
    wanted = [each.question for each in seen("Grad-CAM", Knobs(picture=GREY, of=2, block=3)).wanted]
    assert Explanation(read_as(GREY), "grad-cam", label, None, places()[3].layer) in wanted
    both = [each.question for each in seen("The gradient", Knobs(picture=GREY)).wanted]
    assert [each.lens for each in both if isinstance(each, Explanation)] == ["gradient", "smoothed"]
    pair = seen("Weights by chance", Knobs(picture=GREY, lens="gradient")).wanted
    assert [each.drawn for each in pair if isinstance(each.question, Explanation)] == [None, 1]


def test_the_places_are_those_of_the_network() -> None:
    assert [(each.channels, each.side) for each in places()[::17]] == [(32, 112), (1280, 7)]
    assert (places()[17].layer, places()[11].name) == (LAST, "block 11")


# --- Covered ------------------------------------------------------------------------------------------------------


def test_the_square_follows_the_hand_and_the_answer_the_square() -> None:
    knobs = Knobs(square=(0, 27))
    assert corner_of(knobs.square, 56) == (0, 168)
    hidden = covered(COFFEE, knobs.square, 56)
    assert (hidden.array[:, :56, 168:] == 127).all()
    np.testing.assert_array_equal(hidden.array[:, 56:], COFFEE.array[:, 56:])
    frame = seen("Cover by hand", knobs)
    assert Inquiry(LITE, Maps(hidden)) in frame.wanted
    assert any(each.mark.name == "covered square" for each in targets(frame))
    logits = np.zeros(1000, np.float32)
    logits[3] = 20.0
    came = seen("Cover by hand", knobs, {Inquiry(LITE, Maps(hidden)).digest: Reading(Values(logits))})
    assert words(came)["answer 1"] == "tiger shark"


def rows(count: int) -> Reading:
    """A covered photo of which so many rows have come: everywhere the first class has lost half a logit."""
    bare = read("coffee").logits.array
    found = np.full((15, 15, 1000), np.nan, np.float32)
    found[:count] = bare - 0.5
    return Reading(Values(bare), {COVERED: Values(found)}, count / 15)


@pytest.mark.parametrize("count", [1, 7, 15])
def test_the_map_grows_by_rows(count: int) -> None:
    inquiry = Inquiry(LITE, Covering(COFFEE, SQUARE, STRIDE))
    frame = seen("Cover every place", readings={inquiry.digest: rows(count)})
    grid = marks(frame, Grid)["logits lost"]
    assert grid.values.shape == (count, 15)
    np.testing.assert_allclose(grid.values.array, 0.5, atol=1e-5)
    assert words(frame)["rows"] == f"{count} of 15"
    assert (inquiry in frame.wanted) == (count < 15)
    assert ("filling = Stop" in marks(frame)) == (count < 15)


def test_stopped_it_is_asked_no_more_and_what_came_stays() -> None:
    inquiry = Inquiry(LITE, Covering(COFFEE, SQUARE, STRIDE))
    frame = seen("Cover every place", Knobs(filling=False), {inquiry.digest: rows(4)})
    assert inquiry not in frame.wanted
    assert marks(frame, Grid)["logits lost"].values.shape == (4, 15)
    assert marks(frame)["filling = Go on"].grip.value is True


@pytest.mark.parametrize("title", [each for each in TITLES if each != "Cover every place"])
def test_it_is_asked_in_its_own_step_only(title: str) -> None:
    assert not any(isinstance(each.question, Covering) for each in seen(title).wanted)


# --- Checks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lens", ["gradient", "grad-cam"])
def test_weights_by_chance_give_another_map(lens: Any) -> None:
    layer = LAST if lens == "grad-cam" else ""
    one, other = (
        asked(Explain(Array.of(COFFEE.array), lens, 967, None, layer), drawn).values.numpy() for drawn in (None, 1)
    )
    found = alike(Values(np.abs(one).max(0)), Values(np.abs(other).max(0)))
    assert found is not None
    assert abs(found) < 0.5


def test_no_likeness_is_told_of_what_is_only_rounding_noise() -> None:
    noise, map_ = Values(np.full((2, 2), 9e-6) * [[1, 2], [3, 0]] / 3), Values(np.arange(4.0).reshape(2, 2))
    assert alike(noise, map_) is None
    assert alike(map_, map_) == pytest.approx(1.0)
    label = guesses(read("coffee"))[0].label
    asks = [Inquiry(LITE, Explanation(COFFEE, "grad-cam", label, None, LAST), drawn) for drawn in (None, 1)]
    nothing = Reading(read("coffee").logits, {EXPLAINED: Values(np.full((1, 7, 7), 1e-6, np.float32))})
    frame = seen("Weights by chance", readings={asks[1].digest: nothing})
    assert "rank correlation" not in words(frame)
    assert "rank correlation" in words(seen("Weights by chance"))


def test_ranks_are_shared_by_equal_numbers() -> None:
    assert rank_correlation(np.array([1.0, 2, 2, 3]), np.array([10.0, 20, 20, 99])) == pytest.approx(1.0)
    assert rank_correlation(np.array([1.0, 2, 3]), np.array([3.0, 2, 1])) == pytest.approx(-1.0)
    assert rank_correlation(np.ones(3), np.arange(3.0)) is None
    assert rank_correlation(np.array([1.0, np.nan]), np.arange(2.0)) is None
    assert rank_correlation(np.arange(2.0), np.arange(3.0)) is None


def test_a_climb_is_asked_of_the_class_or_of_a_map() -> None:
    knobs = Knobs(picture=GREY)
    label = guesses(read("photographer"))[0].label
    assert Ascent("head.fc", label, 64) in [each.question for each in seen("What a unit likes", knobs).wanted]
    of_map = replace(knobs, climb="map", block=2, map=1280)
    last = places()[2].channels - 1
    inquiry = Inquiry(LITE, Ascent(places()[2].layer, last, 64))
    frame = seen("What a unit likes", of_map)
    assert inquiry in frame.wanted
    assert words(frame)["unit"] == f"block 2, map {last + 1}"
    half = Reading(Values(np.array([3.25], np.float32)), {CLIMBED: Values(np.zeros((3, 224, 224), np.uint8))}, 0.5)
    climbing = seen("What a unit likes", of_map, {inquiry.digest: half})
    assert (words(climbing)["steps"], words(climbing)["strength"]) == ("after 32 of 64 steps", "3.2")
    assert marks(climbing, Image)["climbed picture"].pixels.shape == (224, 224, 3)


def test_the_photo_is_bright_where_a_map_is_large() -> None:
    cells = np.zeros((7, 7))
    cells[0, 6], cells[1, 0] = 2.0, -2.0
    found = lit(COFFEE, Values(cells)).array
    whole = np.moveaxis(COFFEE.array, 0, -1)
    np.testing.assert_array_equal(found[:32, 192:], whole[:32, 192:])
    assert (found[32:] <= 0.19 * whole[32:] + 1).all()


# --- What ships ---------------------------------------------------------------------------------------------------


def test_what_ships_is_what_the_engine_says() -> None:
    label = 967
    for lens, layer, drawn in (("grad-cam", LAST, None), ("grad-cam", places()[16].layer, None), ("gradient", "", 1)):
        answer = asked(Explain(Array.of(COFFEE.array), lens, label, None, layer), drawn)  # type: ignore[arg-type]
        assert isinstance(answer, Explained)
        whole = np.abs(answer.values.numpy()).max(0)
        found = kept(Inquiry(LITE, Explanation(COFFEE, lens, label, None, layer), drawn))  # type: ignore[arg-type]
        assert found is not None
        np.testing.assert_allclose(found.maps[EXPLAINED].array[0], whole, atol=float(whole.max()) / 250)
    corners = Covering(COFFEE, SQUARE, STRIDE).corners
    some = asked(Cover(Array.of(COFFEE.array), SQUARE, 127, corners[:1], corners))
    assert isinstance(some, Covered)
    stored = kept(Inquiry(LITE, Covering(COFFEE, SQUARE, STRIDE)))
    assert stored is not None
    cells = lost(stored, label)
    assert cells is not None
    exact = some.bare.numpy()[label] - some.logits.numpy()[0, :, label]
    np.testing.assert_allclose(cells.array[0], exact, atol=0.02)
