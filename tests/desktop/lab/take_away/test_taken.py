"""What a run has recorded is enough to take its networks along."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
from msgspec.structs import replace

from desktop.lab.take_away import onnx_file
from desktop.lab.take_away.taken import Order, from_wire, kept_in, to_wire
from desktop.runs import adapter
from engine.contract.events import Started
from engine.contract.spec import PRESETS, StopAt
from engine.training.train import train
from scenes.stage.data.recording import Recording


@pytest.fixture(scope="module")
def recording() -> Recording:
    """A short run of networks with batch normalisation, one of them with gates."""
    nets = PRESETS["gates"].spec.contestants
    events = train(replace(PRESETS["race"].spec, contestants=nets, data="digits", stop=StopAt(steps=20), threads=1))
    started = next(event for event in events if isinstance(event, Started))
    recording = adapter.begin(started)
    for event in events:
        recording = adapter.add(recording, event)
    return recording


@pytest.mark.slow
def test_every_checkpoint_says_what_the_run_has_seen_it_say(recording: Recording) -> None:
    seen = {snapshot.step: snapshot for snapshot in recording.snapshots}
    checked = 0
    for checkpoint in recording.checkpoints:
        snapshot = seen[checkpoint.step]
        for index, view in enumerate(snapshot.views):
            contestant, spec, kept = kept_in(recording, checkpoint, index)
            order = from_wire(to_wire(Order("onnx", contestant, spec, "net.onnx", kept)))
            assert order.kept is not None
            assert view is not None
            session = onnxruntime.InferenceSession(onnx_file.model(order, order.kept))
            (logits,) = session.run(None, {"pictures": snapshot.picture.array[None].astype(np.float32)})
            np.testing.assert_allclose(logits[0], view.logits.array, atol=1e-5, rtol=1e-5)
            checked += 1
    assert checked >= 2 * len(recording.plan.contestants)
