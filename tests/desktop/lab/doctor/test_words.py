from __future__ import annotations

import math
import re
from typing import get_args

import pytest

from desktop.lab.doctor import links, rules, words
from desktop.lab.doctor.rules import Finding, Kind, Measure
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import change
from scenes.stage.data import recording as rec
from scenes.stage.data.recording import Recording
from tests.desktop.lab.doctor.causes import CAUSES, recorded

KINDS: tuple[Kind, ...] = get_args(Kind)


@pytest.fixture(scope="module")
def run() -> Recording:
    return recorded(CAUSES["rate far too large"].spec)


@pytest.fixture(scope="module")
def curved() -> Recording:
    return recorded(CAUSES["gain 8, tanh"].spec)


def example(kind: Kind, value: float = 0.7, measure: Measure = "loss") -> Finding:
    return Finding(kind, 0, value, measure, 20, "tanh1" if kind == "saturated" else "relu2")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [1e-9, 0.03, 0.7, 12.0, math.inf])
def test_everything_is_said_in_whole_sentences(run: Recording, kind: Kind, value: float) -> None:
    found = example(kind, value, "updates" if value < 1 else "loss")
    said = (words.headline(run, found), words.measured(run, found), words.WORDS[kind].meaning)
    assert said[0].startswith("CNN: ")
    for each in said:
        assert each.endswith(".")
        assert not re.search(r"\bfix|\bnan\b|  ", each, re.IGNORECASE), each


def test_what_is_found_is_said_with_its_numbers(run: Recording) -> None:
    dead = next(each for each in rules.findings(run) if each.kind == "dead")
    assert words.headline(run, dead) == "CNN: 100 % of the ReLUs of relu2 are dead, most of them since step 20."


@pytest.mark.parametrize(
    ("value", "said"), [(1.0, "100 %"), (0.999, "> 99 %"), (0.5, "50 %"), (0.037, "3.7 %"), (0.99, "99 %")]
)
def test_a_share_is_all_only_where_it_is(value: float, said: str) -> None:
    assert words.share(value) == said


def test_the_tests_before_the_first_step_are_told(run: Recording) -> None:
    assert run.by_heart is not None
    (learned,) = run.by_heart.results
    start = run.validations[0].scores[0]
    assert start is not None
    assert words.before_the_first_step(run, 0) == (
        f"CNN began with a loss of {start.loss:.2f}. "
        f"A copy of CNN has a loss of {learned.loss:.2f} after {learned.steps} steps on 10 pictures."
    )
    assert words.before_the_first_step(rec.begin(run.plan), 0) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_scene_that_is_named_can_be_opened_so(curved: Recording, kind: Kind) -> None:
    found = links.link(curved, example(kind))
    if found is None:
        assert kind in ("chance", "still learning")
        return
    scene = catalogue().find(found.scene)
    assert scene.title == found.title
    knobs = scene.knobs()
    for name, value in found.knobs.items():
        knobs = change(knobs, name, value)
    assert all(getattr(knobs, name) == value for name, value in found.knobs.items())


def test_every_finding_is_on_a_chart(run: Recording) -> None:
    for kind in KINDS:
        for measure in get_args(Measure):
            moment = links.moment(example(kind, measure=measure))
            assert (moment.chart in (0, 1, 2), moment.step, moment.contestant) == (True, 20, 0)
    assert links.moment(example("explodes", measure="activation gradients")).kind == "activations"
