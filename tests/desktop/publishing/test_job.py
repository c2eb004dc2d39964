from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.classroom.lessons.model import Stop
from desktop.publishing.job import DIED, ExportJob
from desktop.publishing.order import OfLesson, OfScene, Order, What
from desktop.publishing.pages.runs import Runs, save_runs
from desktop.runs.storage import bundled
from tests.desktop.classroom.record.class_logs import LESSON

SLOW = "import sys, time; sys.stdin.read(); open({path!r}, 'w').close(); print('.', flush=True); time.sleep(600)"
DIES = "import sys, os; sys.stdin.read(); open({path!r}.replace('PID', str(os.getpid())), 'w').close(); os._exit(9)"


def job(path: Path, what: What | None = None, program: str = "") -> ExportJob:
    made = ExportJob(Order(what=what or OfScene(scene="scaling"), path=str(path)))
    if program:
        made.program = [sys.executable, "-c", program]
    return made


def test_a_process_makes_the_file(tmp_path: Path, qtbot: QtBot) -> None:
    found, come = job(tmp_path / "x.pdf"), []
    found.progressed.connect(lambda done, of: come.append((done, of)))
    with qtbot.waitSignal(found.finished, timeout=60_000) as finished:
        found.start()
    assert finished.args == [[tmp_path / "x.pdf"]]
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
    assert come
    assert come[-1][0] == come[-1][1]
    assert not found.running


def test_what_it_can_not_do_it_says(tmp_path: Path, qtbot: QtBot) -> None:
    found = job(tmp_path / "x.pdf", OfScene(scene="nowhere"))
    with qtbot.waitSignal(found.failed, timeout=60_000) as failed:
        found.start()
    assert failed.args is not None
    assert "no scene named" in failed.args[0]
    assert not list(tmp_path.iterdir())


def test_a_process_that_dies_is_one_sentence_and_leaves_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    found = job(tmp_path / "x.pdf", program=DIES.format(path=str(tmp_path / "x.pdf.PID.partial")))
    with qtbot.waitSignal(found.failed, timeout=20_000) as failed:
        found.start()
    assert failed.args == [DIED]
    assert not list(tmp_path.iterdir())


def test_a_process_that_can_not_be_started_is_one_sentence(tmp_path: Path, qtbot: QtBot) -> None:
    found = job(tmp_path / "x.pdf")
    found.program = [str(tmp_path / "no-such-program")]
    with qtbot.waitSignal(found.failed, timeout=20_000) as failed:
        found.start()
    assert failed.args is not None
    assert failed.args[0].startswith("No process starts for the export")


def test_cancel_ends_the_process_and_leaves_no_file(tmp_path: Path, qtbot: QtBot) -> None:
    signs = tmp_path / "signs"
    signs.mkdir()
    found = job(tmp_path / "x.pdf", program=SLOW.format(path=str(signs / "begun")))
    heard: list[object] = []
    found.finished.connect(heard.append)
    found.failed.connect(heard.append)
    found.start()
    qtbot.waitUntil(lambda: (signs / "begun").exists(), timeout=20_000)
    number = found._number
    (tmp_path / f"x.pdf.{number}.partial").touch()
    found.cancel()
    assert not found.running
    assert not list(tmp_path.glob("x.pdf*"))
    assert not heard
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    found.cancel()


def test_a_real_export_that_is_cancelled_leaves_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    found = job(tmp_path / "x.pptx", OfLesson(lesson=LESSON, folder=str(tmp_path)))
    with qtbot.waitSignal(found.progressed, timeout=60_000):
        found.start()
    found.cancel()
    assert not list(tmp_path.iterdir())


def test_runs_that_were_trained_here_go_along_where_they_are_shown(tmp_path: Path) -> None:
    run = bundled("twins-20")
    assert run is not None
    trained = {"twins-20": run}
    assert save_runs(OfScene(scene="convolution"), trained, tmp_path) == {}
    assert save_runs(OfScene(stop=Stop(id="x", lab="twins-8")), trained, tmp_path) == {}
    tapes = save_runs(OfScene(stop=Stop(id="x", lab="twins-20")), trained, tmp_path)
    assert tapes.keys() == save_runs(OfLesson(lesson=LESSON, folder=""), trained, tmp_path).keys() == {"twins-20"}
    again = Runs(tapes)("twins-20")
    assert again is not None
    assert again.step == run.step
    assert len(again.snapshots) == len(run.snapshots)
