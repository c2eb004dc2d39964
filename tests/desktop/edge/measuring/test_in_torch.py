"""The engine's form: what is asked, and that it says what the others say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from desktop.edge.measuring import in_torch
from desktop.edge.measuring.in_torch import InTorch, Shown, shown, subject
from desktop.edge.measuring.process import Bench
from desktop.edge.measuring.session import ONE_NUMBER, Network
from desktop.edge.measuring.words import OfFile, OfKit, OfRun, Prepare, Ready, Source, Told
from engine.contract.edge import JudgeAll, Judged, PassesTimed, TimePasses
from engine.contract.numbers import Array
from engine.contract.questions import Published, Query, Stored
from engine.queries import answers
from tests.desktop.edge.measuring.small_nets import of_run


def told(source: Source, ready: Ready, pictures: Shown) -> Told:
    """What the engine says to all questions."""
    form, about = InTorch(ready, pictures, 1), subject(source)
    assert about is not None
    for question in form.questions:
        for reply in answers.replies(Query(0, about, question), lambda _: None):
            if reply is not None:
                assert isinstance(reply.answer, PassesTimed | Judged)
                form.hear(reply.answer)
    return form.told("Net")


def prepared(source: Source, folder: Path) -> tuple[Ready, Shown]:
    *_, ready = Bench().carry_out(Prepare(source, str(folder)))
    assert isinstance(ready, Ready)
    return ready, shown(ready)


@pytest.mark.parametrize("some", [32 * 2**20, 100_000])
def test_it_says_what_onnx_runtime_says(tmp_path: Path, some: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_torch, "IN_ONE_QUESTION", some)
    source = of_run()
    ready, pictures = prepared(source, tmp_path)
    found = told(source, ready, pictures)
    assert found.logits is not None
    expected = np.stack(list(Network(Path(ready.file), 1).judge(pictures.pixels)))
    np.testing.assert_allclose(found.logits.numpy(), expected, atol=1e-4, rtol=1e-4)
    one = found.measurement
    assert (one.form, one.answered, one.judged, one.changed) == ("torch", 1500, 1500, None)
    assert one.right == (expected.argmax(1) == pictures.labels).sum()
    assert 0 < one.median <= one.p95
    assert one.runtime.startswith("PyTorch ")
    assert one.file == 4 * sum(values.numpy().size for values in source.order.kept.weights.values())  # type: ignore[union-attr]


def test_the_time_is_asked_for_first_and_a_question_is_never_too_long() -> None:
    pixels = np.zeros((1000, 3, 224, 224), np.uint8)
    ready = Ready("", (3, 224, 224), "", 1000)
    first, *others = InTorch(ready, Shown(pixels, np.full(1000, -1)), 3).questions
    assert first == TimePasses((3, 224, 224), 3)
    assert all(isinstance(each, JudgeAll) and len(each.pictures.data) <= in_torch.IN_ONE_QUESTION for each in others)
    assert sum(each.pictures.shape[0] for each in others if isinstance(each, JudgeAll)) == 1000


def test_weights_by_chance_are_timed_and_asked_nothing(tmp_path: Path) -> None:
    source = OfKit("lenet-5", drawn=0)
    found = told(source, *prepared(source, tmp_path))
    assert found.logits is None
    assert found.measurement.answered == 0
    assert found.measurement.median > 0


def test_one_number_is_no_answer_that_could_change() -> None:
    form = InTorch(Ready("", (1, 8, 8), "", 2), Shown(np.zeros((2, 1, 8, 8), np.uint8), np.full(2, -1)), 1)
    form.hear(PassesTimed((0.5,), "Processor of a test", "Torch of a test", (), 1, 1))
    form.hear(Judged(0, Array.of(np.ones((2, 1), np.float32))))
    found = form.told("Net")
    assert found.logits is None
    assert found.measurement.answered == 0
    assert ONE_NUMBER.format("The network") in found.measurement.notes


def test_who_is_asked() -> None:
    run = of_run()
    found = subject(run)
    assert isinstance(found, Stored)
    assert run.order.kept is not None
    assert (found.classes, found.weights) == (10, run.order.kept.weights)
    assert subject(OfRun(replace(run.order, kept=None))) is None
    assert subject(OfKit("vgg-16", "folder")) == Published("vgg-16", folder="folder")
    assert subject(OfFile("net.onnx")) is None


def test_nothing_is_told_before_it_is_timed() -> None:
    with pytest.raises(ValueError, match="no passes"):
        InTorch(Ready("", (1, 8, 8), "", 0), Shown(np.zeros((0, 1, 8, 8), np.uint8), np.zeros(0, np.int64)), 1).told("")
