"""Processes that speak in lines, with real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.system.lines import LineProcess
from desktop.system.processes import own_environment

PARROT = """
import sys
print("hello", sys.argv[1], flush=True)
for line in sys.stdin:
    word, _, times = line.strip().partition(" ")
    if word == "end":
        break
    print(word * int(times or 1), flush=True)
"""


@pytest.fixture
def process(qtbot: QtBot) -> Iterator[LineProcess]:
    made = LineProcess()
    yield made
    made.close()


@pytest.fixture
def start(process: LineProcess, tmp_path: Path) -> Callable[[str], None]:
    """Return a function that starts a process which says what it is told."""
    (tmp_path / "parrot.py").write_text(PARROT)
    environment = {**own_environment(), "PYTHONPATH": str(tmp_path)}
    return lambda word: process.start("parrot", word, environment)


def heard(qtbot: QtBot, process: LineProcess, act: Callable[[], object], lines: int = 1) -> list[bytes]:
    said: list[bytes] = []
    process.said.connect(said.append)
    act()
    qtbot.waitUntil(lambda: len(said) >= lines, timeout=30_000)
    process.said.disconnect(said.append)
    return said


def test_it_is_started_told_and_heard(qtbot: QtBot, process: LineProcess, start: Callable[[str], None]) -> None:
    assert heard(qtbot, process, lambda: start("you")) == [b"hello you"]
    assert heard(qtbot, process, lambda: process.send(b"a\nb"), 2) == [b"a", b"b"]


def test_a_line_of_megabytes_is_one(qtbot: QtBot, process: LineProcess, start: Callable[[str], None]) -> None:
    heard(qtbot, process, lambda: start("you"))
    assert heard(qtbot, process, lambda: process.send(b"ab 3000000\nc"), 2) == [b"ab" * 3_000_000, b"c"]


def test_what_it_says_before_its_end_is_heard(qtbot: QtBot, process: LineProcess, start: Callable[[str], None]) -> None:
    said: list[bytes] = []
    process.said.connect(said.append)
    with qtbot.waitSignal(process.ended, timeout=30_000):
        start("you")
        process.send(b"last\nend")
    assert said == [b"hello you", b"last"]
    assert process.running is None
    process.send(b"nobody hears this")


def test_of_one_that_is_closed_nothing_is_heard(
    qtbot: QtBot, process: LineProcess, start: Callable[[str], None]
) -> None:
    heard(qtbot, process, lambda: start("you"))
    with qtbot.assertNotEmitted(process.ended), qtbot.assertNotEmitted(process.said, wait=300):
        process.send(b"a")
        process.close()
    assert heard(qtbot, process, lambda: start("again")) == [b"hello again"]


def test_who_hears_a_line_may_close_it(qtbot: QtBot, process: LineProcess, start: Callable[[str], None]) -> None:
    said: list[bytes] = []
    process.said.connect(said.append)
    heard(qtbot, process, lambda: start("you"))
    process.said.connect(process.close)
    heard(qtbot, process, lambda: process.send(b"a\nb\nc"))
    qtbot.wait(200)
    assert said == [b"hello you", b"a"]


def test_a_module_that_is_none_ends(qtbot: QtBot, process: LineProcess) -> None:
    with qtbot.waitSignal(process.ended, timeout=30_000):
        process.start("no.such.module", "", own_environment())
