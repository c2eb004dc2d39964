"""The window is filled with what there is to see."""

from __future__ import annotations

import gc
from unittest.mock import Mock

import pytest

from desktop.app import application, composition, services


@pytest.mark.usefixtures("qapp")
def test_what_the_window_is_made_of_is_not_looked_through_for_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = list[int]()
    monkeypatch.setattr(application, "QApplication", Mock())
    monkeypatch.setattr(services, "Services", lambda window: None)
    monkeypatch.setattr(composition, "Application", lambda *parts: frozen.append(gc.get_freeze_count()))
    gc.collect()
    made = [[number] for number in range(10_000)]
    application.fill(Mock(), None)
    assert gc.get_freeze_count() >= frozen[0] + len(made)
