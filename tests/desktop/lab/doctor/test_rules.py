"""Every rule fires where its cause is, and is silent where nothing is wrong: five seeds each, the first one always."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from desktop.lab.doctor import rules, signs
from desktop.lab.doctor.rules import Kind
from engine.contract import own_data
from engine.contract.spec import PRESETS
from scenes.stage.data import recording as rec
from scenes.stage.data.recording import Recording
from tests.desktop.lab.doctor.causes import CAUSES, SEEDS, Cause, found, kinds, rare, recorded, shuffled

FIRST, *OTHERS = SEEDS
SICK: dict[str, tuple[frozenset[Kind], ...]] = {
    "digits": (frozenset(), frozenset()),
    "yellow": (frozenset(), frozenset(), frozenset()),
    "vanishing": (frozenset(("vanishes",)),),
    "explosion": (frozenset(("diverges", "start", "explodes")), frozenset()),
    "clipping": (frozenset(("start", "explodes")), frozenset()),
    "first-weights": (frozenset(("start",)), frozenset()),
    "dead": (frozenset(("dead",)), frozenset()),
}
"""What is found at the end of presets that are quickly trained; `python -m tests.benchmarks.doctor` looks at all."""


MAYBE: frozenset[Kind] = frozenset(("dead", "too large", "still learning"))
"""What may be found of the sick ones besides, depending on the seed."""


@pytest.mark.parametrize("name", CAUSES)
def test_each_cause_is_found_and_nothing_else(name: str) -> None:
    assert found(CAUSES[name], FIRST) == CAUSES[name].found


@pytest.mark.slow
@pytest.mark.parametrize("seed", OTHERS)
@pytest.mark.parametrize("name", CAUSES)
def test_each_cause_is_found_whatever_the_seed(name: str, seed: int) -> None:
    assert found(CAUSES[name], seed) == CAUSES[name].found


@pytest.fixture
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(own_data.FOLDER, str(tmp_path))
    return tmp_path


def test_labels_by_chance_and_a_rare_class_are_found(sets: Path) -> None:
    for cause in (shuffled(sets), rare(sets)):
        assert found(cause, FIRST) == cause.found


@pytest.mark.slow
@pytest.mark.parametrize("seed", OTHERS)
def test_labels_by_chance_and_a_rare_class_are_found_whatever_the_seed(sets: Path, seed: int) -> None:
    for cause in (shuffled(sets), rare(sets)):
        assert found(cause, seed) == cause.found


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("preset", SICK)
def test_presets_say_what_they_are_meant_to(preset: str, seed: int) -> None:
    recording = recorded(replace(PRESETS[preset].spec, seed=seed, threads=1))
    for told, wanted in zip(kinds(recording, rules.findings(recording)), SICK[preset], strict=True):
        assert wanted <= told
        assert told <= (wanted | MAYBE if wanted else frozenset())
    for validation in recording.validations:
        view = recording.upto(validation.step)
        healthy = [index for index, wanted in enumerate(SICK[preset]) if not wanted]
        assert not any(each.contestant in healthy for each in rules.findings(view)), validation.step


# --- A recording that is cut anywhere, and one without the signals of the doctor -------------------------------------


@pytest.fixture(scope="module")
def dying() -> Recording:
    return recorded(CAUSES["rate far too large"].spec)


def test_a_run_is_judged_at_the_step_that_is_looked_at(dying: Recording) -> None:
    def at(step: int) -> set[Kind]:
        return {each.kind for each in rules.findings(dying.upto(step))}

    assert at(0) <= {"by heart"}
    assert "dead" not in at(40)
    assert at(60) == at(100) == {"dead", "too large"}


def test_what_is_found_says_since_when_and_where(dying: Recording) -> None:
    dead = next(each for each in rules.findings(dying) if each.kind == "dead")
    assert (dead.layer, dead.value, dead.since, dead.measure) == ("relu2", 1.0, 20, "layers")


def test_a_run_of_before_the_doctor_is_read_as_far_as_it_goes(dying: Recording) -> None:
    old = rec.begin(dying.plan)
    for row in range(len(dying.ticks)):
        old = old.with_tick(dying.tick(row))
    for each in dying.validations:
        scores = tuple(score and rec.Score(score.loss, score.accuracy) for score in each.scores)
        old = old.with_validation(rec.Validation(each.step, each.epoch, each.count, scores))
    assert {each.kind for each in rules.findings(old)} <= {"too large"}
    assert rules.findings(rec.begin(dying.plan)) == ()


def test_exact_zeros_are_dead_units_and_lean_nowhere() -> None:
    norms = np.tile(10.0 ** np.arange(-8.0, 0.0), (3, 1))
    assert signs.lean(norms) == pytest.approx(7)
    assert signs.lean(norms[:, ::-1]) == pytest.approx(-7)
    norms[:, :2] = 0
    assert signs.lean(norms) == pytest.approx(5)
    norms[:, :4] = 0
    assert math.isnan(signs.lean(norms))
    assert math.isnan(signs.lean(np.empty((0, 8))))
    norms[:] = np.nan
    assert math.isnan(signs.lean(norms))


def test_a_cause_without_findings_is_healthy() -> None:
    assert [name for name, cause in CAUSES.items() if not any(cause.found)] == [
        name for name in CAUSES if name.startswith("healthy")
    ]
    assert {kind for cause in CAUSES.values() for each in cause.found for kind in each} | {"chance"} == {
        *rules.Kind.__args__
    }


def test_a_finding_says_less_where_another_explains_it() -> None:
    cause: Cause = CAUSES["rate far too small"]
    recording = recorded(cause.spec)
    assert rules.not_by_heart(recording, 0) is not None
    assert all(each.kind == "too small" for each in rules.findings(recording))
