import numpy as np
import pytest
import torch

from engine.contract.numbers import Array
from engine.contract.questions import Forward, Forwarded, Present, Query, Stored, Subject
from engine.contract.spec import DenseNet, RunSpec, StagedCNN
from engine.data import data
from engine.models.networks import Trained
from engine.queries import answers
from engine.queries.work import QuestionError
from engine.training.train import NoCommands, Run, play
from tests.engine.training.scripted import SMALL


def picture(*shape: int) -> Array:
    return Array.of(np.random.default_rng(1).integers(0, 256, shape or (1, 8, 8)).astype(np.uint8))


def over(spec: RunSpec = SMALL) -> Run:
    run = Run(spec, lambda: 0.0, paused=False)
    list(play(run, NoCommands()))
    return run


def nobody(contestant: int) -> Trained | None:
    return None


def test_a_stored_network_answers_as_the_present_one_does() -> None:
    run, asked = over(), picture()
    split = data.load("digits")
    for index, contestant in enumerate(SMALL.contestants):
        weights = run.checkpoint().weights[index]
        assert weights is not None
        stored = Stored(contestant.network, 10, split.mean, split.deviation, weights)
        about: tuple[Subject, ...] = (Present(index), stored)
        (present,), (kept,) = (answers.replies(Query(7, one, Forward(asked)), run.trained) for one in about)
        assert present == kept
        assert (kept.token, kept.part, kept.parts) == (7, 0, 1)
        assert isinstance(kept.answer, Forwarded)
        racer = run.racers[index]
        assert racer is not None
        x = (torch.from_numpy(asked.numpy().copy()).float() - split.mean) / split.deviation
        expected = racer.module.eval()(x[None])[0].softmax(0).detach().numpy()
        np.testing.assert_allclose(kept.answer.view.probabilities.numpy(), expected, atol=1e-6)


def test_a_question_does_not_disturb_the_training() -> None:
    spec = RunSpec(contestants=SMALL.contestants, data="digits", stop=SMALL.stop, threads=1)
    asked, alone = (Run(spec, lambda: 0.0, paused=False) for _ in range(2))
    for events in zip(play(asked, NoCommands()), play(alone, NoCommands()), strict=True):
        assert events[0] == events[1]
        list(answers.replies(Query(1, Present(1), Forward(picture())), asked.trained))


@pytest.mark.parametrize(
    ("about", "asked", "sentence"),
    [
        (Present(2), picture(), r"not in training any more"),
        (Present(-1), picture(), r"not in training any more"),
        (Present(0), picture(1, 28, 28), r"takes pictures of 1×8×8 bytes, and this one has 1×28×28\.$"),
        (Present(0), Array.of(np.zeros((1, 8, 8))), r"takes pictures of"),
        (Present(0), picture(8, 8), r"takes pictures of"),
        (Stored(DenseNet((3,)), 10, 0.0, 1.0, {}), picture(), r"belong to another network"),
        (Stored(StagedCNN(), 10, 0.0, 1.0, {}), picture(8, 8), r"has channels, rows and columns"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(about: Subject, asked: Array, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        list(answers.replies(Query(1, about, Forward(asked)), over().trained))


def test_without_a_run_there_is_no_present_network() -> None:
    with pytest.raises(QuestionError):
        list(answers.replies(Query(1, Present(0), Forward(picture())), nobody))
