"""What run.py would call."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import run


def record_calls(
    monkeypatch: pytest.MonkeyPatch, status: Callable[[list[str]], int] = lambda command: 0
) -> list[list[str]]:
    """Have run.py write down the commands that it would call, each of which ends with `status(command)`."""
    commands: list[list[str]] = []

    def call(command: list[str], env: dict[str, str] | None = None, quiet: bool = False) -> int:
        commands.append(command)
        return status(command)

    monkeypatch.setattr(run, "call", call)
    return commands
