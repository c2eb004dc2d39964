"""From a folder of pictures to a run of the real engine on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.runs import adapter, labels, storage
from desktop.sets.folders import gather
from desktop.sets.preparing import options_for, prepare
from desktop.system.paths import sets_folder
from desktop.training.blocking_engine import running_engine
from engine.contract import events, own_data
from engine.contract.spec import CNN, Altered, OwnData, RunSpec, StopAt


@pytest.fixture
def data(photos: Path) -> OwnData:
    found = gather(photos, lambda done, total: None)
    draft = prepare(found, options_for(found))
    made = own_data.described(draft.prepared, "Pets", draft.classes)
    own_data.write(sets_folder(), made, draft.prepared)
    return made


def said_of(spec: RunSpec) -> list[events.Event]:
    said: list[events.Event] = []
    with running_engine() as engine:
        engine.send(events.Start(spec))
        for event in engine.events():
            said.append(event)
            if isinstance(event, events.Finished | events.Failed):
                break
    return said


def test_a_folder_is_trained_on_kept_and_read_again(data: OwnData, tmp_path: Path) -> None:
    spec = RunSpec(contestants=(CNN,), data=data, batch=8, stop=StopAt(steps=5), altered=Altered(noise=0.25))
    said = said_of(spec)
    assert isinstance(said[-1], events.Finished), said[-1]
    started = next(event for event in said if isinstance(event, events.Started))
    recording = adapter.begin(started)
    for event in said:
        recording = adapter.add(recording, event)
    assert recording.plan.examples is not None
    assert recording.plan.examples.array.shape == (2, 3, 32, 32)
    storage.save(tmp_path / "run.tape", recording)
    again = storage.load(tmp_path / "run.tape")
    assert again.plan == recording.plan
    label = labels.labelled(again, "Pets · 1", None)
    assert (label.data, label.digest) == ("Pets, 25 % wrong labels", data.digest)
    assert labels.title(again.plan) == "CNN: Pets, 25 % wrong labels"


def test_pictures_that_are_gone_are_one_sentence(data: OwnData) -> None:
    own_data.path_of(sets_folder(), data).unlink()
    failed = said_of(RunSpec(contestants=(CNN,), data=data, batch=8))[-1]
    assert isinstance(failed, events.Failed)
    assert failed.message.startswith("The pictures of “Pets” are no longer stored here")
    assert failed.details == ""
