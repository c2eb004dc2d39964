from __future__ import annotations

import dataclasses

import pytest

from desktop.lab.builder.draft import Draft, Row
from desktop.lab.builder.faults import faults
from engine.contract.spec import Built
from engine.contract.spec.built.parts import (
    Activate,
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    Lanes,
    Mean,
    Part,
    Parts,
    Pool,
    Residual,
)
from scenes.stage.core.catalogue import catalogue

END = (Flatten(), Dense(None))
RELU = Activate()


def draft(*parts: Part) -> Draft:
    return Draft((Row("net", Built(parts)),), "animals")


def told(parts: Parts) -> list[tuple[str, tuple[int, ...]]]:
    return [(fault.grade, fault.place) for fault in faults(draft(*parts), 0)]


IMPOSSIBLE: list[tuple[Parts, tuple[int, ...], str]] = [
    ((Conv(), Dense(None)), (1,), "Dense needs a list of numbers and gets 16 maps of 28×28."),
    ((*(Pool(),) * 5, *END), (4,), "A window of 2×2 does not fit into 1 map of 1×1."),
    ((Residual((Conv(16, 3, 2),)), *END), (0,), "The two sides of the plus differ"),
    ((Residual(()), *END), (0,), "A shortcut around nothing"),
    ((Lanes(((Conv(),), (Pool(),))), *END), (0,), "equally large"),
    ((*END, Conv()), (2,), "Convolution needs maps and gets 10 numbers."),
    ((Conv(1000), *END), (0,), "can't have 1,000 filters; choose 1 to 256."),
    ((Conv(), Mean()), (2,), "one number for each of the 10 classes"),
    ((), (0,), "There is no layer yet"),
    ((*(Residual((RELU,)),) * 200, *END), (202,), "at most 128 layers"),
    ((Residual((Residual((Residual((Residual((RELU,)),)),)),)), *END), (3,), "At most 3 brackets"),
]


@pytest.mark.parametrize(("parts", "place", "words"), IMPOSSIBLE)
def test_what_can_not_be_is_told_where_it_is(parts: Parts, place: tuple[int, ...], words: str) -> None:
    first = faults(draft(*parts), 0)[0]
    assert (first.grade, first.place) == ("impossible", place)
    assert words in first.sentence


@pytest.mark.parametrize("parts", [parts for parts, _, words in IMPOSSIBLE if "at most" not in words.lower()])
def test_each_fix_takes_its_fault_away(parts: Parts) -> None:
    first = faults(draft(*parts), 0)[0]
    for fix in first.fixes:
        assert fix.parts != parts
        left = [(fault.place, fault.sentence) for fault in faults(draft(*fix.parts), 0)]
        assert (first.place, first.sentence) not in left


ODD: list[tuple[Parts, tuple[int, ...]]] = [
    ((Conv(4), Conv(4), RELU, Mean(), Dense(None)), (1,)),
    ((Conv(4), BatchNorm(), RELU, Mean(), Dense(None)), (0,)),
    ((Conv(4, bias=False), Dropout(), BatchNorm(), RELU, Mean(), Dense(None)), (1,)),
    ((Flatten(), *(Dense(20), Activate("sigmoid")) * 5, Dense(None)), (2,)),
    ((Conv(4), RELU, Flatten(), Dense(64), RELU, Dense(None)), (3,)),
    ((Conv(4), RELU, Mean(), Dense(None), RELU), (4,)),
    ((Conv(4), RELU, RELU, Mean(), Dense(None)), (2,)),
]


@pytest.mark.parametrize(("parts", "place"), ODD)
def test_what_is_odd_is_told_with_a_fix_that_works(parts: Parts, place: tuple[int, ...]) -> None:
    odd = [fault for fault in faults(draft(*parts), 0) if fault.grade == "odd"]
    assert [fault.place for fault in odd] == [place]
    for fix in odd[0].fixes:
        assert odd[0].sentence not in [fault.sentence for fault in faults(draft(*fix.parts), 0)]
        assert not any(fault.grade == "impossible" for fault in faults(draft(*fix.parts), 0))


@pytest.mark.parametrize("parts", [parts for parts, *_ in (*IMPOSSIBLE, *ODD)])
def test_what_a_fix_does_stands_on_its_button_with_a_capital(parts: Parts) -> None:
    titles = [fix.title for fault in faults(draft(*parts), 0) for fix in fault.fixes]
    assert not [title for title in titles if title[0].islower()]


def test_a_good_net_is_told_nothing_but_notes() -> None:
    parts = (Conv(bias=False), BatchNorm(), RELU, Pool(), Conv(bias=False), BatchNorm(), RELU, Mean(), Dense(None))
    assert {grade for grade, _ in told(parts)} <= {"note"}


def test_a_step_of_more_than_a_second_is_odd() -> None:
    net = draft(Conv(4), RELU, Mean(), Dense(None))
    assert not any("1.5 s" in fault.sentence for fault in faults(net, 0, 0.9))
    assert any("1.5 s" in fault.sentence for fault in faults(net, 0, 1.5))


def test_every_link_opens_a_scene_with_knobs_that_it_has() -> None:
    scenes = {scene.name: scene for scene in catalogue().scenes}
    links = [fault.why for parts, *_ in (*IMPOSSIBLE, *ODD) for fault in faults(draft(*parts), 0) if fault.why]
    assert len(links) > 5
    for link in links:
        dataclasses.replace(scenes[link.scene].knobs(), **link.knobs)
