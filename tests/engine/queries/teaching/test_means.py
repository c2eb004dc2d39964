"""The means of a published network's last maps, asked as the window asks."""

import numpy as np
import pytest
import torch

from engine.contract.numbers import Array
from engine.contract.questions import MeansRead, Published, Query, ReadMeans, quick
from engine.models import headed
from engine.queries import answers
from engine.queries.work import QuestionError

LITE = Published("efficientnet-lite0")
PICTURES = np.random.default_rng(5).integers(0, 256, (27, 1, 28, 28)).astype(np.uint8)


def query(pictures: np.ndarray, about: Published = LITE) -> Query:
    return Query(4, about, ReadMeans(Array.of(pictures)))


def read(pictures: np.ndarray, about: Published = LITE) -> list[MeansRead]:
    found = [each.answer for each in answers.replies(query(pictures, about), lambda _: None) if each is not None]
    assert all(isinstance(each, MeansRead) for each in found)
    return found  # type: ignore[return-value]


def test_means_come_in_parts_and_are_those_of_each_picture_alone() -> None:
    found = read(PICTURES)
    assert [(each.first, each.means.shape, each.means.dtype) for each in found] == [
        (0, (25, 1280), "float32"),
        (25, (2, 1280), "float32"),
    ]
    with torch.inference_mode():
        x = (torch.from_numpy(PICTURES[[0, 24, 26]]).float() - 127) / 128
        expected = torch.cat([headed.bare(LITE.network).module(one[None]) for one in x]).numpy()
    together = np.concatenate([each.means.numpy() for each in found])
    np.testing.assert_allclose(together[[0, 24, 26]], expected, atol=1e-4)
    assert np.abs(expected[0] - expected[1]).max() > 0.1


def test_between_the_parts_others_have_their_turn() -> None:
    steps = list(answers.replies(query(PICTURES), lambda _: None))
    replies = [step for step in steps if step is not None]
    assert [(each.token, each.part, each.parts) for each in replies] == [(4, 0, 2), (4, 1, 2)]
    assert steps.count(None) >= 27 / 8
    assert not quick(query(PICTURES))


def test_weights_by_chance_have_means_too() -> None:
    by_chance, own = (read(PICTURES[:1], about)[0].means.numpy() for about in (Published(LITE.network, 3), LITE))
    assert np.isfinite(by_chance).all()
    assert np.abs(by_chance - own).max() > 0.1


@pytest.mark.parametrize(
    ("pictures", "sentence"),
    [
        (PICTURES[:0], "There is no picture to read"),
        (PICTURES[:, :, :, :20], "square, grey or coloured"),
        (PICTURES[:, :, :8, :8], r"16 to 224 pixels a side; one of these has the shape \(1, 8, 8\)\.$"),
        (PICTURES[0], "square"),
        (PICTURES.astype(np.float32), "made of bytes"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(pictures: np.ndarray, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        read(pictures)
    with pytest.raises(QuestionError, match="No weights ship"):
        read(PICTURES, Published("vgg-16"))
