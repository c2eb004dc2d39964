"""An engine at the seam, and a collection of two classes that are easy to tell apart."""

from __future__ import annotations

import pytest

from desktop.sets.collection import Collection
from desktop.teaching.model import teacher
from tests.desktop.fake_runs import looks
from tests.desktop.teaching.fake_engine import FakeEngine, picture

__all__ = ["looks"]


@pytest.fixture
def fake() -> FakeEngine:
    return FakeEngine()


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taught by itself is taught at once."""
    monkeypatch.setattr(teacher, "WAIT_MS", 1)


@pytest.fixture
def sides() -> Collection:
    """Six pictures that are light at the left, and six at the right."""
    found = Collection("Sides", (1, 16, 16)).with_class("left").with_class("right")
    for place, name in enumerate(found.classes):
        found = found.with_pictures(place, [picture(10 * place + each, name) for each in range(6)])
    return found
