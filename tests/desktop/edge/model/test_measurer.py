"""The engine measures first, then a process of its own: what is heard of them in which order, and what can go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.edge.measuring.client import GONE
from desktop.edge.model import measurer as module
from desktop.edge.model.asking import Answering, Heard, Measured, Over, Wish, Working
from desktop.edge.model.forms import Asked as Asking
from desktop.edge.model.measurer import Measurer
from desktop.edge.model.networks import Network, OfRun, Published, shipped
from desktop.edge.model.subject import Subject
from desktop.runs.library import Library
from desktop.training.questions import Answered, Waiting
from engine.contract.edge import JudgeAll, Judged, PassesTimed, TimePasses
from engine.contract.numbers import Array
from engine.contract.questions import Answer, NoReply, Question, Reply
from engine.contract.questions import Published as ByName
from engine.contract.questions import Subject as Asked
from tests.desktop.edge.fake_measures import logits
from tests.desktop.edge.fake_process import WHICH

TIMES = PassesTimed((0.004, 0.005, 0.006), "Processor of a test", "Torch of a test", (), 5000, 9000)


class FakeEngine:
    """Answers a question at once, or waits until a test has it answer."""

    def __init__(self) -> None:
        self.asked: list[tuple[Asked, Question]] = []
        self.stopped: list[int] = []
        self.refuses = self.waits = False
        self._answered: Answered | None = None

    def ask(self, about: Asked, question: Question, answered: Answered, waits: Waiting = lambda sentence: None) -> int:
        self.asked.append((about, question))
        if self.waits:
            waits("It waits for a pause.")
            return len(self.asked)
        token = len(self.asked)
        if self.refuses:
            answered(NoReply(token, "There is no memory for it."))
            return token
        match question:
            case TimePasses():
                answers: list[Answer] = [TIMES]
            case JudgeAll(pictures):
                said = logits(pictures.shape[0])
                answers = [Judged(0, Array.of(said[:2])), Judged(2, Array.of(said[2:]))]
            case _:
                raise AssertionError(question)
        for part, each in enumerate(answers):
            answered(Reply(token, part, len(answers), each))
        return token

    def stop(self, token: int) -> None:
        self.stopped.append(token)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def measurer(engine: FakeEngine, library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[Measurer]:
    monkeypatch.setattr(module, "MODULE", "tests.desktop.edge.fake_process")
    made = Measurer(engine, library)
    yield made
    made.stop()


@pytest.fixture
def measure(measurer: Measurer, qtbot: QtBot) -> Callable[[Network], list[Heard]]:
    """Return a function that measures until nothing more comes."""

    def measured(network: Network) -> list[Heard]:
        heard: list[Heard] = []
        measurer.measure(Wish(network, 2), heard.append)
        qtbot.waitUntil(lambda: any(isinstance(each, Over) for each in heard), timeout=20_000)
        return heard

    return measured


def forms(heard: list[Heard]) -> list[str]:
    return [each.measurement.form for each in heard if isinstance(each, Measured)]


def test_all_forms_are_heard_one_after_the_other_and_compared_with_the_first(
    measure: Callable[[Network], list[Heard]], engine: FakeEngine
) -> None:
    heard = measure(shipped())
    assert forms(heard) == ["torch", "onnx", "int8"]
    (answering,) = (each for each in heard if isinstance(each, Answering))
    assert answering.pictures is not None
    assert answering.pictures.labels == (0, 1, 2, 0, 1, 2)
    assert answering.pictures.asked == Asking(WHICH, 6, ("cat", "cup", "dog"))
    assert answering.gates is False
    torch, onnx, int8 = (each for each in heard if isinstance(each, Measured))
    assert torch.measurement.median == 0.005
    assert (torch.measurement.right, torch.measurement.judged) == (6, 6)
    assert torch.logits is not None
    assert torch.logits.shape == (6, 3)
    assert (onnx.measurement.changed, int8.measurement.changed) == ((), (2,))
    assert heard[-1] == Over(missing="2 threads")
    assert {each.words for each in heard if isinstance(each, Working)} >= {
        *("Getting the network ready", "float32, PyTorch: how long one picture takes"),
    }
    assert [about for about, _ in engine.asked] == [ByName("efficientnet-lite0")] * 2
    first = engine.asked[0][1]
    assert first == TimePasses((3, 8, 8), 2)


def test_what_the_engine_can_not_measure_the_process_still_does(
    measure: Callable[[Network], list[Heard]], engine: FakeEngine
) -> None:
    engine.refuses = True
    heard = measure(shipped())
    assert forms(heard) == ["onnx", "int8"]
    last = heard[-1]
    assert isinstance(last, Over)
    assert last.problem == "There is no memory for it."


def test_a_file_that_no_framework_runs_is_measured_by_the_process_alone(
    measure: Callable[[Network], list[Heard]], engine: FakeEngine
) -> None:
    heard = measure(Network("mine.onnx", Subject("mine.onnx", onnx=Path("mine.onnx")), "opened"))
    assert forms(heard) == ["onnx", "int8"]
    assert not engine.asked


@pytest.mark.parametrize(
    ("network", "sentence"),
    [
        (Network("VGG-16", Published("vgg-16", True), "drawn"), "It has no form in ONNX."),
        (Network("VGG-19", Published("vgg-19", True), "drawn"), GONE),
        (Network("Gone", OfRun("gone", 0), "run"), "This run is not there any more. Choose another network."),
    ],
)
def test_what_goes_wrong_is_the_last_that_is_heard(
    measure: Callable[[Network], list[Heard]], network: Network, sentence: str
) -> None:
    heard = measure(network)
    assert heard[-1] == Over(sentence)
    assert forms(heard) == []


def test_details_of_an_error_of_ours_are_heard(measure: Callable[[Network], list[Heard]]) -> None:
    heard = measure(Network("VGG-13", Published("vgg-13", True), "drawn"))
    assert heard[-1] == Over("It is broken.", details="Traceback of a test")


def test_a_stop_ends_process_and_question_and_leaves_no_folder(
    measurer: Measurer, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.waits = True
    heard: list[Heard] = []
    measurer.measure(Wish(shipped(), 1), heard.append)
    qtbot.waitUntil(lambda: heard[-1:] == [Working("It waits for a pause.")], timeout=20_000)
    assert measurer._job is not None
    folder = Path(measurer._job.folder.name)
    assert folder.is_dir()
    measurer.stop()
    assert not folder.exists()
    assert engine.stopped == [1]
    assert measurer._process.running is None
    count = len(heard)
    qtbot.wait(50)
    assert len(heard) == count
