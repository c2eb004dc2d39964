"""Runs of real networks, and an engine that answers about their units what the test says."""

from __future__ import annotations

from tests.desktop.lab.networks.conftest import nets_of, run_of

__all__ = ["nets_of", "run_of"]
