"""A workbench over a window, with its stores, and drawings for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.collecting.camera import INSTEAD
from desktop.collecting.strokes import Stroke
from desktop.lab.collecting.workbench import Workbench
from desktop.sets.collection import Collection
from desktop.sets.drafts import DraftStore
from desktop.sets.store import SetStore
from desktop.theme.appearance import Appearance
from tests.desktop.fake_runs import looks

__all__ = ["looks"]


@pytest.fixture
def sets(tmp_path: Path) -> Iterator[SetStore]:
    made = SetStore(tmp_path / "sets")
    yield made
    made.close()


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[DraftStore]:
    made = DraftStore(tmp_path / "sets" / "collections")
    yield made
    made.close()


@pytest.fixture
def bench(
    qtbot: QtBot, looks: Appearance, drafts: DraftStore, sets: SetStore, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workbench]:
    monkeypatch.setenv(INSTEAD, "lavfi|testsrc=size=320x240:rate=30,realtime")
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    made = Workbench(looks, drafts, sets, page)
    made.show_collection(Collection("Shapes"))
    yield made
    made.shutdown()


def draw(bench: Workbench, seed: int) -> None:
    """Draw something of its own on the pad of a workbench."""
    points = np.random.default_rng(seed).uniform(0.1, 0.9, (4, 2))
    bench.sources.pad._record((Stroke(tuple((float(x), float(y)) for x, y in points), 0.11),))
