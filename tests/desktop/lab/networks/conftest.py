"""Runs of real networks, trained for a few steps, for the picture of networks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import msgspec
import pytest

from desktop.lab.networks.net import Net, nets
from desktop.runs import adapter
from engine.contract import events
from engine.contract.spec import PRESETS, StopAt
from engine.training.train import train
from scenes.stage.data.recording import Plan, Recording


@cache
def trained(preset: str, steps: int = 6, pictures: str | None = None) -> Recording:
    data = PRESETS[pictures or preset].spec.data
    spec = msgspec.structs.replace(PRESETS[preset].spec, data=data, stop=StopAt(steps=steps))
    recording: Recording | None = None
    for event in train(spec):
        if isinstance(event, events.Started):
            recording = adapter.begin(event)
        elif recording is not None:
            recording = adapter.add(recording, event)
    assert recording is not None
    return recording


@cache
def planned(preset: str) -> Plan:
    """What is known of a run before its first step."""
    begun = next(event for event in train(PRESETS[preset].spec) if isinstance(event, events.Started))
    return adapter.begin(begun).plan


@pytest.fixture
def run_of() -> Callable[[str], Recording]:
    return trained


@pytest.fixture
def colour_run() -> Recording:
    """A dense net against a CNN, on pictures in colour."""
    return trained("race", pictures="yellow")


@pytest.fixture
def nets_of() -> Callable[[str], tuple[Net, ...]]:
    return lambda preset: nets(planned(preset))
