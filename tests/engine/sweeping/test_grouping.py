"""Which runs go together."""

import time

from msgspec.structs import replace

from engine.contract.spec import Altered, ConvStack, DenseNet, Optimiser, RunSpec, SmallCNN, StopAt
from engine.sweeping.grouping import MOST, groups, pays
from engine.training.train import Run
from tests.engine.sweeping.trained import spec


def test_runs_that_differ_in_what_each_net_has_of_its_own_go_together() -> None:
    own = spec(DenseNet())
    alike = [
        own,
        replace(own, seed=2),
        replace(own, lr=0.1),
        replace(own, optimiser=Optimiser("sgd")),
        replace(own, clip_norm=1.0),
        spec(DenseNet(init="he")),
    ]
    assert groups(alike) == [(0, 1, 2, 3, 4, 5)]


def test_runs_of_other_shapes_or_lengths_do_not() -> None:
    own = spec(DenseNet())
    other = [
        own,
        replace(own, batch=32),
        spec(DenseNet((8,))),
        replace(own, stop=StopAt(steps=5)),
        replace(own, data="animals"),
        replace(own, altered=Altered(share=0.5)),
    ]
    assert groups(other) == [(index,) for index in range(len(other))]


def test_groups_are_not_too_large() -> None:
    assert [len(each) for each in groups([spec(DenseNet(), seed) for seed in range(2 * MOST + 1)])] == [MOST, MOST, 1]


def test_where_it_pays() -> None:
    assert _pays(spec(SmallCNN(), batch=16, data="animals"))
    assert _pays(spec(DenseNet((64,) * 20), batch=64))
    assert not _pays(spec(SmallCNN(), batch=64, data="animals"))
    assert not _pays(spec(ConvStack(), batch=4))


def _pays(run: RunSpec) -> bool:
    return pays(Run(run, time.perf_counter, paused=False))
