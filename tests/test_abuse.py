"""A short run of whatever can be done to the program by chance; `python3 run.py abuse` goes on for minutes."""

from __future__ import annotations

import pytest

from tests.abuse import runner

SEED, SECONDS = 3, 60.0


@pytest.mark.parametrize("name", ["knobs", "shell"])
def test_nothing_is_found_in_a_few_cases(name: str) -> None:
    findings: list[str] = []
    tried = runner.abuse(name, SEED, 8, SECONDS, findings.append)
    assert not findings, "\n".join(findings)
    assert tried.cases > 0


def test_every_kind_of_abuse_is_found_by_its_file() -> None:
    assert {"files", "knobs", "shell"} <= set(runner.kinds())
