"""The strongest pictures of a unit: those that a plain loop finds."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from msgspec.structs import replace

from engine.contract.questions import FindStrongest, Present, Scanned, StrongestFound
from engine.contract.spec import Altered, DenseNet, InceptionNet, Network
from engine.data import altering
from engine.models import networks
from engine.queries import strongest
from engine.queries.work import QuestionError
from engine.training.train import NoCommands, Run, play
from tests.engine.queries.unit_runs import told, trained


def found(network: Network | None, layer: str, unit: int) -> StrongestFound:
    spec, about = trained(network)
    answer = told(about, FindStrongest(spec, layer, unit))[-1]
    assert isinstance(answer, StrongestFound)
    return answer


@pytest.mark.parametrize(
    ("network", "layer", "unit"),
    [
        (None, "relu1", 2),
        (None, "conv1", 0),
        (None, "fc", 7),
        (DenseNet((12,)), "relu1", 5),
        (InceptionNet(4, ((2, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 2)), aux=True), "module1.join", 6),
        (InceptionNet(4, ((2, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 2)), aux=True), "aux1.fc", 3),
    ],
)
def test_it_is_what_a_plain_loop_finds(network: Network | None, layer: str, unit: int) -> None:
    spec, about = trained(network)
    module = networks.seeded(about.network, (1, 8, 8), 10, seed=0)
    networks.put(module, {name: values.numpy() for name, values in about.weights.items()})
    split = altering.pictures_of(spec)
    strengths, cells = [], []
    for picture in split.train_x:
        given = networks.outputs(module, picture[None])[layer][0, unit].numpy()
        strengths.append(given.max())
        cells.append(np.unravel_index(given.argmax(), given.shape) if given.ndim else (0, 0))
    order = sorted(range(len(strengths)), key=lambda place: -strengths[place])
    answer = found(network, layer, unit)
    np.testing.assert_allclose(answer.strengths, [strengths[place] for place in order[:9]], rtol=1e-4)
    np.testing.assert_allclose(
        [strengths[place] for place in answer.numbers], [strengths[place] for place in order[:9]], rtol=1e-4
    )
    assert answer.labels == tuple(int(split.train_y[place]) for place in answer.numbers)
    assert [cells[place] for place in answer.numbers] == [*answer.cells] or strengths[order[0]] == 0
    raw = altering.pictures_of(replace(spec, altered=Altered(raw=True))).train_x
    np.testing.assert_array_equal(answer.pictures.numpy(), raw[list(answer.numbers)].numpy())
    assert (answer.counted, sum(answer.spread)) == (100, 100)
    of_hundred = np.bincount([int(split.train_y[place]) for place in order[:100]], minlength=10)
    assert np.abs(of_hundred - answer.spread).sum() <= 2, "but for one that ties with the last"


def test_a_layer_is_looked_at_once_for_all_its_units() -> None:
    strongest.forget()
    spec, about = trained()
    count = len(altering.pictures_of(spec).train_x)
    scans = told(about, FindStrongest(spec, "relu1", 0))[:-1]
    assert [each.done for each in scans if isinstance(each, Scanned)] == [*range(250, count, 250), count]
    assert len(told(about, FindStrongest(spec, "relu1", 1))) == 1
    assert len(told(about, FindStrongest(spec, "conv1", 1))) > 1, "another layer"
    other = replace(about, weights={**about.weights, "fc.bias": replace(about.weights["fc.bias"], data=b"\1" * 40)})
    assert len(told(other, FindStrongest(spec, "relu1", 1))) > 1, "another network"
    assert len(told(about, FindStrongest(replace(spec, seed=9), "relu1", 1))) > 1, "perhaps other pictures"
    for number in range(strongest.REMEMBERED):
        told(about, FindStrongest(replace(spec, seed=20 + number), "relu1", 1))
    assert len(told(about, FindStrongest(spec, "relu1", 0))) > 1, "forgotten"


def test_fewer_pictures_with_other_labels_are_those_of_the_run() -> None:
    spec, about = trained()
    few = replace(spec, altered=Altered(share=0.05, noise=0.5))
    answer = told(about, FindStrongest(few, "relu1", 0))[-1]
    assert isinstance(answer, StrongestFound)
    used = altering.pictures_of(few)
    assert answer.counted == min(100, len(used.train_x))
    assert answer.labels == tuple(used.train_y[list(answer.numbers)].tolist())


def test_a_run_goes_on_as_if_nobody_had_asked() -> None:
    spec, _ = trained()
    alone = list(play(Run(spec, lambda: 0.0, paused=False), NoCommands()))
    run = Run(spec, lambda: 0.0, paused=False)
    asked, torch_before = [], torch.random.get_rng_state()
    for number, event in enumerate(play(run, NoCommands())):
        asked.append(event)
        if number in (5, 20):
            told(Present(0), FindStrongest(spec, "relu1", 0), run)
    assert asked == alone
    assert torch.equal(torch.random.get_rng_state(), torch_before)


@pytest.mark.parametrize(("layer", "unit"), [("conv9", 0), ("relu1", 4), ("relu1", -1)])
def test_what_is_not_there_is_refused(layer: str, unit: int) -> None:
    spec, about = trained()
    with pytest.raises(QuestionError, match=r"no layer|units 0 to 3"):
        told(about, FindStrongest(spec, layer, unit))
