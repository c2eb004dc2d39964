"""What is told of a form: times in short, what is right, and which pictures changed."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from desktop.edge.measuring.account import BUSY, Answers, Taken, first_answers, measurement

TAKEN = Taken("onnx", (1.0, 2.0, 3.0), 2, "a CPU", "ONNX Runtime 1", 1000, 500, (("conv1", 0.5),), ("Hear.",))
LOGITS = np.array([[3, 1, 2], [0, 5, 1], [1, 2, 9], [7, 0, 0]], np.float32)
NAMES = ("a.png", "b.png", "c.png", "d.png")
KNOWN = np.array([0, 2, -1, 0])


def test_without_pictures_there_are_only_costs() -> None:
    found = measurement("Net", TAKEN, None)
    assert (found.network, found.form, found.median, found.p95, found.runs) == ("Net", "onnx", 2.0, 3.0, 3)
    assert (found.threads, found.processor, found.runtime) == (2, "a CPU", "ONNX Runtime 1")
    assert (found.file, found.memory, found.layers, found.notes) == (1000, 500, (("conv1", 0.5),), ("Hear.",))
    assert (found.right, found.judged, found.changed, found.answered) == (None, 0, None, 0)


def test_pictures_whose_class_is_known_judge() -> None:
    found = measurement("Net", TAKEN, Answers(LOGITS, KNOWN, NAMES))
    assert (found.right, found.judged, found.answered) == (2, 3, 4)
    assert (found.changed, found.changed_names) == (None, ())
    found = measurement("Net", TAKEN, Answers(LOGITS, np.full(4, -1), NAMES))
    assert (found.right, found.judged, found.answered) == (None, 0, 4)


def test_those_that_changed_are_told_by_number_and_name() -> None:
    assert first_answers(LOGITS) == (0, 1, 2, 0)
    found = measurement("Net", TAKEN, Answers(LOGITS, KNOWN, NAMES, (0, 2, 2, 1)))
    assert (found.changed, found.changed_names) == ((1, 3), ("b.png", "d.png"))
    assert measurement("Net", TAKEN, Answers(LOGITS, KNOWN, NAMES, first_answers(LOGITS))).changed == ()


def test_where_both_answers_have_the_same_logit_that_is_told() -> None:
    same = np.array([[5, 5, 2], [0, 5, 5], [7, 1, 7], [4, 4, 4]], np.float32)
    found = measurement("Net", TAKEN, Answers(same, KNOWN, NAMES, (1, 0, 2, 0)))
    assert (found.changed, found.tied) == ((0, 1, 2), (0, 2)), "what was said before is another one in the second"
    assert measurement("Net", TAKEN, Answers(LOGITS, KNOWN, NAMES, (0, 2, 2, 1))).tied == ()


@pytest.mark.parametrize(("slow", "told"), [(2.0, False), (2.5, True)])
def test_a_machine_that_does_other_work_is_told(slow: float, told: bool) -> None:
    found = measurement("Net", TAKEN._replace(seconds=(1.0,) * 18 + (slow,) * 2), None)
    assert found.notes == (("Hear.", BUSY) if told else ("Hear.",))
    assert replace(found, notes=()).p95 == slow
