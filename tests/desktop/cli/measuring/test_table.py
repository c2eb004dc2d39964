"""What is said below the table of forms, in the shell."""

from __future__ import annotations

from msgspec.structs import replace

from desktop.cli.measuring.table import account
from desktop.edge.measuring.words import Measurement
from tests.desktop.edge.fake_measures import measured


def told(*rows: Measurement) -> str:
    return "\n".join(account(rows))


def test_answers_that_a_form_can_not_tell_apart_are_counted() -> None:
    eight = replace(measured("int8", changed=(2, 3), answered=6), changed_names=("a.png", "b.png"))
    assert "tell them apart" not in told(measured("onnx"), eight)
    words = told(measured("onnx"), replace(eight, tied=(3,)))
    assert "another first answer than in float32, ONNX Runtime to a.png; b.png." in words
    assert "In 1 of these 2 answers the two classes have the same logit, so it can’t tell them apart." in words
