import math

from engine.contract.events import Diverged, StepResult
from engine.training.explain import REMEMBERED, History

NAN = float("nan")


def history() -> History:
    return History(1, "CNN", ("conv1", "fc"))


def test_the_largest_norm_before_the_break_is_named() -> None:
    told = history()
    assert told.add(40, StepResult(2.0, 0.5, (1.0, 2.0))) is None
    assert told.add(41, StepResult(9.0, 0.1, (3.2e5, 7.0))) is None
    diverged = told.add(42, StepResult(NAN, 0.1, (NAN, NAN)))
    assert diverged == Diverged(
        step=42,
        contestant=1,
        layer="conv1",
        norm=3.2e5,
        norm_step=41,
        reason="CNN: the gradient norm of layer conv1 reached 3.2e+05 at step 41, and the loss was not finite "
        "at step 42; lower the learning rate or clip the gradients.",
    )


def test_a_norm_that_overflowed_is_said_to_have() -> None:
    told = history()
    told.add(1, StepResult(2.0, 0.5, (1.0, 2.0)))
    told.add(2, StepResult(9.0, 0.1, (5.0, NAN)))
    diverged = told.add(3, StepResult(math.inf, 0.1, (NAN, NAN)))
    assert diverged is not None
    assert (diverged.layer, diverged.norm, diverged.norm_step) == ("fc", math.inf, 2)
    assert "layer fc overflowed at step 2" in diverged.reason


def test_a_first_loss_that_is_not_finite_is_explained_too() -> None:
    diverged = history().add(1, StepResult(NAN, 0.0, (NAN, 3.0)))
    assert diverged is not None
    assert (diverged.layer, diverged.norm_step) == ("conv1", 1)


def test_what_happened_long_ago_is_forgotten() -> None:
    told = history()
    told.add(1, StepResult(2.0, 0.5, (1e9, 2.0)))
    for step in range(2, REMEMBERED + 2):
        told.add(step, StepResult(2.0, 0.5, (1.0, 2.0)))
    diverged = told.add(REMEMBERED + 2, StepResult(NAN, 0.5, (1.0, 2.0)))
    assert diverged is not None
    assert diverged.norm == 2.0
