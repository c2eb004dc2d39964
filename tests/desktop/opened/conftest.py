"""Openers and an engine at the seams, and what is opened through them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from desktop.opened.model.opened import Opened
from tests.desktop.fake_runs import looks
from tests.desktop.opened.fakes import FakeEngine, FakeOpener

__all__ = ["looks"]


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def openers() -> list[FakeOpener]:
    """The openers that were made, the last one last."""
    return []


@pytest.fixture
def opened(qapp: object, openers: list[FakeOpener]) -> Iterator[Opened]:
    def make(parent: QObject) -> FakeOpener:
        openers.append(FakeOpener(parent))
        return openers[-1]

    made = Opened(make)
    yield made
    made.close()
