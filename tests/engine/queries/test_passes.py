"""Networks timed: what is told of them, what stays as it was, and what can't be."""

from __future__ import annotations

from itertools import count

import pytest
import torch

from engine.contract.edge import PassesTimed, TimePasses, timing
from engine.contract.edge.timing import CLOSELY, processor
from engine.contract.questions import Present, Published, Query, Reply, Subject, Untrained
from engine.contract.spec import DenseNet, SmallCNN
from engine.models import networks
from engine.queries import answers, passes
from engine.queries.work import QuestionError

CNN = Untrained(SmallCNN(), 10, 70.0, 100.0, 3)


def replies(about: Subject, question: TimePasses) -> list[Reply | None]:
    return list(answers.replies(Query(0, about, question), lambda _: None))


def timed(about: Subject, question: TimePasses) -> PassesTimed:
    last = replies(about, question)[-1]
    assert last is not None
    assert (last.part, last.parts) == (0, 1)
    assert isinstance(last.answer, PassesTimed)
    return last.answer


def test_a_network_of_the_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "cores", lambda: 64)
    threads = torch.get_num_threads()
    found = timed(CNN, TimePasses((1, 8, 8), threads=threads + 1))
    assert CLOSELY.fewest <= len(found.seconds) <= CLOSELY.most
    assert all(each > 0 for each in found.seconds)
    assert (found.machine, found.runtime) == (processor(), f"PyTorch {torch.__version__}")
    assert [name for name, _ in found.layers] == ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "fc"]
    assert all(seconds > 0 for _, seconds in found.layers)
    module = networks.seeded(SmallCNN(), (1, 8, 8), 10, 3)
    assert found.numbers == 4 * sum(each.numel() for each in module.parameters())
    assert found.memory == (64 + 2 * 8 * 64) * 4  # the picture, and eight maps before and behind the first ReLU
    assert torch.get_num_threads() == threads


def test_the_threads_are_those_that_were_asked_for_only_while_it_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "cores", lambda: 64)
    before, seen = torch.get_num_threads(), list[int]()
    one = networks.Trained(torch.nn.Conv2d(1, 1, 1), (1, 4, 4), 0.0, 1.0)
    one.module.register_forward_pre_hook(lambda *_: seen.append(torch.get_num_threads()))
    for _ in passes.timed(TimePasses((1, 4, 4), before + 1), one).steps:
        assert torch.get_num_threads() == before
    assert set(seen[:-1]) == {before + 1}


def test_it_comes_up_for_air() -> None:
    """Also while it warms up: by a clock that goes on a fiftieth of a second at each look, a few passes are enough."""
    ticks, done = count(), list[int]()
    net = networks.Trained(torch.nn.Linear(4, 2), (1, 4, 4), 0.0, 1.0)
    net.module.register_forward_pre_hook(lambda *_: done.append(1))
    work = passes.timed(TimePasses((1, 4, 4)), net, lambda: next(ticks) * 0.02)
    for _ in work.steps:
        assert len(done) <= passes.AT_ONCE / 0.02
        done.clear()


def test_weights_by_chance_will_do_for_any_network_of_the_course() -> None:
    found = timed(Published("lenet-5", drawn=0), TimePasses((1, 32, 32)))
    assert found.layers
    assert found.numbers > 0


@pytest.mark.parametrize(
    ("about", "question", "sentence"),
    [
        (CNN, TimePasses((1, 8, 8), threads=0), "as many as there are cores"),
        (CNN, TimePasses((1, 8, 8), threads=5000), "not on 5,000"),
        (
            Published("efficientnet-lite0"),
            TimePasses((3, 8, 8)),
            "takes pictures of 3×224×224 pixels, and not",
        ),
        (Published("lenet-6", drawn=0), TimePasses((1, 32, 32)), "no network named 'lenet-6'"),
        (Present(0), TimePasses((1, 8, 8)), "can't be asked"),
    ],
)
def test_what_cannot_be_timed_is_a_sentence(about: Subject, question: TimePasses, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        replies(about, question)


def test_the_network_is_timed_as_it_is_in_use() -> None:
    net = networks.Trained(networks.seeded(DenseNet((4,)), (1, 8, 8), 10, 0).train(), (1, 8, 8), 0.0, 1.0)
    seen: list[bool] = []
    net.module.register_forward_pre_hook(lambda module, _: seen.append(module.training))
    list(passes.timed(TimePasses((1, 8, 8)), net).steps)
    assert not any(seen)
    assert len(seen) > CLOSELY.fewest
