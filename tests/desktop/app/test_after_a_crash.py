"""A class whose program is killed in the middle of it, and the next start."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.app.composition import Application
from desktop.classroom.record.reading import read
from scenes.stage.core.catalogue import catalogue
from tests.desktop.app.class_to_kill import picture

Open = Callable[..., Application]


@pytest.fixture
def seen(root: Path) -> Iterator[str]:
    """What the class saw last before its process was killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.app.class_to_kill"], cwd=root, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.kill()
        process.wait()
        yield line.strip()


def test_the_next_start_goes_on_at_the_same_cue_with_the_same_picture(
    seen: str, open_application: Open, home: Path
) -> None:
    (path,) = (home / "classes").glob("*.jsonl")
    application = open_application(catalogue=catalogue())
    records = application.workspace.shown.records
    assert records.offer.isVisible()
    assert "“Short”, at stop 3?" in records.offer.sentence
    assert not application.workspace.classroom.conducting.active, "nothing is done before somebody says so"
    records.offer.yes.click()
    QApplication.processEvents()
    assert json.loads(picture(application)) == json.loads(seen)
    assert "Short" in path.read_text(encoding="utf-8")
    application.workspace.act("back")
    conducting = application.workspace.classroom.conducting
    conducting.jump("by-hand")
    assert application.session.knobs.stride == 2  # type: ignore[attr-defined]
    assert conducting.left_out == frozenset()
    assert len(list((home / "classes").glob("*.jsonl"))) == 1, "it goes on in the same log"
    assert not read(path).ended


def test_who_does_not_want_to_go_on_finds_the_class_in_the_list(seen: str, open_application: Open, home: Path) -> None:
    application = open_application(catalogue=catalogue())
    records = application.workspace.shown.records
    application.workspace.act("escape")
    assert not records.offer.isVisible()
    records.look()
    assert not records.offer.isVisible(), "one is not asked twice"
    (path,) = (home / "classes").glob("*.jsonl")
    records.go_on(read(path))
    assert json.loads(picture(application)) == json.loads(seen)


def test_of_two_windows_one_goes_on(seen: str, open_application: Open, home: Path) -> None:
    one, other = open_application(catalogue=catalogue()), open_application(catalogue=catalogue())
    assert seen
    for each in (one, other):
        each.workspace.shown.records.offer.yes.click()
    assert one.workspace.classroom.conducting.active
    assert not other.workspace.classroom.conducting.active
    assert "in another window" in other.workspace.banner.label.text()
    third = open_application(catalogue=catalogue())
    assert not third.workspace.shown.records.offer.isVisible(), "it is a living window's"
