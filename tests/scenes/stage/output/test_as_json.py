"""Frames as plain data: everything is in it, and JSON can hold it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from scenes.stage.core.grips import EditCell, OpenScene, Scrub
from scenes.stage.core.marks import Grid, Group, Rect, Role, Text, TextRun
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import Step
from scenes.stage.data.pictures import from_array
from scenes.stage.numbers.values import Values
from scenes.stage.output.as_json import frame_as_plain, plain

GRID = Grid(values=Values([[1.5, -2.0]]), origin=(1, 2), u=(3, 0), v=(0, 4), role=Role.INPUT, name="input")
STEPS = (Step("One", "The first.", 1.0), Step("Two", "The second.", 2.0))


def test_a_frame_is_its_time_its_steps_and_its_marks() -> None:
    found = frame_as_plain(Frame((GRID,), STEPS, 1.5))
    assert (found["t"], found["step"], found["seconds"]) == (1.5, 2, 3.0)
    assert [step["title"] for step in found["steps"]] == ["One", "Two"]
    (mark,) = found["marks"]
    assert (mark["kind"], mark["role"], mark["name"]) == ("grid", "input", "input")
    assert mark["values"] == [[1.5, -2.0]]
    assert (mark["origin"], mark["u"], mark["v"]) == ([1, 2], [3, 0], [0, 4])


def test_it_survives_json() -> None:
    grips = (Scrub(GRID.lattice, 0.0, 2.0), EditCell("weights", (0, 1), shape=(3, 3)))
    marks = tuple(Rect(x=0, y=0, width=1, height=1, grip=grip, value=2.5) for grip in grips)
    text = Text(x=0, y=0, runs=(TextRun("−1", Role.KERNEL, bold=True),))
    found = frame_as_plain(Frame((Group(marks=(*marks, text), dx=3), GRID), STEPS, 0.0))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    group = found["marks"][0]
    assert [mark["kind"] for mark in group["marks"]] == ["rect", "rect", "text"]
    assert group["marks"][1]["grip"]["knob"] == "weights"
    assert group["marks"][2]["runs"] == [{"kind": "run", "text": "−1", "role": "kernel", "bold": True}]


def test_numbers_that_json_can_not_hold_are_words() -> None:
    assert plain(Values([[1.0, np.nan], [np.inf, -np.inf]])) == [[1.0, "NaN"], ["Infinity", "-Infinity"]]
    assert plain(float("nan")) == "NaN"


def test_numpy_numbers_are_numbers() -> None:
    assert plain((np.float64(1.5), np.int64(2), np.bool_(True))) == [1.5, 2, True]


def test_what_no_mark_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        plain(object())


def test_bytes_are_text() -> None:
    opened = OpenScene("convolution", (("picture", from_array("dot", np.zeros((1, 1, 1), np.uint8))),))
    found = plain(Rect(x=0, y=0, width=1, height=1, grip=opened))
    assert found["grip"]["values"][0][1]["data"] == "AA=="
