from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from engine.contract import events, own_data, tape
from engine.contract.own_data import described, write
from engine.contract.spec import CNN, DENSE, Altered, OwnData, RunSpec, SpecError, StopAt
from engine.contract.wire import frame
from engine.training.train import train
from tests.own_pictures import prepared


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OwnData:
    """Return a set that the engine can read."""
    monkeypatch.setenv(own_data.FOLDER, str(tmp_path))
    made = prepared(classes=3, each=20, side=12, channels=3)
    for label, light in enumerate((190, 110, 30)):
        made.x[made.y == label] = made.x[made.y == label] // 8 + light
    found = described(made, "Mine", ("bright", "dim", "dark"))
    write(tmp_path, found, made)
    return found


def run_on(data: OwnData) -> RunSpec:
    return RunSpec(contestants=(DENSE, CNN), data=data, batch=16, stop=StopAt(steps=40), threads=1)


def without_times(said: list[events.Event]) -> list[events.Event]:
    found: list[events.Event] = []
    for event in said:
        if isinstance(event, events.Tick):
            results = tuple(one and replace(one, seconds=0.0) for one in event.results)
            event = replace(event, seconds=0.0, results=results)
        found.append(replace(event, seconds=0.0) if isinstance(event, events.Finished) else event)
    return found


def test_networks_learn_from_own_pictures_in_their_shape(data: OwnData) -> None:
    said = list(train(replace(run_on(data), stop=StopAt(steps=150))))
    started = said[0]
    assert isinstance(started, events.Started)
    assert (started.classes, started.train_count, started.validation_count) == (data.classes, 48, 12)
    assert started.contestants[0].parameters == 3 * 12 * 12 * 64 + 64 + 64 * 3 + 3
    scores = [event for event in said if isinstance(event, events.Validated)][-1].scores
    assert all(score is not None and score.accuracy > 0.9 for score in scores)


def test_a_tape_holds_one_picture_of_each_class_and_those_that_were_looked_at(data: OwnData) -> None:
    said = [events.Hello(events.PROTOCOL, {}), *train(run_on(data))]
    kept = tape.tape(said)
    assert kept.started.examples is not None
    assert kept.started.examples.shape == (3, 3, 12, 12)
    written = b"".join(frame(event) for event in (kept.started, *kept.events))
    held = [picture.tobytes() in written for picture in own_data.read(data).x]
    assert sum(held) == 3


def test_a_set_that_is_not_to_be_shown_leaves_none_of_its_pictures_in_what_begins_a_tape(data: OwnData) -> None:
    started = next(iter(train(run_on(replace(data, shown=False)))))
    assert isinstance(started, events.Started)
    assert started.examples is None


def test_raw_pixels_are_what_networks_see(data: OwnData) -> None:
    started = next(iter(train(replace(run_on(data), altered=Altered(raw=True)))))
    assert isinstance(started, events.Started)
    assert (started.mean, started.deviation) == (0.0, 1.0)


def test_bundled_pictures_are_not_repeated_in_a_tape() -> None:
    started = next(iter(train(RunSpec(contestants=(CNN,), data="digits", batch=16, stop=StopAt(steps=1)))))
    assert isinstance(started, events.Started)
    assert started.examples is None


def test_altered_pictures_give_the_same_run_by_the_same_seed(data: OwnData) -> None:
    spec = replace(run_on(data), altered=Altered(noise=0.25, share=0.5, shift=2, flip=True), stop=StopAt(steps=6))
    one, same, other = (without_times(list(train(each))) for each in (spec, spec, replace(spec, seed=2)))
    assert one == same
    assert one != other
    started = one[0]
    assert isinstance(started, events.Started)
    assert started.train_count == 24


def test_altered_pictures_are_others_than_those_of_the_plain_run(data: OwnData) -> None:
    plain = replace(run_on(data), stop=StopAt(steps=2))
    for altered in (Altered(noise=0.5), Altered(share=0.5), Altered(shift=3), Altered(flip=True)):
        said = [
            [event.results[0].loss for event in train(each) if isinstance(event, events.Tick) and event.results[0]]
            for each in (plain, replace(plain, altered=altered))
        ]
        assert not np.allclose(*said), altered


def test_a_run_on_pictures_that_are_gone_is_refused(data: OwnData, tmp_path: Path) -> None:
    own_data.path_of(tmp_path, data).unlink()
    with pytest.raises(SpecError, match="no longer stored"):
        next(train(run_on(data)))
