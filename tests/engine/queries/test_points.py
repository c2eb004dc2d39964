"""Maps of pictures by what layers make of them: which pictures, in which parts, and how good a map it is."""

import numpy as np
import pytest
import torch
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.contract import events
from engine.contract.numbers import Array
from engine.contract.questions import PIXELS, MapPoints, PointsMapped, Present, Query, Stored
from engine.contract.spec import (
    PRESETS,
    Contestant,
    ConvStack,
    DenseNet,
    OwnData,
    RunSpec,
    SmallCNN,
    StagedCNN,
    StopAt,
)
from engine.data import data
from engine.models import networks
from engine.queries import answers, points
from engine.queries.embedding import COLD
from engine.queries.work import QuestionError
from engine.training.train import NoCommands, Run, play
from tests.engine.training.scripted import SMALL

DIGITS = MapPoints("digits", ("conv1",), pictures=120)


def trained(spec: RunSpec) -> Run:
    run = Run(spec, lambda: 0.0, paused=False)
    for _ in play(run, NoCommands()):
        pass
    return run


@pytest.fixture(scope="module")
def race() -> Run:
    """The race's CNN after a hundred steps, when it knows most animals."""
    race = PRESETS["race"].spec
    return trained(replace(race, contestants=race.contestants[1:], stop=StopAt(steps=100), threads=1))


@pytest.fixture(scope="module")
def small() -> Run:
    return trained(replace(SMALL, stop=StopAt(steps=2)))


def maps(run: Run, question: MapPoints, contestant: int = 0) -> list[PointsMapped]:
    """The answer; every part is counted, and there are pauses between them."""
    found = list(answers.replies(Query(1, Present(contestant), question), run.trained))
    replies = [reply for reply in found if reply is not None]
    assert [(reply.part, reply.parts) for reply in replies] == [(part, len(replies)) for part in range(len(replies))]
    assert found.count(None) > len(replies)
    return [reply.answer for reply in replies if isinstance(reply.answer, PointsMapped)]


def recognised(found: PointsMapped | NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """The share of points of whose ten nearest most are of their class."""
    at = torch.from_numpy((found.points.numpy() if isinstance(found, PointsMapped) else found).copy())
    near = torch.cdist(at, at).fill_diagonal_(torch.inf).topk(10, largest=False).indices.numpy()
    votes = np.array([np.bincount(row, minlength=10).argmax() for row in labels[near]])
    return float((votes == labels).mean())


def test_neighbours_on_the_map_are_of_one_class_as_in_the_layer_and_far_more_than_by_principal_components(
    race: Run,
) -> None:
    labels = data.load("animals").validation_y[:500].numpy()
    *_, map_ = maps(race, MapPoints("animals", ("pool2",)))
    (axes,) = maps(race, MapPoints("animals", ("pool2",), "components"))
    net = race.trained(0)
    assert net is not None
    layer = networks.outputs(net.module, data.load("animals").validation_x[:500])["pool2"].flatten(1).numpy()
    tsne, components, raw = (recognised(each, labels) for each in (map_, axes, layer))
    assert tsne > raw - 0.05
    assert tsne > components + 0.2
    assert axes.share == pytest.approx(0.25, abs=0.1)
    assert map_.share is None


def test_a_map_that_begins_afresh_is_shown_on_its_way_and_the_same_each_time(race: Run) -> None:
    question = MapPoints("animals", (PIXELS, "pool2"), pictures=200)
    state = torch.random.get_rng_state()
    first, second = maps(race, question), maps(race, question)
    assert torch.equal(state, torch.random.get_rng_state())
    assert [(each.layer, round(each.done * COLD)) for each in first] == [
        (layer, iteration) for layer in (PIXELS, "pool2") for iteration in range(points.SHOWN, COLD + 1, points.SHOWN)
    ]
    assert first == second
    assert first[-1].points.shape == (200, 2)


def test_a_map_that_goes_on_from_another_does_not_jump(race: Run) -> None:
    question = MapPoints("animals", ("pool2",))
    *_, before = maps(race, question)
    flipped = Array.of(before.points.numpy() * np.array([1, -1], np.float32))
    (after,) = maps(race, replace(question, starts=(flipped,)))
    assert after.done == 1.0
    moved = np.linalg.norm(after.points.numpy() - flipped.numpy(), axis=1)
    assert np.median(moved) < 0.1 * np.linalg.norm(flipped.numpy(), axis=1).mean()
    (axes,) = maps(race, replace(question, method="components"))
    mirrored = Array.of(axes.points.numpy() * np.array([-1, 1], np.float32))
    (again,) = maps(race, replace(question, method="components", starts=(mirrored,)))
    np.testing.assert_allclose(again.points.numpy(), mirrored.numpy(), atol=1e-3)


def test_a_map_in_which_hardly_anything_is_in_its_place_is_left_behind(race: Run) -> None:
    """At full speed a network may learn a lot between two maps: the next one is as good as if it began afresh."""
    question = MapPoints("animals", ("pool2",))
    labels = data.load("animals").validation_y[:500].numpy()
    *_, afresh = maps(race, question)
    mixed = Array.of(np.random.default_rng(0).permutation(afresh.points.numpy()))
    (after,) = maps(race, replace(question, starts=(mixed,)))
    assert recognised(after, labels) > recognised(afresh, labels) - 0.05


def test_it_is_about_what_the_layer_gives_in_use(small: Run) -> None:
    """Not in training, and by hand for one picture."""
    net = small.trained(1)
    assert net is not None
    seen = data.load("digits").pictures[:3]
    given = points._given(("conv1", "fc", PIXELS), seen, net)
    x = data.load("digits").validation_x[:3]
    with torch.no_grad():
        torch.testing.assert_close(given["fc"], net.module.eval()(x))
    torch.testing.assert_close(given[PIXELS], x.flatten(1))
    assert given["conv1"].shape == (3, networks.outputs(net.module, x)["conv1"][0].numel())


def test_large_maps_are_averaged_until_they_are_few_numbers() -> None:
    values = torch.arange(2 * 4 * 64 * 64, dtype=torch.float32).reshape(2, 4, 64, 64)
    found = points.reduced(values)
    assert found.shape == (2, 4, 32, 32)
    assert float(found[1, 3, 0, 0]) == float(values[1, 3, :2, :2].mean())
    assert points.reduced(torch.zeros(2, 10_000)).shape == (2, 10_000)
    assert points.reduced(torch.zeros(2, 10_000, 1, 1)).shape == (2, 10_000, 1, 1)


@pytest.mark.parametrize(
    "network", [ConvStack(shortcut="identity"), StagedCNN(squeeze=4), DenseNet((9, 9, 9), aux_every=1)]
)
def test_all_kinds_of_networks_have_maps_and_stay_as_they_are(network: ConvStack | StagedCNN | DenseNet) -> None:
    spec = RunSpec(contestants=(Contestant("net", network),), data="digits", stop=StopAt(steps=2), threads=1)
    run = trained(spec)
    racer = run.racers[0]
    assert racer is not None
    before = racer.weights()
    layers = tuple(layer.name for layer in racer.entrant.layers)[:-1:4]
    found = maps(run, MapPoints("digits", layers, pictures=30))
    assert {each.layer for each in found} == set(layers)
    assert racer.weights() == before
    assert racer.module.training


def test_what_cannot_be_mapped_is_refused_in_a_sentence(small: Run) -> None:
    def refused(question: MapPoints) -> str:
        with pytest.raises(QuestionError) as error:
            maps(small, question, 1)
        return str(error.value)

    assert "no layer 'conv9'; choose one of conv1" in refused(replace(DIGITS, layers=("conv9",)))
    assert "takes 5 to 1000 validation pictures; these are 3" in refused(replace(DIGITS, pictures=3))
    short = Array.of(np.zeros((4, 2), np.float32))
    assert "these don't fit" in refused(replace(DIGITS, starts=(short,)))
    assert "these don't fit" in refused(replace(DIGITS, starts=(None, None)))
    own = OwnData("Mugs", (1, 8, 8), ("a", "b"), ((9, 5), (9, 5)), "0" * 64)
    assert "Mugs" in refused(replace(DIGITS, data=own))


def test_a_network_whose_numbers_are_not_finite_lies_nowhere() -> None:
    network = SmallCNN()
    module = networks.seeded(network, (1, 8, 8), 10, seed=1)
    weights = {name: Array.of(values.numpy() * np.nan) for name, values in networks.numbers(module).items()}
    about = Stored(network, 10, 0.0, 1.0, weights)
    with pytest.raises(QuestionError, match="not finite any more"):
        list(answers.replies(Query(1, about, DIGITS), lambda _: None))


def test_a_recorded_network_has_the_map_that_the_present_one_has(race: Run) -> None:
    net, weights = race.trained(0), race.checkpoint().weights[0]
    assert net is not None
    assert weights is not None
    about = Stored(race.spec.contestants[0].network, 10, net.mean, net.deviation, weights)
    question = MapPoints("animals", ("pool2",), "components", pictures=100)
    (reply,) = (each for each in answers.replies(Query(1, about, question), lambda _: None) if each is not None)
    assert [reply.answer] == maps(race, question)
    assert isinstance(reply.answer, PointsMapped)
    assert not isinstance(reply, events.NoReply)
