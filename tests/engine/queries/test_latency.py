"""Measuring real networks: what is timed, how often, with how many threads, and what can't be."""

from collections.abc import Callable
from itertools import count

import pytest
import torch

from engine.contract.edge.timing import GLANCE, cores, processor
from engine.models.architectures.catalogue import ARCHITECTURES
from engine.queries import latency


def ticking(seconds: float) -> Callable[[], float]:
    """A clock by which every pass takes so long."""
    ticks = count()
    return lambda: next(ticks) * seconds


def test_the_median_of_real_passes() -> None:
    threads = torch.get_num_threads()
    found = latency.measure("lenet-5")
    assert found.network == "lenet-5"
    assert 0 < found.seconds < 1
    assert GLANCE.fewest <= found.runs <= GLANCE.most
    assert found.threads == 1
    assert found.machine == processor() != ""
    assert torch.get_num_threads() == threads


@pytest.mark.parametrize(("seconds", "runs"), [(10.0, 5), (0.05, 10), (0.001, 30)])
def test_slow_networks_pass_less_often(seconds: float, runs: int) -> None:
    found = latency.measure("lenet-5", clock=ticking(seconds))
    assert (found.runs, found.seconds) == (runs, pytest.approx(seconds))


def test_a_pass_can_be_broken_off_before_any_layer() -> None:
    threads = torch.get_num_threads()
    layers = sum(not list(part.children()) for part in ARCHITECTURES["lenet-5"].build().modules())
    heard = 0

    def heed() -> None:
        nonlocal heard
        heard += 1
        if heard > layers + 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        latency.measure("lenet-5", threads=cores(), heed=heed)
    assert heard == layers + 3
    assert torch.get_num_threads() == threads


def test_more_work_takes_longer() -> None:
    assert latency.measure("lenet-5").seconds < latency.measure("squeezenet-1.1").seconds


@pytest.mark.parametrize(
    ("name", "threads", "words"), [("lenet-6", 1, "no network"), ("lenet-5", 0, "as many as there are cores")]
)
def test_what_cannot_be_measured_is_a_sentence(name: str, threads: int, words: str) -> None:
    with pytest.raises(latency.LatencyError, match=words):
        latency.measure(name, threads)
