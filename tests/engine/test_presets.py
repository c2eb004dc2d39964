"""What the presets promise in class has to come true, whatever the seed."""

import pytest
from msgspec.structs import replace

from engine import events
from engine.spec import PRESETS, RunSpec
from engine.train import train

pytestmark = pytest.mark.slow


def final(spec: RunSpec) -> tuple[list[float | None], list[events.Diverged], list[events.Validated]]:
    """Train to the end; return the accuracies on all validation pictures, who diverged, and all validations."""
    happened = list(train(spec))
    validated = [event for event in happened if isinstance(event, events.Validated)]
    diverged = [event for event in happened if isinstance(event, events.Diverged)]
    return [score and score.accuracy for score in validated[-1].scores], diverged, validated


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_cnn_wins_the_race_with_fewer_parameters(seed: int) -> None:
    (dense, cnn), diverged, validated = final(replace(PRESETS["race"].spec, seed=seed, threads=1))
    assert not diverged
    assert dense is not None
    assert cnn is not None
    assert cnn >= 0.92
    assert cnn >= dense + 0.03
    assert validated[0].scores[1] is not None
    assert validated[0].scores[1].accuracy < 0.25
    assert validated[-1].count == 1500


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_digits_the_two_are_close(seed: int) -> None:
    (dense, cnn), _, _ = final(replace(PRESETS["digits"].spec, seed=seed, threads=1))
    assert dense is not None
    assert cnn is not None
    assert abs(dense - cnn) <= 0.025
    assert dense >= 0.95


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_explosion_explodes_and_its_cures_cure(seed: int) -> None:
    spec = replace(PRESETS["explosion"].spec, seed=seed, threads=1)
    (exploded, he), diverged, _ = final(spec)
    assert exploded is None
    assert [one.contestant for one in diverged] == [0]
    assert diverged[0].step <= 10
    assert he is not None
    assert he >= 0.5
    (clipped, _), diverged, _ = final(replace(spec, clip_norm=1.0))
    assert not diverged
    assert clipped is not None
    assert clipped >= 0.25
