from __future__ import annotations

from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from desktop.runs.guess import Guess, Outcome, outcome, told, verdict
from engine.contract import events
from scenes.stage.data.recording import Recording


def ended(story: SimpleNamespace, dense: float, cnn: float) -> Recording:
    """A run that ends with these accuracies."""
    scores = (events.Score(1.0, dense), events.Score(1.0, cnn))
    said = [*story.run_events(40), events.Validated(40, 0.3, 1500, scores), story.finished(40)]
    return story.recording_of(said)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("accuracies", "first", "margin"),
    [((0.80, 0.81), {0, 1}, "alike"), ((0.80, 0.86), {1}, "some"), ((0.95, 0.60), {0}, "much")],
)
def test_what_came_out(story: SimpleNamespace, accuracies: tuple[float, float], first: set[int], margin: str) -> None:
    run = ended(story, *accuracies)
    found = outcome(run, "accuracy")
    assert found is not None
    assert (found.values, found.first, found.margin) == (accuracies, first, margin)


def test_it_is_told_with_numbers(story: SimpleNamespace) -> None:
    run = ended(story, 0.80, 0.86)
    found = outcome(run, "accuracy")
    assert found is not None
    assert told(run, found) == (
        "Accuracy on new pictures at the end: Dense net 80.0 %, CNN 86.0 %. The last is 6.0 points behind the first."
    )
    assert verdict(run, Guess("accuracy", 1, "some"), found).endswith("You were right.")
    assert verdict(run, Guess("accuracy", 1, "much"), found).endswith("The winner is right, the distance is not.")
    assert verdict(run, Guess("accuracy", 0, "some"), found).endswith("It came out otherwise.")
    assert verdict(run, Guess("accuracy", None, "alike"), found) == "Your guess: all end alike. It came out otherwise."
    assert verdict(run, Guess("accuracy", 7), found) == ""


def test_losses_are_those_of_training(story: SimpleNamespace) -> None:
    run = ended(story, 0.5, 0.5)
    found = outcome(run, "loss")
    assert found is not None
    assert found.first == {0, 1}, "2.3 and 2.0 divided by the step are less than 1.25 times apart"
    assert told(run, found).startswith("Training loss, mean of the last 25 batches: Dense net 0.0")
    assert verdict(run, Guess("loss", None, "alike"), found).endswith("You were right.")


def test_large_and_small_losses_are_written_as_people_write_them(story: SimpleNamespace) -> None:
    run = ended(story, 0.5, 0.5)
    found = Outcome("loss", (0.00011, 180.0), frozenset({0}), "much")
    assert told(run, found) == (
        "Training loss, mean of the last 25 batches: Dense net 1.1·10⁻⁴, CNN 180. "
        "The highest is 1.6 × 10⁶ times the lowest."
    )


def test_a_contestant_that_breaks_down_comes_last(story: SimpleNamespace) -> None:
    run = story.recording_of(
        [*story.run_events(40), events.Diverged(40, 0, "fc1", 9.0, 39, "It broke."), story.finished(40)]
    )
    found = outcome(run, "loss")
    assert found is not None
    assert (found.values[0], found.first, found.margin) == (None, {1}, "much")
    assert "Dense net broke down" in told(run, found)
    assert verdict(run, Guess("loss", 1, "much"), found).endswith("You were right.")


def test_of_nothing_nothing_is_told(story: SimpleNamespace) -> None:
    assert outcome(story.recording_of(story.run_events(0)), "accuracy") is None


def three(story: SimpleNamespace, *accuracies: float) -> Recording:
    """A run of three contestants that ends with these accuracies."""
    started, validated = story.started(), story.validated(40)
    third = replace(started.contestants[1], name="CNN, twin")
    spec = replace(
        started.spec, contestants=(*started.spec.contestants, replace(started.spec.contestants[1], name="CNN, twin"))
    )
    begun = replace(started, contestants=(*started.contestants, third), spec=spec)
    ticks = [replace(each, results=(*each.results, each.results[1])) for each in map(story.tick, range(1, 41))]
    scores = tuple(events.Score(1.0, each) for each in accuracies)
    return story.recording_of([begun, *ticks, replace(validated, scores=scores)])  # type: ignore[no-any-return]


def test_a_tie_is_told_as_a_tie(story: SimpleNamespace) -> None:
    run = three(story, 0.889, 1.0, 1.0)
    found = outcome(run, "accuracy")
    assert found is not None
    assert told(run, found).endswith("The last is 11.1 points behind the first.")
    tie = "It is a tie at the top: CNN and CNN, twin end alike."
    assert verdict(run, Guess("accuracy", 1, "some"), found) == (
        f"Your guess: CNN ends first, and the last is 3 to 10 points behind. {tie} The distance to the last is another."
    )
    assert verdict(run, Guess("accuracy", 1, "much"), found).endswith(f"{tie} The distance to the last is as you said.")
    assert verdict(run, Guess("accuracy", 0, "much"), found).endswith("It came out otherwise.")


def test_that_all_are_equal_is_said_without_a_distance(story: SimpleNamespace) -> None:
    run = three(story, 1.0, 1.0, 1.0)
    found = outcome(run, "accuracy")
    assert found is not None
    assert told(run, found).endswith("CNN, twin 100.0 %. All are equally often right.")
    assert verdict(run, Guess("accuracy", 1, "some"), found).endswith("It is a tie: all end alike.")
    assert verdict(run, Guess("accuracy", None, "alike"), found).endswith("You were right.")
