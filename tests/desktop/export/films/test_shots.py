from __future__ import annotations

import gc
from itertools import pairwise

import numpy as np

from desktop.export.films.film import Film, Reel, reel_of
from desktop.export.films.shots import Shot, shots
from desktop.export.progress import unwatched
from desktop.export.still import Style, to_image
from tests.desktop.export.films.example import SMALL, example_film
from tests.desktop.painted import pixels


def settled(film: Film) -> Reel:
    return reel_of(film, SMALL, 10)


def test_what_does_not_change_is_painted_once(qapp: object) -> None:
    found = list(shots(settled(example_film()), unwatched))
    assert sum(shot.frames for shot in found) == len(settled(example_film()).times)
    assert found[0].frames == 23, (
        "the plate stands still through the first step, its rest and the next one's first frame"
    )
    assert found[-1].frames > 12, "and at the end"
    assert all(not np.array_equal(a.pixels, b.pixels) for a, b in pairwise(found))


def test_a_picture_is_what_a_still_shows(qapp: object) -> None:
    film = example_film(2)
    found = list(shots(settled(film), unwatched))
    for shot, t in ((found[0], 0.0), (found[-1], film.seconds)):
        assert np.array_equal(pixels(shot.image), pixels(to_image(film.draw(t), Style(film.theme, SMALL))))


def test_pixels_outlive_their_picture(qapp: object) -> None:
    wanted = pixels(to_image(example_film(2).draw(0.0), Style(size=SMALL)))
    looked_at = next(shots(settled(example_film(2)), unwatched)).pixels
    gc.collect()
    others = list(shots(settled(example_film(2)), unwatched))  # which would lie where it lay
    assert np.array_equal(looked_at[..., 2::-1], wanted)
    assert others


def test_codes_are_the_colours(qapp: object) -> None:
    (shot, *_) = shots(settled(example_film(1)), unwatched)
    assert isinstance(shot, Shot)
    blue, green, red = (shot.pixels[..., part].astype(int) for part in range(3))
    assert np.array_equal(shot.codes, (red << 16) + (green << 8) + blue)


def test_progress_is_told_of_every_frame(qapp: object) -> None:
    told: list[tuple[int, int]] = []
    list(shots(settled(example_film(2)), lambda done, of: told.append((done, of))))
    assert told == [(done, 32) for done in range(33)]
