"""A short run of every kind of abuse, and what the runner makes of a finding, an exception, a crash and a hang."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.abuse import gestures, mutations, runner

CASES = {"knobs": 150, "shell": 25, "files": 3, "gestures": 2, "lessons": 100}
"""So many cases of a kind, from one seed on; kinds that are not named get a few."""


@pytest.mark.parametrize("name", runner.kinds())
def test_a_short_run_finds_nothing(name: str, qapp: object) -> None:
    tried = runner.case_of(name)
    found = [f"{seed}: {found}" for seed in range(CASES.get(name, 3)) if (found := runner.try_case(tried, 1000 + seed))]
    assert not found, "\n".join(found)


def case(seed: int, place: Path) -> str | None:
    assert not list(place.iterdir())
    (place / "left").touch()
    if seed == 1:
        return "a\nfinding"
    if seed == 2:
        raise ValueError("wrong")
    if seed == 3:
        os.abort()
    if seed == 4:
        time.sleep(60)
    return None


def test_the_runner_tells_of_findings_exceptions_crashes_and_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABUSE_PATIENCE", "2")
    said: list[str] = []
    done = runner.abuse("test_abuse", 0, 6, 60.0, said.append)
    assert (done.cases, done.findings) == (6, 4)
    assert [line.split(":")[0] for line in said] == [f"test_abuse {seed}" for seed in (1, 2, 3, 4)]
    assert said[0] == "test_abuse 1: a finding  [python3 run.py abuse test_abuse --seed 1 --cases 1]"
    assert "ValueError: wrong (test_abuse.py:" in said[1]
    assert "ends the process with status -6" in said[2]
    assert "hangs: File " in said[3]


def test_the_same_seed_is_the_same_case() -> None:
    import random

    for seed in range(20):
        first, second = (mutations.damaged(b"0123456789" * 50, random.Random(seed)) for _ in range(2))
        assert first == second
        plain = {"a": [1, 2.5, "x"], "b": {"c": None}}
        assert repr(mutations.altered(plain, random.Random(seed))) == repr(
            mutations.altered(plain, random.Random(seed))
        )
    assert plain == {"a": [1, 2.5, "x"], "b": {"c": None}}


def test_the_monkey_sees_that_undo_brings_back_another_state(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: object
) -> None:
    from desktop.player.history import History

    tape = [("time", 0.9), ("drag", 0.2, 0, 0, 0, -90), ("wait", 0.3)]
    assert gestures.play("dense", tape, tmp_path / "sound") is None
    monkeypatch.setattr(History, "undone", lambda history: history.sealed())
    done, wrong = gestures.play("dense", tape, tmp_path / "unsound") or (0, "")
    assert done == 2
    assert wrong.startswith("undo: ")


def test_a_tape_is_cut_down_to_what_a_finding_needs() -> None:
    tape = [(name,) for name in "abcdefghijk"]
    assert gestures.cut_down(tape, lambda shorter: ("c",) in shorter and ("h",) in shorter) == [("c",), ("h",)]


def test_an_unknown_kind_gets_one_line(root: Path) -> None:
    words = [sys.executable, "-m", "tests.abuse", "nothing"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "there is no kind 'nothing'; there are " in done.stderr
