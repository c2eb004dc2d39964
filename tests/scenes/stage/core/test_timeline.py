"""What a story tells: how visible the parts are that steps bring, and when they make way for others."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from scenes.stage.core.timeline import Span, Told, present


@dataclass(frozen=True, eq=False)
class Late(Told):
    """Parts that wait, and then come faster."""

    PACE, PAUSE = 10.0, 1.0


def told(now: float, kind: type[Told] = Told) -> Told:
    """Three steps of a second each."""
    spans = {name: Span(start=index, seconds=1.0, now=now) for index, name in enumerate(("one", "two", "three"))}
    return kind(present(spans), spans)


@pytest.mark.parametrize(
    ("now", "name", "two", "alone", "arriving"),
    [
        (0.0, "one", 0.0, 1.0, 0.0),
        (0.0625, "one", 0.0, 1.0, 0.5),
        (1.0625, "two", 0.5, 0.0, 0.5),
        (1.125, "two", 1.0, 0.0, 1.0),
        (2.0625, "three", 0.5, 0.0, 0.5),
        (3.0, "three", 0.0, 0.0, 1.0),
    ],
)
def test_parts_come_with_their_step_and_go_with_the_one_that_takes_their_place(
    now: float, name: str, two: float, alone: float, arriving: float
) -> None:
    found = told(now)
    assert found.name == name
    assert found.seen("two", "three") == two
    assert found.alone("one") == alone
    assert found.arriving == arriving


def test_the_first_step_begins_with_its_part_there_and_the_last_part_stays() -> None:
    assert told(0.0).seen("one", "two") == 1.0
    assert told(0.0).seen("three") == 0.0
    assert told(3.0).seen("three") == 1.0


def test_a_scene_says_how_long_its_parts_wait_and_take() -> None:
    assert told(1.1, Late).seen("two") == pytest.approx(0.0)
    assert told(1.15, Late).seen("two") == pytest.approx(0.5)
    assert told(1.2, Late).seen("two") == pytest.approx(1.0)


def test_how_far_steps_have_come() -> None:
    found = told(1.4)
    assert found.span is found.spans["two"]
    assert (found.share("one"), found.even("two"), found.share("three")) == (1.0, pytest.approx(0.5), 0.0)
