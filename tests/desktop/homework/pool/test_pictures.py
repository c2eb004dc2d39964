"""The pictures of a pool: small, and the same ones as on the stage."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from desktop.export.alt_text import alt_text
from desktop.export.still import Style, to_image
from desktop.homework.pool.model import Pool
from desktop.homework.pool.pictures import SIZE, PoolPictures
from scenes.stage.core.catalogue import catalogue
from scenes.stage.output.theme import LIGHT


def test_a_picture_is_painted_once_and_told_in_words(course: Pool, pictures: PoolPictures) -> None:
    moment = next(iter(course)).question.before
    picture = pictures.of(moment)
    assert pictures.of(moment) is picture
    assert picture.alt == alt_text(catalogue().find(moment.scene).title, moment.frame())


def test_pictures_of_different_moments_have_different_names(some: Pool, pictures: PoolPictures) -> None:
    found = {pictures.of(moment).name for variant in some for moment in (variant.question.before, variant.shown)}
    assert len(found) > len(some)


def test_few_colours_show_the_same_picture(course: Pool, pictures: PoolPictures) -> None:
    for name in ("vgg-side", "winner-of-2012", "one-cell", "what-it-sees"):
        (moment,) = (each.question.before for each in course if each.item.name == name)
        content = pictures.of(moment).content
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.mode, image.size) == ("PNG", "P", SIZE)
            few = np.asarray(image.convert("RGB"), dtype=float)
        whole = to_image(moment.frame(), Style(LIGHT, SIZE))
        shape = (SIZE[1], SIZE[0], 4)
        pixels = np.frombuffer(whole.constBits(), np.uint8).reshape(shape)[..., 2::-1].astype(float)
        assert np.abs(few - pixels).mean() < 3
        assert np.percentile(np.abs(few - pixels), 99) < 32
        assert len(content) < 90_000
