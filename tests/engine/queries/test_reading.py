"""The maps of a network: what layers give, alone and while parts of it are 0."""

import numpy as np
import pytest
import torch

from engine.contract.numbers import Array
from engine.contract.questions import (
    Cover,
    CoverByRows,
    Covered,
    Explain,
    Explained,
    MapsRead,
    Published,
    Query,
    Question,
    ReadMaps,
    Subject,
    TryRates,
    Untrained,
    quick,
)
from engine.contract.spec import ConvStack
from engine.models import networks, published
from engine.queries import answers, looking
from engine.queries.work import QuestionError
from tests.engine.models.reference_answers import ANSWERS, photo

LITE = "efficientnet-lite0"
CAT = Array.of(photo("chelsea"))


def ask(question: Question, about: Subject | None = None) -> list[object]:
    query = Query(1, about or Published(LITE), question)
    return [reply.answer for reply in answers.replies(query, lambda _: None) if reply is not None]


def read(*layers: str, off: tuple[tuple[str, int | None], ...] = ()) -> MapsRead:
    (found,) = ask(ReadMaps(CAT, layers, off))
    assert isinstance(found, MapsRead)
    return found


def passed(*layers: str) -> dict[str, np.ndarray]:
    """What layers give in a plain pass."""
    net = published.published(LITE)
    x = net.seen(torch.from_numpy(photo("chelsea")).float()[None])
    seen = networks.outputs(net.module, x)
    return {name: seen[name][0].numpy() for name in layers}


def test_layers_come_in_the_order_in_which_they_are_asked_for() -> None:
    layers = ("head.gap", "stem.conv1", "stage3.2.add", "head.fc", "stem.conv1")
    found, expected = read(*layers), passed(*layers)
    for name, each in zip(layers, found.maps, strict=True):
        assert each.dtype == "float32"
        np.testing.assert_allclose(each.numpy(), expected[name], atol=1e-5)
    np.testing.assert_allclose(found.logits.numpy(), expected["head.fc"], atol=1e-5)
    assert found.logits.numpy().max() == pytest.approx(ANSWERS["chelsea"].largest, abs=1e-3)


def test_no_layer_at_all_gives_the_logits() -> None:
    found = read()
    assert found.maps == ()
    assert found.logits.shape == (1000,)


def test_a_map_that_is_off_is_zero_and_the_others_are_not() -> None:
    whole, without = (read("stem.relu1", "stage1.1.depthwise", off=off) for off in ((), (("stem.relu1", 3),)))
    seen = without.maps[0].numpy()
    assert not seen[3].any()
    others = [index for index in range(32) if index != 3]
    np.testing.assert_array_equal(seen[others], whole.maps[0].numpy()[others])
    np.testing.assert_array_equal(without.maps[1].numpy()[others], whole.maps[1].numpy()[others])
    assert not without.maps[1].numpy()[3].any()
    assert np.abs(without.logits.numpy() - whole.logits.numpy()).max() > 0.01


def test_a_block_that_is_off_passes_on_what_its_shortcut_brings() -> None:
    found = read("stage3.1.norm3", "stage3.2.add", "stage3.2.norm3", off=(("stage3.2", None),))
    np.testing.assert_array_equal(found.maps[0].numpy(), found.maps[1].numpy())
    assert not found.maps[2].numpy().any()
    assert found == read("stage3.1.norm3", "stage3.2.add", "stage3.2.norm3", off=(("stage3.2.norm3", None),))


def test_a_block_without_a_shortcut_gives_nothing_when_it_is_off() -> None:
    assert not passed_through(("stage2.1", None), "stage2.2.expand").any()
    assert not passed_through(("stage2.1.project", None), "stage2.1.project").any()


def passed_through(off: tuple[str, int | None], layer: str) -> np.ndarray:
    (maps,) = read(layer, off=(off,)).maps
    return np.asarray(maps.numpy())


def test_a_pass_leaves_the_network_as_it_was() -> None:
    before = read("stage4.2.add")
    read("stage4.2.add", off=(("stage4.2", None), ("stem.relu1", 0)))
    assert read("stage4.2.add") == before
    assert all(not part._forward_hooks for part in published.published(LITE).module.modules())


def test_any_network_can_be_read() -> None:
    about = Untrained(ConvStack((4, 8), 1, shortcut="projection"), 10, 100.0, 50.0, 3)
    picture = Array.of(np.random.default_rng(1).integers(0, 256, (1, 12, 12)).astype(np.uint8))
    module = networks.seeded(about.network, (1, 12, 12), 10, 3)
    seen = networks.outputs(module, (torch.from_numpy(picture.numpy().copy()).float()[None] - 100) / 50)
    (found,) = ask(ReadMaps(picture, tuple(seen)), about)
    assert isinstance(found, MapsRead)
    for each, expected in zip(found.maps, seen.values(), strict=True):
        np.testing.assert_allclose(each.numpy(), expected[0].numpy(), atol=1e-5)


ALL_LAYERS = tuple(networks.leaves(published.ARCHITECTURES[LITE].build()))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (ReadMaps(CAT, ("stage9.1",)), "no layer 'stage9.1'"),
        (ReadMaps(CAT, ("stage3.2",)), "no layer 'stage3.2'"),
        (ReadMaps(CAT, (), (("stage9", None),)), "no layer or block 'stage9'"),
        (ReadMaps(CAT, (), (("", None),)), "no layer or block ''"),
        (ReadMaps(CAT, (), (("stem.relu1", 32),)), r"stem.relu1 has the maps 0 to 31; choose one of them\.$"),
        (ReadMaps(CAT, (), (("stem.relu1", -1),)), "has the maps 0 to 31"),
        (ReadMaps(CAT, ALL_LAYERS), "more numbers than one answer holds"),
        (ReadMaps(Array.of(np.zeros((1, 224, 224), np.uint8)), ()), "takes pictures of 3×224×224 bytes"),
        (TryRates(), "can't be asked"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(question: Question, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        ask(question)
    assert all(not part._forward_hooks for part in published.published(LITE).module.modules())


def test_a_network_without_weights_is_one_sentence() -> None:
    with pytest.raises(QuestionError, match="No weights ship"):
        ask(ReadMaps(CAT, ()), Published("vgg-16"))


def explained(question: Explain, about: Subject | None = None) -> np.ndarray:
    (found,) = ask(question, about)
    assert isinstance(found, Explained)
    return np.asarray(found.values.numpy())


def test_grad_cam_at_the_last_maps_is_the_class_map() -> None:
    found = explained(Explain(CAT, "grad-cam", 285, 904, "head.relu2"))
    weights = published.published(LITE).module.get_submodule("head.fc").weight.numpy()
    class_map = np.tensordot(weights[285] - weights[904], passed("head.relu2")["head.relu2"], axes=1)
    np.testing.assert_allclose(found[0], np.maximum(class_map, 0) / 49, atol=1e-5)
    assert found.max() > 0


@pytest.mark.parametrize("layer", ["stem.conv1", "stage2.2.add", "stage5.1.depthwise", "stage6.4.relu1"])
def test_grad_cam_weighs_the_maps_of_any_layer_also_of_weights_by_chance(layer: str) -> None:
    for about in (Published(LITE), Published(LITE, drawn=1)):
        found = explained(Explain(CAT, "grad-cam", 285, layer=layer), about)
        assert found.shape == (1, *passed(layer)[layer].shape[1:])
        assert found.max() > 0


def test_a_gradient_foretells_what_a_small_change_does() -> None:
    slope = explained(Explain(CAT, "gradient", 285, 282))
    assert slope.shape == (3, 224, 224)
    net = published.published(LITE)
    x = net.seen(torch.from_numpy(photo("chelsea")).float()[None])
    step = torch.from_numpy(slope.copy()) / np.abs(slope).max() * 2e-4
    with torch.inference_mode():
        up, down = net.module(x + step)[0], net.module(x - step)[0]
    gained = float((up[285] - up[282]) - (down[285] - down[282])) / 2
    assert gained == pytest.approx(float((slope * net.deviation / 255 * step.numpy()).sum()), rel=0.02)


def test_a_smoothed_gradient_comes_in_short_steps_and_is_no_quick_question() -> None:
    query = Query(1, Published(LITE), Explain(CAT, "smoothed", 285))
    assert not quick(query)
    assert quick(Query(1, Published(LITE), Explain(CAT, "gradient", 285)))
    told = list(answers.replies(query, lambda _: None))
    assert len(told) > looking.SAMPLES // 2
    assert [each is None for each in told] == [True] * (len(told) - 1) + [False]


def test_covered_pictures_are_plain_passes_at_once_and_row_by_row() -> None:
    question = Cover(CAT, 32, 127.0, (0, 96), (64, 96, 192))
    (whole,) = ask(question)
    rows = ask(CoverByRows(question))
    assert isinstance(whole, Covered)
    assert [each.row for each in rows if isinstance(each, Covered)] == [0, 1]
    by_rows = np.concatenate([each.logits.numpy() for each in rows if isinstance(each, Covered)])
    np.testing.assert_allclose(by_rows, whole.logits.numpy(), atol=1e-4)
    pixels = photo("chelsea").copy()
    pixels[:, 96:128, 64:96] = 127
    (plain,) = ask(ReadMaps(Array.of(pixels), ()))
    assert isinstance(plain, MapsRead)
    np.testing.assert_allclose(whole.logits.numpy()[1, 0], plain.logits.numpy(), atol=1e-4)
    np.testing.assert_allclose(whole.bare.numpy(), read().logits.numpy(), atol=1e-4)
