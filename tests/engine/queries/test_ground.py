"""Maps of the loss: where their planes lie, and what stands at each place."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from msgspec.structs import replace

from engine.contract import events
from engine.contract.questions import Answer, GroundPlane, GroundRow, MapGround, Present, Query, Stored
from engine.contract.spec import Contestant, ConvStack, RunSpec
from engine.data import data
from engine.models import networks
from engine.queries import answers, ground
from engine.queries.work import QuestionError
from engine.training.train import NoCommands, Run, play
from tests.engine.training.scripted import SMALL, only


def walked(spec: RunSpec) -> tuple[Stored, tuple[events.Weights, ...]]:
    """The last contestant of a run: as it is at the end, and the way there."""
    run = Run(replace(spec, snapshot_every=1), lambda: 0.0, paused=False)
    path = [each.weights[-1] for each in only(list(play(run, NoCommands())), events.Checkpoint)]
    split = data.load(spec.data)
    assert path[-1] is not None
    stored = Stored(spec.contestants[-1].network, 10, split.mean, split.deviation, path[-1])
    return stored, tuple(weights for weights in path if weights is not None)


def parts(about: Stored | Present, question: MapGround) -> list[Answer]:
    found = list(answers.replies(Query(1, about, question), lambda _: None))
    replies = [reply for reply in found if reply is not None]
    assert [reply.part for reply in replies] == list(range(1 + question.side))
    assert len(found) > question.side**2, "it looks up after every cell"
    return [reply.answer for reply in replies]


def read(told: Sequence[Answer]) -> tuple[GroundPlane, np.ndarray]:
    plane, *rows = told
    assert isinstance(plane, GroundPlane)
    assert [row.row for row in rows if isinstance(row, GroundRow)] == list(range(len(rows)))
    return plane, np.array([row.losses.numpy() for row in rows if isinstance(row, GroundRow)])


def loss_of(about: Stored, weights: events.Weights, spec: RunSpec, count: int) -> float:
    """The loss on the pictures that a map is made with, by torch."""
    module = networks.seeded(about.network, (1, 8, 8), 10, seed=0)
    networks.put(module, {name: values.numpy() for name, values in weights.items()})
    split = data.load(spec.data)
    chosen = torch.randperm(len(split.train_x), generator=torch.Generator().manual_seed(spec.seed))[:count]
    with torch.no_grad():
        logits = module.eval()(split.train_x[chosen])
    return float(torch.nn.functional.cross_entropy(logits, split.train_y[chosen]))


def test_a_plane_by_hand() -> None:
    """A path in three dimensions: 4 along the first axis, 1 along the second, and a little along the third."""
    corners = [(0.0, 0.0, 0.0), (2.0, 1.0, 0.1), (4.0, 0.0, 0.0)]
    places = [[torch.tensor(corner[:1]), torch.tensor(corner[1:])] for corner in corners]
    plane = ground.along_path(places, 3)
    ways = np.array(corners) - corners[-1]
    stretches = np.linalg.svd(ways, compute_uv=False)
    assert plane.share == pytest.approx((stretches[:2] ** 2).sum() / (stretches**2).sum())
    assert plane.share > 0.999
    path = np.array(plane.path)
    np.testing.assert_allclose((path**2).sum(1), (ways**2).sum(1), rtol=1e-3)
    assert path[0, 0] < path[1, 0] < path[2, 0] == 0.0
    long = path[:, 0].max() - path[:, 0].min()
    np.testing.assert_allclose(plane.x, [path[:, 0].min() - long / 4, path[:, 0].min() + long / 2, long / 4])
    joined = np.array([torch.cat(direction).numpy() for direction in plane.directions])
    np.testing.assert_allclose(joined @ joined.T, np.eye(2), atol=1e-6)
    assert [list(map(len, direction)) for direction in plane.directions] == [[1, 2], [1, 2]]


@pytest.mark.parametrize("places", [[0.0, 1.0], [0.0, 0.5, 1.0], [1.0, 1.0, 1.0]])
def test_a_path_without_two_directions_is_told_so(places: list[float]) -> None:
    with pytest.raises(QuestionError, match="three steps at least"):
        ground.along_path([[torch.tensor([place, 0.0])] for place in places], 5)


def test_directions_by_chance_have_filters_as_long_as_the_networks_own() -> None:
    filters, bias = torch.tensor([[[3.0, 4.0]], [[0.0, 1.0]]]), torch.tensor([7.0])
    plane = ground.by_chance([filters, bias], 5, seed=1)
    assert plane.x == plane.y == (-1.0, -0.5, 0.0, 0.5, 1.0)
    for weights, still in plane.directions:
        np.testing.assert_allclose(weights.flatten(1).norm(dim=1), [5.0, 1.0], rtol=1e-6)
        assert not still.any()
    (first, _), (second, _) = plane.directions
    assert not torch.allclose(first, second)
    assert torch.equal(first, ground.by_chance([filters, bias], 5, seed=1).directions[0][0])


def test_the_middle_is_the_network_and_the_path_is_where_it_was() -> None:
    stored, path = walked(SMALL)
    assert len(path) == 7
    told = parts(stored, MapGround(SMALL, path, "chance", 5, 40))
    plane, losses = read(told)
    assert losses.shape == (5, 5)
    assert losses[2, 2] == pytest.approx(loss_of(stored, stored.weights, SMALL, 40), rel=1e-5)
    assert plane.dimensions == sum(
        each.numel() for each in networks.seeded(stored.network, (1, 8, 8), 10, 0).parameters()
    )
    along, _ = read(parts(stored, MapGround(SMALL, path, side=3, pictures=40)))
    assert len(along.path) == 7
    assert along.path[-1] == pytest.approx((0.0, 0.0))
    assert 0.8 < along.share <= 1.0
    assert along.x[0] < min(right for right, _ in along.path)
    assert along.y[-1] > max(up for _, up in along.path)


def test_a_place_of_the_plane_is_the_network_moved_there() -> None:
    stored, path = walked(SMALL)
    question = MapGround(SMALL, path, side=3, pictures=40)
    plane, losses = read(parts(stored, question))
    places = [[torch.from_numpy(values.numpy().copy()) for values in weights.values()] for weights in path]
    right, up = ground.along_path(places, 3).directions
    moved = {
        name: events.Array.of((values + plane.x[2] * one + plane.y[0] * other).numpy())
        for name, values, one, other in zip(path[-1], places[-1], right, up, strict=True)
    }
    assert losses[0, 2] == pytest.approx(loss_of(stored, moved, SMALL, 40), rel=1e-4)


def test_batch_normalisation_uses_what_it_has_learned() -> None:
    spec = replace(SMALL, contestants=(Contestant("Stack", ConvStack(blocks=1)),))
    stored, path = walked(spec)
    _, losses = read(parts(stored, MapGround(spec, path, "chance", 3, 30)))
    assert losses[1, 1] == pytest.approx(loss_of(stored, stored.weights, spec, 30), rel=1e-4)


def test_what_cannot_be_mapped_is_one_sentence() -> None:
    stored, path = walked(SMALL)
    for question, sentence in (
        (MapGround(SMALL, path, side=1), "2 to 101 rows"),
        (MapGround(SMALL, path, pictures=0), "at least one picture"),
        (MapGround(SMALL, path[-2:]), "three steps at least"),
        (MapGround(SMALL, ({}, {}, {})), "another network's"),
    ):
        with pytest.raises(QuestionError, match=sentence):
            parts(stored, question)
    with pytest.raises(QuestionError, match="can't be asked"):
        parts(Present(0), MapGround(SMALL, path))
