"""Teaching with the real engine, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.teaching.model.examples import EXAMPLES
from desktop.teaching.model.teaching import Teaching
from desktop.teaching.model.trial import Said
from desktop.training.engine_process import EngineProcess
from desktop.training.questions import Questions
from desktop.training.session import TrainingSession

pytestmark = pytest.mark.slow


@pytest.fixture
def teaching(qapp: object, qtbot: QtBot) -> Iterator[Teaching]:
    """Animals that were learned from five pictures each."""
    client = EngineProcess()
    client.start()
    session = TrainingSession(client)
    made = Teaching(Questions(session))
    made.show_example(EXAMPLES[0])
    qtbot.waitUntil(lambda: made.teacher.taught is not None, timeout=60_000)
    yield made
    made.close()
    session.close()


def tried(teaching: Teaching, qtbot: QtBot, picture: np.ndarray) -> Said:
    teaching.trial.look(picture)

    def told() -> bool:
        said = teaching.trial.said
        return said is not None and said.picture is picture

    qtbot.waitUntil(told, timeout=20_000)
    said = teaching.trial.said
    assert said is not None
    return said


def test_five_drawings_of_each_animal_are_enough_and_what_is_said_of_new_ones_is_explained_to_the_last_digit(
    teaching: Teaching, qtbot: QtBot
) -> None:
    taught, ready = teaching.teacher.taught, teaching.ready
    assert taught is not None
    assert ready is not None
    assert (taught.learned, taught.held) == (50, 100)
    assert taught.right > 60
    new = [tried(teaching, qtbot, ready.pictures[place]) for place in range(20)]
    assert sum(said.of == label for said, label in zip(new, ready.labels, strict=False)) >= 10
    known = teaching.collection.piles[3].samples[0]
    said = tried(teaching, qtbot, np.frombuffer(known.pixels, np.uint8).reshape(1, 28, 28))
    means = teaching.teacher.means.of([known.pixels])[0]
    assert np.allclose(said.probabilities, taught.head.probabilities(means), atol=1e-3), "it is sent through alike"
    logit = taught.head.logits(means)[said.of]
    assert said.sight.sum() + taught.head.bias[said.of] == pytest.approx(logit, abs=0.01)
    voices = taught.head.voices(means, said.of, len(means))
    assert [each.map for each in voices[:3]] == [each.map for each in said.voices[:3]]
