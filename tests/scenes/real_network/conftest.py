"""What tests of the scene about a real network share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where kits lie: one of each network is made for all tests."""
    return tmp_path_factory.mktemp("kits")
