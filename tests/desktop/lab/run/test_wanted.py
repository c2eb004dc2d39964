from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from PySide6.QtCore import QCoreApplication, QEvent

from desktop.lab.page import LabPage
from desktop.lab.run import settings as run_settings
from desktop.lab.run.pacing import FIRST
from desktop.lab.run.wanted import Wanted
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.training.session import Phase, TrainingSession
from engine.contract import events
from engine.contract.spec import DATA, PRESETS, Optimiser, RunSpec, StopAt, about, check, check_batch, check_probe
from tests.desktop import fake_runs
from tests.own_pictures import own_data

SPEC = PRESETS["race"].spec
replace = msgspec.structs.replace


@pytest.fixture
def wanted(session: TrainingSession) -> Wanted:
    return Wanted(session)


@pytest.fixture
def changes(wanted: Wanted) -> list[tuple[RunSpec, RunSpec]]:
    heard: list[tuple[RunSpec, RunSpec]] = []
    wanted.changed.connect(lambda spec, before: heard.append((spec, before)))
    return heard


@pytest.fixture
def refusals(wanted: Wanted) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    wanted.refused.connect(lambda field, sentence: heard.append((field, sentence)))
    return heard


def test_a_change_is_told_with_what_was_before(wanted: Wanted, changes: list[Any]) -> None:
    assert wanted.ask("lr", 0.01)
    assert wanted.ask("lr", 0.01)
    assert changes == [(replace(SPEC, lr=0.01), SPEC)]


def test_a_batch_that_was_made_smaller_to_fit_goes_back_where_there_is_room(wanted: Wanted) -> None:
    wanted.ask("batch", 50)
    wanted.ask("data", own_data())
    assert wanted.spec.batch == 16, "all that there are"
    wanted.ask("share", 0.2)
    assert wanted.spec.batch == 3
    wanted.ask("lr", 0.01)
    wanted.ask("share", 1.0)
    assert wanted.spec.batch == 16
    wanted.ask("data", "animals")
    assert wanted.spec.batch == 50
    wanted.ask("data", own_data())
    wanted.ask("batch", 8)
    wanted.race(SPEC.contestants, "digits")
    assert wanted.spec.batch == 8, "what was wanted last"


def test_what_cannot_be_trained_is_refused_and_changes_nothing(
    wanted: Wanted, changes: list[Any], refusals: list[Any]
) -> None:
    assert not wanted.ask("probe", 1500)
    assert not wanted.repeat(replace(SPEC, batch=0))
    assert refusals == [
        ("probe", "There is no probe picture 1500; animals has pictures 0 to 1499."),
        ("preset", "A batch of 0 pictures is out of range; choose from 1 to 2048 for animals."),
    ]
    assert (wanted.spec, changes) == (SPEC, [])


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("epochs", 2.0, StopAt(epochs=2.0)),
        ("accuracy", 0.9, StopAt(epochs=SPEC.stop.epochs, accuracy=0.9)),
        ("stop", StopAt(steps=7), StopAt(steps=7)),
    ],
)
def test_the_end_of_a_run_has_fields_of_its_own(field: str, value: object, expected: StopAt) -> None:
    assert run_settings.with_field(SPEC, field, value) == replace(SPEC, stop=expected)


def test_presets_and_kept_runs_are_wanted_on_the_present_machine(wanted: Wanted) -> None:
    wanted.ask("device", "cuda")
    wanted.choose("digits")
    assert wanted.spec == replace(PRESETS["digits"].spec, device="cuda")
    wanted.repeat(replace(SPEC, lr=0.03, threads=4))
    assert wanted.spec == replace(SPEC, lr=0.03, device="cuda")


@pytest.mark.parametrize(("cure", "changed"), [("lower", {"lr": SPEC.lr / 10}), ("clip", {"clip_norm": 1.0})])
def test_a_cure_begins_with_the_run_and_not_with_what_is_wanted(
    wanted: Wanted, cure: str, changed: dict[str, Any]
) -> None:
    wanted.choose("digits")
    assert wanted.cure(replace(SPEC, seed=5), cure)
    assert wanted.spec == replace(SPEC, seed=5, **changed)


def test_undo_and_redo(wanted: Wanted, changes: list[Any]) -> None:
    wanted.ask("seed", 2)
    wanted.choose("digits")
    wanted.undo()
    assert wanted.spec == replace(SPEC, seed=2)
    wanted.undo()
    assert wanted.spec == SPEC
    wanted.undo()
    wanted.redo()
    wanted.redo()
    wanted.redo()
    assert wanted.spec == PRESETS["digits"].spec
    assert len(changes) == 6


def test_a_change_after_undo_drops_what_was_taken_back(wanted: Wanted) -> None:
    wanted.ask("seed", 2)
    wanted.undo()
    wanted.ask("seed", 3)
    wanted.redo()
    assert wanted.spec.seed == 3


def test_what_was_restored_is_the_beginning(wanted: Wanted) -> None:
    wanted.ask("seed", 2)
    wanted.restore(msgspec.to_builtins(PRESETS["digits"].spec))
    wanted.undo()
    assert wanted.spec == PRESETS["digits"].spec
    with pytest.raises(ValueError, match="don't fit"):
        wanted.restore(msgspec.to_builtins(replace(SPEC, probe=9999)))
    assert wanted.spec == PRESETS["digits"].spec


def test_a_run_in_progress_takes_an_undo_at_once(
    wanted: Wanted, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    session.start(wanted.spec)
    client.say(*story.run_events(3))
    wanted.ask("lr", 0.01)
    wanted.undo()
    wanted.redo()
    assert client.sent[1:] == [events.SetLearningRate(lr) for lr in (0.01, SPEC.lr, 0.01)]


def test_a_run_in_progress_goes_on_while_a_kept_one_is_to_be_repeated(
    wanted: Wanted, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    session.start(wanted.spec)
    client.say(*story.run_events(3))
    wanted.repeat(replace(SPEC, lr=0.03, batch=128, probe=4))
    assert client.sent == [events.Start(SPEC)]
    assert wanted.pending == ["learning rate", "batch"]


def test_a_run_of_other_networks_or_pictures_takes_nothing_of_what_is_wanted(
    wanted: Wanted, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    session.start(wanted.spec)
    client.say(*story.run_events(3))
    wanted.choose("digits")
    wanted.ask("lr", 0.5)
    wanted.ask("batch", 100)
    wanted.undo()
    wanted.undo()
    assert client.sent == [events.Start(SPEC)]
    wanted.undo()
    assert wanted.pending == []


def test_a_run_that_begins_elsewhere_is_wanted_and_can_be_taken_back(
    wanted: Wanted, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    wanted.ask("seed", 2)
    session.start(PRESETS["digits"].spec)
    client.say(story.started(PRESETS["digits"].spec))
    assert wanted.spec == PRESETS["digits"].spec
    assert wanted.pending == []
    wanted.undo()
    assert wanted.spec == replace(SPEC, seed=2)
    assert {"data", "seed"} <= set(wanted.pending)


def test_what_was_changed_while_a_run_was_awaited_stays(
    wanted: Wanted, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    session.start(wanted.spec)
    wanted.ask("seed", 7)
    client.say(*story.run_events(1))
    assert wanted.spec.seed == 7
    assert wanted.pending == ["seed"]


# --- Whatever is done -----------------------------------------------------------------------------------------------

RUNS = st.builds(
    lambda preset, lr, probe, threads: replace(PRESETS[preset].spec, lr=lr, probe=probe, threads=threads),
    st.sampled_from(list(PRESETS)),
    st.sampled_from([1e-3, 0.5]),
    st.integers(0, 499),
    st.sampled_from([None, 3]),
)
ASKED = st.one_of(
    st.tuples(st.just("data"), st.sampled_from(list(DATA))),
    st.tuples(st.just("probe"), st.sampled_from([-1, 0, 499, 500, 1499, 1999])),
    st.tuples(st.just("lr"), st.sampled_from([-1.0, 0.0, 1e-3, 0.03, 1e9])),
    st.tuples(st.just("batch"), st.sampled_from([0, 1, 64, 1297, 2000, 2048, 2049])),
    st.tuples(st.just("epochs"), st.sampled_from([None, 0.0, 2.5, 1e9])),
    st.tuples(st.just("steps"), st.sampled_from([None, 0, 30])),
    st.tuples(st.just("accuracy"), st.sampled_from([None, 0.9, 1.2])),
    st.tuples(st.just("seed"), st.sampled_from([-1, 1, 5])),
    st.tuples(st.just("clip_norm"), st.sampled_from([None, -1.0, 1.0])),
    st.tuples(st.just("device"), st.sampled_from(["cpu", "cuda", "oven"])),
    st.tuples(st.just("noise"), st.sampled_from([0.0, 0.3, 0.6])),
    st.tuples(st.just("share"), st.sampled_from([1.0, 0.01, 0.5, 0.0])),
    st.tuples(st.just("shift"), st.integers(-1, 9)),
    st.tuples(st.just("data"), st.just(own_data())),
    st.tuples(st.just("optimiser"), st.sampled_from([Optimiser("sgd"), Optimiser("adam")])),
)


KEPT = replace(PRESETS["digits"].spec, seed=77)


class Lab(RuleBasedStateMachine):
    """A lab beside scenes that train, with an engine that does what it is told."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.client = fake_runs.FakeClient()
        self.session = TrainingSession(self.client)  # type: ignore[arg-type]
        self.page = LabPage(Appearance(), self.session, library)
        self.kept = library.runs[0].key
        self.wanted = self.page.wanted
        self.run: RunSpec = self.wanted.spec
        """What the run in the engine is of."""

    def teardown(self) -> None:
        self.page.shutdown()
        self.page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @rule(asked=ASKED)
    def ask(self, asked: tuple[str, object]) -> None:
        self.wanted.ask(*asked)

    @rule(preset=st.sampled_from(list(PRESETS)))
    def choose(self, preset: str) -> None:
        self.wanted.choose(preset)

    @rule(run=RUNS)
    def repeat(self, run: RunSpec) -> None:
        self.wanted.repeat(run)

    @precondition(lambda self: self.page.recording is not None)
    @rule(cure=st.sampled_from(["lower", "clip"]))
    def cure(self, cure: str) -> None:
        kept, before = self.page.selection.opened, self.wanted.spec
        shown = KEPT if kept is not None else self.session.spec
        assert shown is not None
        self.page.note.cure_wanted.emit(cure)
        assert self.client.sent[-1] == events.Start(
            run_settings.cured(run_settings.moved(shown, before), cure), pace=FIRST
        )

    @rule()
    def open_a_kept_run(self) -> None:
        self.page.selection.open(self.kept)

    @rule()
    def close_it(self) -> None:
        self.page.selection.close()

    @rule()
    def use_its_settings(self) -> None:
        self.page.kept.settings_wanted.emit()

    @rule()
    def look_at_any_picture(self) -> None:
        self.page.probe.any.click()

    @rule(by=st.sampled_from(["less", "more"]))
    def look_at_the_next_picture(self, by: str) -> None:
        getattr(self.page.probe.number, by).click()

    @rule(run=RUNS)
    def begin_elsewhere(self, run: RunSpec) -> None:
        self.session.start(run)
        self.begin()

    @precondition(lambda self: self.session.phase in (Phase.IDLE, Phase.OVER))
    @rule()
    def start(self) -> None:
        self.page.toggle()

    @precondition(lambda self: self.session.phase is Phase.QUEUED)
    @rule()
    def begin(self) -> None:
        asked = [command.spec for command in self.client.sent if isinstance(command, events.Start)]
        self.client.sent.clear()
        for spec in asked:
            self.client.say(fake_runs.started(spec), fake_runs.tick(1))
            self.run = spec

    @precondition(lambda self: self.session.active)
    @rule()
    def finish(self) -> None:
        self.client.say(fake_runs.finished(1))

    @rule()
    def undo(self) -> None:
        self.page.changes.undo()

    @rule()
    def redo(self) -> None:
        self.page.changes.redo()

    @rule(run=RUNS)
    def restore(self, run: RunSpec) -> None:
        self.page.restore({"spec": msgspec.to_builtins(run)})

    @invariant()
    def the_wanted_run_can_be_trained(self) -> None:
        check(self.wanted.spec)

    @invariant()
    def everybody_shows_what_is_wanted(self) -> None:
        spec, page = self.wanted.spec, self.page
        assert page.intro._spec is not None
        assert page.probe._data == page.intro._spec.data == spec.data
        assert page.probe.number.number.text() == str(spec.probe)
        gone = "" if isinstance(spec.data, str) else " (gone)"
        assert page.controls.data.field.currentText() == about(spec.data).title + gone
        assert page.controls.lr.number.text() == f"{spec.lr:g}"

    @invariant()
    def what_waits_is_said(self) -> None:
        assert self.page.controls.pending.text() == (
            f"For the next run: {', '.join(self.wanted.pending)}." if self.wanted.pending else ""
        )

    @invariant()
    def the_run_is_asked_for_nothing_that_it_cannot_do(self) -> None:
        run = self.run
        for command in self.client.sent:
            if isinstance(command, events.Start):
                check(command.spec)
                run = command.spec
            elif isinstance(command, events.SetProbe):
                check_probe(command.index, run.data)
            elif isinstance(command, events.SetBatch):
                check_batch(command.batch, run)


def test_whatever_is_done_the_wanted_run_can_be_trained_and_everybody_shows_it(qapp: object, library: Library) -> None:
    library.keep(fake_runs.recording_of([fake_runs.started(KEPT), *map(fake_runs.tick, range(1, 4))]))
    quick = settings(max_examples=40, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(lambda: Lab(library), settings=quick)
