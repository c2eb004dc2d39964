"""A new last layer on a frozen network: what it learns, and what it answers afterwards."""

from functools import cache

import numpy as np
import pytest
from msgspec.structs import replace

from engine.contract.numbers import Array
from engine.contract.pictures import animals
from engine.contract.questions import (
    Answer,
    Cover,
    CoverByRows,
    Covered,
    Explain,
    Explained,
    Forward,
    Forwarded,
    Headed,
    HeadTaught,
    MapsRead,
    MeansRead,
    Published,
    Query,
    Question,
    ReadMaps,
    ReadMeans,
    Subject,
    TeachHead,
)
from engine.queries import answers
from engine.queries.work import QuestionError

LITE = "efficientnet-lite0"
EACH, LEARNED = 8, 5
CLASSES = ("bear", "bird", "cat")


def ask(question: Question, about: Subject) -> list[Answer]:
    return [each.answer for each in answers.replies(Query(1, about, question), lambda _: None) if each is not None]


def pictures() -> np.ndarray:
    """Some pictures of three classes, class by class."""
    x, y, *_ = animals()
    return np.concatenate([x[y == label][:EACH] for label in range(len(CLASSES))])


@cache
def question() -> TeachHead:
    found = ask(ReadMeans(Array.of(pictures())), Published(LITE))
    means = np.concatenate([each.means.numpy() for each in found if isinstance(each, MeansRead)])
    labels = tuple(int(label) for label in np.repeat(range(len(CLASSES)), EACH))
    held = tuple(place % EACH >= LEARNED for place in range(len(labels)))
    return TeachHead(CLASSES, Array.of(means), labels, held)


@cache
def taught() -> HeadTaught:
    (found,) = ask(question(), Published(LITE))
    assert isinstance(found, HeadTaught)
    return found


def test_a_head_learns_what_it_learns_from() -> None:
    asked, found = question(), taught()
    said = found.probabilities.numpy().argmax(1)
    held, labels = np.array(asked.held), np.array(asked.labels)
    assert (said == labels)[~held].all()
    assert len(found.losses) == 100
    assert found.losses[0] == pytest.approx(np.log(3))
    assert found.losses[-1] < 0.05
    assert found.accuracy == np.mean((said == labels)[held])
    assert found.accuracy > 0.5
    np.testing.assert_allclose(found.probabilities.numpy().sum(1), 1, atol=1e-5)


def test_confusion_counts_the_pictures_that_were_held_back() -> None:
    asked, found = question(), taught()
    expected = np.zeros((3, 3), int)
    for label, said, held in zip(asked.labels, found.probabilities.numpy().argmax(1), asked.held, strict=True):
        expected[label, said] += held
    assert np.array(found.confusion).tolist() == expected.tolist()
    assert expected.sum(1).tolist() == [EACH - LEARNED] * 3


def test_what_was_held_back_does_not_count() -> None:
    asked = question()
    means = asked.means.numpy().copy()
    means[np.array(asked.held)] = 9
    (other,) = ask(replace(asked, means=Array.of(means)), Published(LITE))
    assert isinstance(other, HeadTaught)
    assert (other.head, other.losses) == (taught().head, taught().losses)


def test_without_pictures_held_back_there_is_no_accuracy() -> None:
    (found,) = ask(replace(question(), held=(False,) * len(question().labels)), Published(LITE))
    assert isinstance(found, HeadTaught)
    assert found.accuracy is None
    assert found.confusion == ((0, 0, 0),) * 3


def test_a_network_with_a_head_says_of_a_picture_what_the_head_said() -> None:
    for place in (0, EACH, 2 * EACH + 6):
        (found,) = ask(Forward(Array.of(pictures()[place])), taught().head)
        assert isinstance(found, Forwarded)
        expected = taught().probabilities.numpy()[place]
        np.testing.assert_allclose(found.view.probabilities.numpy(), expected, atol=1e-3)
        assert found.view.maps == ()


def test_the_map_that_speaks_for_a_class_has_its_logit_as_its_mean() -> None:
    head = taught().head
    (found,) = ask(Forward(Array.of(pictures()[0])), head)
    assert isinstance(found, Forwarded)
    assert found.view.class_maps is not None
    maps = found.view.class_maps.numpy()
    weights, mean, spread = (each.numpy().astype(float) for each in (head.weights, head.mean, head.spread))
    bias = head.bias.numpy() - weights @ (mean / spread)
    assert maps.shape == (3, 4, 4)
    np.testing.assert_allclose(maps.mean((1, 2)) + bias, found.view.logits.numpy(), atol=1e-2)


def test_a_network_with_a_head_answers_as_any_other() -> None:
    head, picture = taught().head, Array.of(pictures()[0])
    (read,) = ask(ReadMaps(picture, ("head.gap", "head.fc")), head)
    assert isinstance(read, MapsRead)
    np.testing.assert_allclose(read.maps[0].numpy(), question().means.numpy()[0], atol=1e-4)
    np.testing.assert_array_equal(read.maps[1].numpy(), read.logits.numpy())
    (gradient,) = ask(Explain(picture, "gradient", 0, 1), head)
    (grad_cam,) = ask(Explain(picture, "grad-cam", 2, layer="head.relu2"), head)
    assert isinstance(gradient, Explained)
    assert isinstance(grad_cam, Explained)
    assert (gradient.values.shape, grad_cam.values.shape) == ((1, 28, 28), (1, 4, 4))
    cover = Cover(picture, 8, 127.0, (0, 10), (0, 10, 20))
    (covered,) = ask(cover, head)
    assert isinstance(covered, Covered)
    assert covered.logits.shape == (2, 3, 3)
    rows = ask(CoverByRows(cover), head)
    by_rows = np.concatenate([each.logits.numpy() for each in rows if isinstance(each, Covered)])
    np.testing.assert_allclose(by_rows, covered.logits.numpy(), atol=1e-3)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"held": (True,)}, "Of each picture it must be known"),
        ({"labels": (0,)}, "Each picture has one class"),
        ({"labels": (0, -1, *(1,) * 22)}, "Each picture has one class"),
        ({"labels": (0,) * 24}, "two classes or more, each with a picture to learn from"),
        ({"labels": (3,) * 24}, "two classes or more"),
        ({"classes": ("alone",), "labels": (0,) * 24}, "two classes or more"),
        ({"means": Array.of(np.zeros((24, 3), np.float32))}, "the network gives 1280 means"),
        ({"means": Array.of(np.full((24, 1280), np.nan, np.float32))}, "no finite numbers"),
    ],
)
def test_what_cannot_be_learned_from_is_one_sentence(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        ask(replace(question(), **changes), Published(LITE))


@pytest.mark.parametrize(
    ("about", "side", "sentence"),
    [
        (lambda head: head, 15, "16 to 224 pixels a side"),
        (lambda head: replace(head, bias=head.mean), 28, "belongs to another network"),
        (lambda head: replace(head, network="vgg-16"), 28, "No weights ship"),
    ],
)
def test_what_a_head_cannot_answer_is_one_sentence(about: object, side: int, sentence: str) -> None:
    assert callable(about)
    with pytest.raises(QuestionError, match=sentence):
        ask(Forward(Array.of(np.zeros((1, side, side), np.uint8))), about(taught().head))


def test_a_head_is_asked_for_means_of_the_published_network_alone() -> None:
    head: Headed = taught().head
    with pytest.raises(QuestionError, match="can't be asked"):
        ask(ReadMeans(Array.of(pictures())), head)
