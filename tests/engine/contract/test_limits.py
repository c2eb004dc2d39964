"""The limits of a process, put on a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have fewer limits")
TRY = """
import resource
from engine.contract.limits import hold_to
{before}
hold_to(300, seconds=7, written=10)
spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CORE)[0])
print(0 <= resource.getrlimit(resource.RLIMIT_CPU)[0] - spent - 7 < 2, resource.getrlimit(resource.RLIMIT_FSIZE)[0])
try:
    bytearray(400 * 2**20)
except MemoryError:
    print("too much")
"""


def tried(before: str = "") -> list[str]:
    command = [sys.executable, "-c", TRY.format(before=before)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")


def test_a_process_takes_no_more_than_it_may() -> None:
    assert tried() == [f"{300 * 2**20} 0", "True 10", "too much", ""]


def test_a_lower_limit_stays() -> None:
    lower = "resource.setrlimit(resource.RLIMIT_FSIZE, (5, 5))"
    assert tried(lower)[1] == "True 5"
