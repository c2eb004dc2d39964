from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop.publishing.order import OfCards, OfClass, OfLesson, OfScene, Options, Order, ending_of, from_json, to_json
from desktop.publishing.pages.pictures import scene_in
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import from_plain, to_plain
from scenes.stage.data.pictures import from_array
from tests.desktop.classroom.record.class_logs import LESSON, STROKE


@pytest.mark.parametrize(
    "what",
    [
        OfScene(scene="convolution", knobs={"stride": 2}, steps=(3,), ink={"Add": (STROKE,)}),
        OfScene(stop=LESSON.stop[2], folder="/lessons", t=1.5),
        OfLesson(lesson=LESSON, folder="/lessons", optional=False),
        OfClass(log="/classes/one.jsonl"),
        OfCards(),
    ],
)
def test_an_order_is_the_same_on_the_other_side_of_a_pipe(what: Any) -> None:
    options = Options(theme="light", size=(640, 360), per_page=6, beside="lines", fps=15, notes=False)
    order = Order(what=what, path="/tmp/x.pdf", options=options, runs={"race": "/tmp/race.tape"})
    assert from_json(to_json(order)) == order


def test_a_picture_of_one_s_own_travels_with_the_knobs() -> None:
    kind = catalogue().find("convolution").knobs
    own = from_array("cat.png", np.full((3, 8, 8), 90, np.uint8))
    knobs = from_plain(kind, {**to_plain(kind()), "picture": "example"})
    knobs = type(knobs)(**{**vars(knobs), "picture": own})
    order = Order(what=OfScene(scene="convolution", knobs=to_plain(knobs)), path="x.pdf")
    what = from_json(to_json(order)).what
    assert isinstance(what, OfScene)
    assert scene_in(what)[1] == knobs


@pytest.mark.parametrize("data", [b"", b"{}", b'{"what":{"type":"nothing"},"path":"x"}', b"\xff"])
def test_what_is_no_order_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        from_json(data)


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.pdf", ".pdf"), ("a.PNG", ".png"), ("a.b.lesson.toml", ".lesson.toml"), ("a.toml", ".toml"), ("a", "")],
)
def test_the_ending_tells_the_kind_of_file(name: str, ending: str) -> None:
    assert ending_of(Path("/x.y") / name) == ending
