"""A sweep in this process: a tape for each run, whatever becomes of the others."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from engine.contract import tape
from engine.contract.events import Checkpoint, Finished, Tick
from engine.contract.spec import DenseNet, RunSpec, SmallCNN, StopAt
from engine.contract.sweeps.messages import RunFailed, RunTrained, SweepEvent, Training
from engine.sweeping import company, here
from tests.engine.sweeping.trained import alone, losses, spec


def trained(runs: list[RunSpec]) -> list[SweepEvent]:
    return list(here.train_all(runs, lambda: None))


def tapes(said: list[SweepEvent], folder: Path) -> dict[int, tape.Tape]:
    found = {}
    for event in said:
        if isinstance(event, RunTrained):
            path = folder / "a.tape"
            path.write_bytes(event.tape)
            found[event.index] = tape.read(path)
    return found


def test_each_run_is_a_whole_tape(tmp_path: Path) -> None:
    runs = [spec(DenseNet((8,)), seed) for seed in range(3)] + [spec(SmallCNN((4,)))]
    found = tapes(trained(runs), tmp_path)
    assert sorted(found) == [0, 1, 2, 3]
    for index, run in enumerate(runs):
        assert found[index].started.spec.seed == run.seed
        assert losses(found[index].events) == pytest.approx(losses(alone(run)), abs=1e-6)
        assert isinstance(found[index].events[-1], Finished)


def test_a_tape_has_the_weights_of_the_beginning_and_the_end(tmp_path: Path) -> None:
    run = replace(spec(DenseNet((8,))), snapshot_every=5)
    (found,) = tapes(trained([run]), tmp_path).values()
    assert [event.step for event in found.events if isinstance(event, Checkpoint)] == [0, 20]


def test_one_that_can_t_be_trained_is_told_of_and_the_others_go_on() -> None:
    said = trained([spec(DenseNet()), replace(spec(DenseNet(), 2), device="cuda:77"), spec(DenseNet(), 3)])
    failed = [event for event in said if isinstance(event, RunFailed)]
    assert [event.index for event in failed] == [1]
    assert failed[0].message.endswith(".")
    assert sorted(event.index for event in said if isinstance(event, RunTrained)) == [0, 2]


def test_an_error_costs_its_group_only(monkeypatch: pytest.MonkeyPatch) -> None:
    play = company.play

    def broken(runs):  # type: ignore[no-untyped-def]
        if next(iter(runs.values())).spec.batch == 8:
            raise RuntimeError("a fault")
        return play(runs)

    monkeypatch.setattr(company, "play", broken)
    said = trained([spec(DenseNet(), batch=8), spec(DenseNet(), batch=16)])
    assert [(event.index, "a fault" in event.details) for event in said if isinstance(event, RunFailed)] == [(0, True)]
    assert [event.index for event in said if isinstance(event, RunTrained)] == [1]


def test_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "TELL_EVERY", 0.0)
    said = trained([replace(spec(DenseNet(), seed), stop=StopAt(steps=5)) for seed in range(2)])
    told = [event.done for event in said if isinstance(event, Training)]
    assert told == sorted(told)
    assert told[0] == pytest.approx(0.1)
    assert told[-1] == pytest.approx(1.0)


def test_whoever_looks_can_end_it() -> None:
    class EnoughError(Exception):
        pass

    looks = iter(range(3))

    def look() -> None:
        if next(looks, None) is None:
            raise EnoughError

    with pytest.raises(EnoughError):
        list(here.train_all([spec(DenseNet())], look))


def test_steps_are_counted(tmp_path: Path) -> None:
    (found,) = tapes(trained([spec(DenseNet((4,)), steps=7)]), tmp_path).values()
    assert sum(isinstance(event, Tick) for event in found.events) == 7
