"""What came out of a run."""

import math

from engine.contract import events
from engine.contract.spec import PRESETS
from engine.contract.sweeps.outcome import outcome
from engine.contract.tape import Tape

SPEC = PRESETS["race"].spec


def test_a_race_in_a_few_numbers() -> None:
    entrants = tuple(events.ContestantInfo(each.name, each.network, (), 1, 1) for each in SPEC.contestants)
    started = events.Started(SPEC, entrants, ("a", "b"), 10, 10, 0.0, 1.0, 1, 1, 1, "cpu")
    said: list[events.Event] = [events.Validated(0, 0.0, 5, (events.Score(2.0, 0.1), events.Score(3.0, 0.2)))]
    for step in range(1, 41):
        results = (events.StepResult(float(step), 0.5, ()), events.StepResult(1.0, 0.5, ()) if step < 30 else None)
        said.append(events.Tick(step, 0.1, 0.1, 1, 1.0, 0.1, results))
    said += [events.Validated(40, 1.0, 10, (events.Score(1.0, 0.9), None)), events.Finished("epochs", 40, 1.0, 1.0)]
    found = outcome(Tape(events.Hello(events.PROTOCOL, {}), started, tuple(said)))  # type: ignore[arg-type]
    first, second = found.courses
    assert (found.steps, found.reason) == (40, "epochs")
    assert (first.steps, first.losses, first.accuracies) == ((0, 40), (2.0, 1.0), (0.1, 0.9))
    assert first.training_loss == sum(range(21, 41)) / 20
    assert math.isnan(second.loss)
    assert math.isnan(second.training_loss)
    assert second.losses[0] == 3.0
