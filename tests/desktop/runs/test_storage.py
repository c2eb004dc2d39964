from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

import assets
from desktop.runs import adapter
from desktop.runs import storage as recordings
from desktop.runs.journal import Journal
from desktop.runs.storage import RecordingError
from engine.contract import events, tape, wire
from engine.contract.spec import PRESETS, Contestant, DenseNet, RunSpec, StopAt
from engine.training import checkpoints
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import knobs_of
from scenes.stage.data import recording as rec
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.values import Values
from tests.desktop.lab.doctor.causes import CAUSES, recorded
from tests.own_pictures import own_data

SPEC = RunSpec(
    contestants=(Contestant("One", DenseNet(())), Contestant("Two", DenseNet(()))),
    data="digits",
    stop=StopAt(steps=6),
    activation_gradients=True,
)
LAYER = events.Layer("fc1", "dense", "64 to 10", (10,), 650, 640)
HELLO = events.Hello(events.PROTOCOL, {"python": "3.99", "torch": "9.9"})
STARTED = events.Started(
    spec=SPEC,
    contestants=tuple(
        events.ContestantInfo(one.name, one.network, (LAYER,), 650, 640, ("fc1",)) for one in SPEC.contestants
    ),
    classes=tuple("0123456789"),
    train_count=1297,
    validation_count=500,
    mean=70.0,
    deviation=90.0,
    steps_per_epoch=21,
    total_steps=6,
    threads=1,
    device="cpu",
    labels=events.Array.of(np.resize(np.arange(10, dtype=np.uint8), 500)),
)


def snapshot(step: int) -> events.Snapshot:
    def numbers(*shape: int) -> events.Array:
        return events.Array.of(np.random.default_rng(step).normal(size=shape).astype(np.float32))

    view = events.View(numbers(10, 1, 8, 8), numbers(10), (numbers(10),), numbers(10), numbers(10))
    return events.Snapshot(step, 0.1, 3, events.Array.of(np.full((1, 8, 8), step, np.uint8)), 4, (view, None))


def predicted(step: int) -> events.Predicted:
    said = np.random.default_rng(step).integers(0, 10, 500).astype(np.uint8)
    losses = np.random.default_rng(step).exponential(size=500).astype(np.float16)
    said_of_all = events.Predictions(*map(events.Array.of, (said, said, losses)))
    return events.Predicted(step, (said_of_all, None))


def checkpoint(step: int) -> events.Checkpoint:
    values = np.random.default_rng(step).normal(size=(10, 64)).astype(np.float32)
    return events.Checkpoint(step, ({"fc1.weight": events.Array.of(values)}, None))


def told() -> list[events.Event]:
    """A run in which all happens that can: a change, a divergence, a late look."""
    one, two = (events.StepResult(loss, 0.5, (0.25,), (0.125,), 0.5) for loss in (2.0, float("inf")))
    return [
        *(HELLO, STARTED, events.Validated(0, 0.0, 500, (events.Score(2.25, 0.125), events.Score(2.5, 0.25)))),
        predicted(0),
        snapshot(0),
        checkpoint(0),
        *(events.Tick(step, step / 16, 0.5, 64, step / 8, step / 4, (one, one)) for step in (1, 2)),
        events.Tick(3, 0.5, 0.5, 64, 0.5, 0.75, (one, two)),
        events.Diverged(3, 1, "fc1", 1e9, 2, "Two: it broke."),
        events.Changed(3, 0.25, 32, 3, StopAt(steps=5), 5),
        events.Tick(4, 0.75, 0.25, 32, 0.75, 1.0, (one, None)),
        events.Validated(4, 0.75, 500, (events.Score(1.5, 0.5), None)),
        predicted(4),
        snapshot(4),
        checkpoint(4),
        events.Finished("steps", 5, 1.0, 1.25),
    ]


def replayed(said: list[events.Event]) -> Recording:
    return recordings.replayed(iter(said))


def test_a_run_is_saved_and_comes_back_as_it_was(tmp_path: Path) -> None:
    run = replayed(told())
    assert run.ending == rec.Ending("steps", 5, 1.0, 1.25)
    path = tmp_path / "mine.tape"
    recordings.save(path, run)
    assert recordings.load(path) == run
    assert [each.name for each in tmp_path.iterdir()] == ["mine.tape"]


def test_what_was_said_is_found_again_in_the_recording() -> None:
    said = told()
    at = next(index for index, one in enumerate(said) if isinstance(one, events.Changed))
    said[at] = events.Changed(3, 0.25, 32, 0, StopAt(steps=5), 5)
    run = replayed(said)
    found = list(recordings.said(run))
    (steps,) = (one for one in found if isinstance(one, events.Ticks))
    assert (steps.count, found.index(steps)) == (4, 6), "steps are told together, as soon as there is one"
    rest = [one for one in found if one is not steps]
    assert rest == [one for one in said if not isinstance(one, events.Tick)]
    assert replayed(found) == run


def test_steps_are_told_as_they_were_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    run = replayed(told())
    monkeypatch.setattr(recordings, "STEPS_AT_ONCE", 3)
    found = [one for one in recordings.said(run) if isinstance(one, events.Ticks)]
    assert [one.count for one in found] == [3, 1]
    assert replayed([HELLO, STARTED, *found]).ticks == run.ticks
    with pytest.raises(ValueError, match="are not 3 numbers"):
        replayed([HELLO, STARTED, structs.replace(found[0], columns=(*found[0].columns[:-1], b"odd"))])
    with pytest.raises(ValueError, match="numbers each"):
        replayed([HELLO, STARTED, structs.replace(found[0], columns=found[0].columns[:-1])])


def test_a_tape_of_single_steps_is_read_as_well(tmp_path: Path) -> None:
    said = told()
    tape.record(tmp_path / "old.tape", [structs.replace(HELLO, protocol=tape.UNCHANGED_SINCE), *said[1:]])
    assert recordings.load(tmp_path / "old.tape") == replayed(said)


def test_a_run_in_progress_is_saved_as_far_as_it_is(tmp_path: Path) -> None:
    run = replayed(told()).upto(2)
    recordings.save(tmp_path / "part.tape", run)
    found = recordings.load(tmp_path / "part.tape")
    assert found == run
    assert found.ending is None


def test_a_saved_run_keeps_few_snapshots(tmp_path: Path) -> None:
    run = replayed([HELLO, STARTED, *(snapshot(step) for step in range(100))])
    recordings.save(tmp_path / "long.tape", run, snapshots=5)
    found = recordings.load(tmp_path / "long.tape")
    assert [each.step for each in found.snapshots] == [0, 25, 50, 74, 99]


def test_the_engine_records_weights_as_often_as_a_recording_keeps_them() -> None:
    assert checkpoints.ROOM == rec.MOST_CHECKPOINT_BYTES
    for fit in (2, 3, 7, 20):
        wanted = checkpoints.Checkpoints(rec.MOST_CHECKPOINT_BYTES // fit)
        run, sent = rec.begin(replayed(told()).plan), 0
        one = {"w": Values(np.zeros(rec.MOST_CHECKPOINT_BYTES // fit, np.uint8))}
        for step in range(200):
            if wanted.due():
                run, sent = run.with_checkpoint(rec.Checkpoint(step, (one, None))), sent + 1
        steps = [each.step for each in run.checkpoints]
        assert len(set(np.diff(steps))) <= 1, "they are evenly spread"
        assert fit / 2 <= len(steps) <= fit
        assert sent <= fit * 6, "hardly more are sent than there is room for"
    assert not checkpoints.Checkpoints(3_000_000).due()


def test_maps_are_saved_in_half_the_room_where_that_loses_nothing() -> None:
    full = replayed(told())
    first = next(one for one in recordings.said(full) if isinstance(one, events.Snapshot))
    view = first.views[0]
    assert view is not None
    assert view.maps[0].dtype == "float32", "an old recording's are as exact as they were"
    halved = structs.replace(
        first, views=(structs.replace(view, maps=(events.Array.half(view.maps[0].numpy()),)), None)
    )
    said = recordings.said(replayed([HELLO, STARTED, halved]))
    (back,) = (one for one in said if isinstance(one, events.Snapshot))
    assert back == halved


def test_a_run_of_which_nothing_is_known_cannot_be_saved_half(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"can't be written \(No such file or directory\)\.$"):
        recordings.save(tmp_path / "nowhere" / "mine.tape", replayed(told()))


def test_events_that_do_not_fit_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "odd.tape"
    tick = next(event for event in told() if isinstance(event, events.Tick))
    tape.write(path, tape.Tape(HELLO, STARTED, (tick, tick)))
    with pytest.raises(RecordingError, match=r"odd\.tape doesn't fit together \(step 1 can't follow step 1\); delete"):
        recordings.load(path)


def test_a_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.tape").write_bytes(b"Convoscope tape\n" + zlib.compress(wire.frame(HELLO)))
    for name, words in (("x.tape", "is damaged"), ("y.tape", "can't be read")):
        with pytest.raises(RecordingError, match=words):
            recordings.load(tmp_path / name)


def test_presets_without_a_bundled_recording_have_none() -> None:
    assert recordings.bundled("race") is None
    assert recordings.bundled("../data/digits") is None


@pytest.mark.parametrize("field", ["lr", "batch", "seed"])
def test_a_run_that_could_never_be_trained_is_no_recording(tmp_path: Path, field: str) -> None:
    path = tmp_path / "odd.tape"
    spec = structs.replace(SPEC, **{field: {"lr": float("nan"), "batch": 2**62, "seed": -1}[field]})
    tape.write(path, tape.tape([HELLO, structs.replace(STARTED, spec=spec), *told()[2:]]))
    with pytest.raises(RecordingError, match="doesn't fit together") as refused:
        recordings.load(path)
    assert "\n" not in str(refused.value)


BUNDLED = [path.stem for path in sorted(assets.path("recordings").glob("*.tape"))]


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_recordings_are_whole_runs_of_their_presets(name: str) -> None:
    run = recordings.bundled(name)
    assert run is not None
    assert run.ending is not None
    assert run.ending.reason in ("steps", "epochs")
    assert len(run.ticks) == run.total_steps
    assert PRESETS[name].spec.stop.steps in (run.total_steps, None)
    assert len(run.validations) >= 3
    assert [one.name for one in run.plan.contestants] == [one.name for one in PRESETS[name].spec.contestants]
    assert {"python", "torch"} <= dict(run.plan.versions).keys()
    left = {one.contestant for one in run.divergences}
    for index, contestant in enumerate(run.plan.contestants):
        assert bool(contestant.activations) == PRESETS[name].spec.activation_gradients
        if index not in left:
            assert np.isfinite(run.loss(index)).all()
            assert np.isfinite(run.gradients(index)).all()
            assert (run.seconds(index) > 0).all()


def test_every_live_scene_has_a_preset_and_a_recording_whatever_its_knobs_say() -> None:
    asked: dict[str, set[str]] = {}
    for scene in catalogue().scenes:
        if scene.preset is not None:
            turned = [
                replace(scene.knobs(), **{form.name: each})
                for form in knobs_of(scene.knobs)
                if form.kind == "choice"
                for each in form.choices
            ]
            asked[scene.name] = {scene.preset(knobs) for knobs in (scene.knobs(), *turned)}
    shipped = {path.stem for path in assets.path("recordings").glob("*" + tape.SUFFIX)}
    wanted = set.union(*asked.values())
    assert wanted == shipped, "a recording that nobody shows, or a scene that can't play at once"
    assert wanted <= PRESETS.keys()
    assert len(asked) >= 8


def test_what_the_doctor_measures_is_kept(tmp_path: Path) -> None:
    recording = recorded(CAUSES["rate far too large"].spec)
    assert recording.by_heart is not None
    assert any(score is not None and score.health for each in recording.validations for score in each.scores)
    recordings.save(tmp_path / "it.tape", recording)
    kept = recordings.load(tmp_path / "it.tape")
    assert kept.by_heart == recording.by_heart
    assert list(kept.validations) == list(recording.validations)
    assert kept.upto(0).by_heart == recording.by_heart


def test_what_the_doctor_measured_of_other_layers_is_refused() -> None:
    recording = recorded(CAUSES["rate far too large"].spec)
    health = rec.Health((0.5, 0.5, 0.5))
    with pytest.raises(ValueError, match="other layers"):
        recording.with_validation(rec.Validation(100, 2.5, 500, (rec.Score(1.0, 0.5, health),)))
    with pytest.raises(ValueError, match="contestants"):
        recording.with_by_heart(rec.ByHeart(10, ()))


@pytest.mark.parametrize("shown", [True, False])
def test_a_set_that_is_not_to_be_shown_leaves_no_picture_on_disk(shown: bool, tmp_path: Path) -> None:
    data = structs.replace(own_data(), shown=shown)
    begun = structs.replace(STARTED, spec=structs.replace(SPEC, data=data, batch=4))
    recording = adapter.begin(begun)
    for event in (snapshot(0), checkpoint(0)):
        recording = adapter.add(recording, event)
    assert len(recording.snapshots) == 1, "while the window is open it can be looked at"
    recordings.save(tmp_path / "run.tape", recording)
    again = recordings.load(tmp_path / "run.tape")
    assert (len(again.snapshots), len(again.checkpoints)) == (int(shown), 1)
    journal = Journal(tmp_path / "run.journal", recording.plan)
    journal.write(recording)
    journal.release()
    assert len(Journal(tmp_path / "run.journal").read().snapshots) == int(shown)
