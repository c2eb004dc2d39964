"""Where networks look: slopes against differences, Grad-CAM against class maps, covered pictures against passes."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from msgspec.structs import replace

from engine.contract.numbers import Array
from engine.contract.questions import (
    Cover,
    CoverByRows,
    Covered,
    Explain,
    Explained,
    Fresh,
    Present,
    Query,
    Reply,
    Stored,
    Subject,
    Untrained,
)
from engine.contract.spec import (
    Contestant,
    ConvStack,
    DenseNet,
    HeadedCNN,
    InceptionNet,
    Network,
    SmallCNN,
    StagedCNN,
)
from engine.contract.spec.built import parts
from engine.contract.spec.built.network import Built
from engine.data import data
from engine.models import networks
from engine.queries import answers, looking
from engine.queries.work import QuestionError
from engine.training.train import NoCommands, Run, play
from tests.engine.training.scripted import SMALL

MEAN, DEVIATION = 100.0, 50.0
BUILT = Built(
    (
        parts.Conv(6, 3),
        parts.Activate("gelu"),
        parts.SqueezeExcite(2),
        parts.SideClassifier(),
        parts.Lanes(((parts.Pointwise(3),), (parts.Depthwise(3),))),
        parts.Flatten(),
        parts.Dropout(0.5),
        parts.Dense(None),
    )
)
KINDS: dict[str, tuple[Network, tuple[int, int, int]]] = {
    "dense": (DenseNet((12,), activation="tanh"), (1, 8, 8)),
    "cnn": (SmallCNN((4, 6), 3, activation="gelu"), (1, 8, 8)),
    "strides": (StagedCNN(8, (8, 12), (2, 2), separable=True, squeeze=4, activation="gelu"), (3, 16, 16)),
    "shortcuts": (ConvStack((4, 8), 1, shortcut="projection", activation="gelu"), (1, 12, 12)),
    "lanes and heads": (InceptionNet(aux=True, activation="gelu"), (3, 12, 12)),
    "built": (BUILT, (1, 9, 7)),
}


def picture(shape: tuple[int, ...], seed: int = 1) -> Array:
    return Array.of(np.random.default_rng(seed).integers(0, 256, shape).astype(np.uint8))


def untrained(network: Network, seed: int = 3) -> Untrained:
    return Untrained(network, 10, MEAN, DEVIATION, seed)


def ask(about: Subject, question: Explain | Cover | CoverByRows) -> list[Explained | Covered]:
    told = [each for each in answers.replies(Query(1, about, question), lambda _: None) if each is not None]
    assert [each.part for each in told] == list(range(told[0].parts))
    return [each.answer for each in told if isinstance(each.answer, Explained | Covered)]


def one(about: Subject, question: Explain) -> Explained:
    (found,) = ask(about, question)
    assert isinstance(found, Explained)
    return found


def logits_of(network: Network, shape: tuple[int, int, int]) -> Callable[[np.ndarray], np.ndarray]:
    """What the same network says of pictures (pictures, channels, height, width), in double precision."""
    module = networks.seeded(network, shape, 10, 3).eval().double()

    @torch.no_grad()
    def logits(pictures: np.ndarray) -> np.ndarray:
        return np.asarray(module((torch.from_numpy(pictures).double() - MEAN) / DEVIATION))

    return logits


@pytest.mark.parametrize("kind", KINDS)
def test_a_gradient_is_the_slope_of_the_logit_over_each_pixel(kind: str) -> None:
    network, shape = KINDS[kind]
    asked = picture(shape)
    found = one(untrained(network), Explain(asked, "gradient", 4, against=7))
    logits, pixels = logits_of(network, shape), asked.numpy().astype(float)
    np.testing.assert_allclose(found.logits.numpy(), logits(pixels[None])[0], atol=1e-5)
    assert found.values.shape == shape
    for place in np.random.default_rng(0).integers(0, shape, (12, 3)):
        up, down = pixels.copy(), pixels.copy()
        up[tuple(place)] += 0.01
        down[tuple(place)] -= 0.01
        said = logits(np.stack([up, down]))
        slope = np.diff(said[::-1, 4] - said[::-1, 7])[0] / 0.02
        assert found.values.numpy()[tuple(place)] == pytest.approx(255 * slope, abs=2e-4, rel=2e-3)


def test_a_smoothed_gradient_is_the_mean_of_gradients_under_noise() -> None:
    network, shape = KINDS["cnn"]
    asked = picture(shape)
    found = one(untrained(network), Explain(asked, "smoothed", 2))
    module = networks.seeded(network, shape, 10, 3).eval()
    x = (torch.from_numpy(asked.numpy().copy()).float() - MEAN) / DEVIATION
    slopes = []
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn((looking.SAMPLES, *shape), generator=generator)
    for each in noise:
        seen = (x + looking.SPREAD * (x.max() - x.min()) * each)[None].requires_grad_()
        (slope,) = torch.autograd.grad(module(seen)[0, 2], seen)
        slopes.append(slope[0].numpy())
    np.testing.assert_allclose(found.values.numpy(), np.mean(slopes, 0) * 255 / DEVIATION, rtol=1e-3, atol=1e-5)
    plain = one(untrained(network), Explain(asked, "gradient", 2))
    np.testing.assert_allclose(found.logits.numpy(), plain.logits.numpy(), atol=1e-6)
    assert not np.allclose(found.values.numpy(), plain.values.numpy(), rtol=0.01)


@pytest.mark.parametrize("against", [None, 6])
def test_of_a_network_that_ends_in_means_grad_cam_is_the_class_map(against: int | None) -> None:
    network, shape = HeadedCNN((6, 8), 1), (1, 12, 12)
    asked = picture(shape)
    module = networks.seeded(network, shape, 10, 3)
    x = (torch.from_numpy(asked.numpy().copy()).float() - MEAN) / DEVIATION
    seen = networks.outputs(module, x[None])
    maps = list(seen)[-3]
    weights = module.get_submodule(list(seen)[-1]).weight.detach()
    wanted = weights[2] - (weights[against] if against is not None else 0)
    class_map = torch.einsum("c,chw->hw", wanted, seen[maps][0]).numpy()
    found = one(untrained(network), Explain(asked, "grad-cam", 2, against, maps)).values.numpy()
    assert found.shape == (1, *class_map.shape)
    np.testing.assert_allclose(found[0], np.maximum(class_map, 0) / class_map.size, atol=1e-6)
    assert found.max() > 0


@pytest.mark.parametrize("kind", ["cnn", "strides", "shortcuts", "lanes and heads", "built"])
def test_grad_cam_weighs_the_maps_of_any_layer(kind: str) -> None:
    network, shape = KINDS[kind]
    module = networks.seeded(network, shape, 10, 3)
    layers = networks.describe(module, shape)
    for layer in (each for each in layers if len(each.shape) == 3):
        found = one(untrained(network), Explain(picture(shape), "grad-cam", 1, layer=layer.name)).values.numpy()
        assert found.shape == (1, *layer.shape[1:])
        assert (found >= 0).all()
        assert np.isfinite(found).all()


@pytest.mark.parametrize("kind", ["dense", "cnn", "lanes and heads"])
def test_a_covered_picture_is_a_plain_pass_at_every_place(kind: str) -> None:
    network, shape = KINDS[kind]
    asked, side = picture(shape), 3
    tops, lefts = tuple(range(0, shape[1] - 2, 2)), tuple(range(shape[2] - 2))
    question = Cover(asked, side, 90.5, tops, lefts)
    (whole,) = ask(untrained(network), question)
    rows = ask(untrained(network), CoverByRows(question))
    assert isinstance(whole, Covered)
    assert [each.row for each in rows if isinstance(each, Covered)] == list(range(len(tops)))
    logits = logits_of(network, shape)
    for row, top in enumerate(tops):
        for column, left in enumerate(lefts):
            pixels = asked.numpy().astype(float)
            pixels[:, top : top + side, left : left + side] = 90.5
            np.testing.assert_allclose(whole.logits.numpy()[row, column], logits(pixels[None])[0], atol=1e-5)
    by_rows = np.concatenate([each.logits.numpy() for each in rows])
    np.testing.assert_allclose(by_rows, whole.logits.numpy(), atol=1e-5)
    for each in (whole, *rows):
        assert isinstance(each, Covered)
        np.testing.assert_allclose(each.bare.numpy(), logits(asked.numpy()[None].astype(float))[0], atol=1e-5)


def test_a_long_answer_looks_up_between_its_places() -> None:
    network, shape = KINDS["cnn"]
    question = CoverByRows(Cover(picture(shape), 5, 0.0, (0, 1), (0, 1, 2)))
    found = list(answers.replies(Query(1, untrained(network), question), lambda _: None))
    assert found[0] is None
    assert sum(isinstance(each, Reply) for each in found) == 2


@pytest.mark.parametrize("contestant", range(2))
def test_the_untrained_network_has_the_weights_of_step_0(contestant: int) -> None:
    run, split = Run(SMALL, lambda: 0.0, paused=False), data.load("digits")
    network, weights = SMALL.contestants[contestant].network, run.checkpoint().weights[contestant]
    assert weights is not None
    list(play(run, NoCommands()))
    stored = Stored(network, 10, split.mean, split.deviation, weights)
    fresh = Untrained(network, 10, split.mean, split.deviation, SMALL.seed)
    for question in (Explain(picture((1, 8, 8)), "gradient", 1), Explain(picture((1, 8, 8)), "smoothed", 1)):
        assert one(stored, question) == one(fresh, question)
        (trained,) = (
            reply.answer for reply in answers.replies(Query(1, Present(contestant), question), run.trained) if reply
        )
        assert trained != one(fresh, question)


ASKED = (
    Explain(picture((1, 8, 8)), "gradient", 1),
    Explain(picture((1, 8, 8)), "smoothed", 1, 2),
    Explain(picture((1, 8, 8)), "grad-cam", 1, layer="conv1"),
    Cover(picture((1, 8, 8)), 3, 30.0, (0, 4), (0, 5)),
    CoverByRows(Cover(picture((1, 8, 8)), 3, 30.0, (0, 4), (0, 5))),
)


@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("network", [SmallCNN((4,), 3), StagedCNN(8, (8,), (2,), squeeze=4)])
def test_a_run_that_is_looked_into_goes_on_as_it_would(network: Network, question: Explain | Cover) -> None:
    spec = replace(SMALL, contestants=(Contestant("CNN", network),), activation_gradients=True)
    if isinstance(question, Explain):
        question = replace(
            question, layer=networks.describe(networks.seeded(network, (1, 8, 8), 10, 0), (1, 8, 8))[1].name
        )
    asked, alone = (Run(spec, lambda: 0.0, paused=False) for _ in range(2))
    for events in zip(play(asked, NoCommands()), play(alone, NoCommands()), strict=True):
        assert events[0] == events[1]
        assert list(answers.replies(Query(1, Present(0), question), asked.trained))
        found = asked.trained(0)
        assert found is not None
        assert found.module.training


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Explain(picture((1, 8, 8)), "gradient", 10), "tells 10 classes apart"),
        (Explain(picture((1, 8, 8)), "gradient", 1, against=-1), "tells 10 classes apart"),
        (Explain(picture((1, 8, 8)), "grad-cam", 1), "has no layer ''"),
        (Explain(picture((1, 8, 8)), "grad-cam", 1, layer="fc"), r"fc gives no maps, so Grad-CAM has nothing to weigh"),
        (Explain(picture((1, 8)), "gradient", 1), "has channels, rows and columns"),
        (Cover(picture((1, 8, 8)), 3, 0.0, (6,), (0,)), "has to lie on the picture"),
        (Cover(picture((1, 8, 8)), 3, 0.0, (0,), (-1,)), "has to lie on the picture"),
        (Cover(picture((1, 8, 8)), 0, 0.0, (0,), (0,)), "has to lie on the picture"),
        (Cover(picture((1, 8, 8)), 3, 0.0, (), ()), "has to lie on the picture"),
        (Cover(picture((1, 8, 8)), 1, 0.0, tuple(range(8)) * 20, tuple(range(8))), "ask for them row by row"),
        (CoverByRows(Cover(picture((1, 8, 8)), 9, 0.0, (0,), (0,))), "has to lie on the picture"),
    ],
)
def test_what_cannot_be_explained_is_one_sentence(question: Explain | Cover, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        ask(untrained(SmallCNN((4,), 3)), question)


def test_runs_that_have_not_begun_are_not_explained() -> None:
    with pytest.raises(QuestionError, match="can't be asked"):
        ask(Fresh(SMALL), ASKED[0])
