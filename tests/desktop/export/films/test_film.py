from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.export.films.film import Film, Reel, film_of, reel_of
from desktop.export.still import ExportError
from scenes.stage.core.catalogue import render
from scenes.stage.core.stage import Frame
from tests.desktop.export.films.example import SECONDS, SMALL, Knobs, example, example_film

EMPTY = Frame((), (), 0.0)


def shown(film: Film, at: float) -> float:
    """The scene's time that a film shows at a time of its own."""
    return film.draw(at).t


@pytest.mark.parametrize(
    ("steps", "seconds"),
    [((), sum(SECONDS)), ((2,), SECONDS[1]), ((1, 2), sum(SECONDS[:2])), ((1, 3), SECONDS[0] + SECONDS[2])],
)
def test_a_film_lasts_as_long_as_its_steps_and_their_rests(steps: tuple[int, ...], seconds: float) -> None:
    assert example_film(*steps).seconds == pytest.approx(seconds)


@pytest.mark.parametrize(("at", "t"), [(0.0, 1.0), (0.5, 1.5), (2.0, 3.0), (2.6, 3.0), (SECONDS[1], 3.0)])
def test_a_step_is_told_from_its_beginning_to_its_end_and_rests_there(at: float, t: float) -> None:
    assert shown(example_film(2), at) == pytest.approx(t)
    assert example_film(2).draw(at) == render(example, Knobs(), t)


def test_steps_that_are_left_out_are_not_shown() -> None:
    film = example_film(1, 3)
    assert [shown(film, at) for at in (0.5, 2.1, SECONDS[0], SECONDS[0] + 0.5)] == [0.5, 1.0, 3.0, 3.5]


def test_a_step_with_a_new_subject_begins_with_that() -> None:
    assert film_of(example, Knobs(cut=True), steps=(3,)).draw(0.0).step == 2
    assert film_of(example, Knobs(), steps=(3,)).draw(0.0).step == 1, "the transition begins with the step before"


def test_what_lies_over_the_stage_lies_over_the_film() -> None:
    film = film_of(example, Knobs(), over=lambda frame: replace(frame, marks=()))
    assert film.draw(1.0).marks == ()


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_step_that_there_is_not(number: int) -> None:
    with pytest.raises(ExportError, match=f"steps 1 to 3 .* not {number}"):
        example_film(1, number)


@pytest.mark.parametrize(
    ("seconds", "fps", "times"),
    [(0.0, 20, (0.0,)), (0.01, 20, (0.01,)), (0.3, 10, (0.0, 0.1, 0.3)), (1.04, 2, (0.0, 1.04))],
)
def test_the_last_frame_is_the_end(seconds: float, fps: int, times: tuple[float, ...]) -> None:
    assert Reel(Film("", lambda t: EMPTY, seconds), SMALL, fps).times == pytest.approx(times)


def test_what_a_film_leaves_open_is_as_is_usual_for_the_format() -> None:
    film = Film("", lambda t: EMPTY, 1.0)
    assert (reel_of(film, SMALL, 12).size, reel_of(film, SMALL, 12).fps) == (SMALL, 12)
    film = replace(film, size=(64, 36), fps=5)
    assert (reel_of(film, SMALL, 12).size, reel_of(film, SMALL, 12).fps) == ((64, 36), 5)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"size": (15, 100)}, "16 to 4096 pixels .* 15x100"),
        ({"size": (0, -5)}, "16 to 4096 pixels"),
        ({"size": (20000, 100)}, "20000x100"),
        ({"fps": 0}, "1 to 60 frames"),
        ({"fps": 1000}, "not 1000"),
        ({"seconds": 3601.0}, "60 minutes at most, not 60.0: choose fewer steps"),
        ({"seconds": float("nan")}, "60 minutes"),
        ({"seconds": -1.0}, "60 minutes"),
    ],
)
def test_absurd_films_are_refused_in_one_sentence(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ExportError, match=words) as caught:
        reel_of(replace(Film("", lambda t: EMPTY, 1.0), **wrong), SMALL, 12)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
