"""Exports from the window: what is asked, the job beside it, the clipboard, and past classes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.classroom.record.class_view import ClassView
from desktop.publishing.asking import on_paper
from desktop.publishing.asking.dialog import ExportDialog
from desktop.publishing.asking.exports import NO_CLASS, NO_LESSON, NO_SCENE, OF_THE_LESSON, Exports
from desktop.publishing.order import OfCards, OfClass, OfLesson, OfScene, Order
from tests.desktop.classroom.record.class_logs import ENTRIES, STROKE, written
from tests.desktop.window.classroom.lesson_window import Key, Mod, Open, desk, key, told


@pytest.fixture
def application(open_real: Open) -> Application:
    return open_real()


@pytest.fixture
def exports(application: Application) -> Exports:
    return application.workspace.exports


@pytest.fixture
def orders(exports: Exports, monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """The orders that are given, and that nobody carries out."""
    found: list[Order] = []
    monkeypatch.setattr(exports, "order", lambda order, *_: found.append(order))
    return found


@pytest.fixture
def saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which whatever is saved is saved under the name that is suggested."""
    folder = tmp_path / "saved"
    folder.mkdir()

    def choose(parent: object, title: str, suggested: str, kinds: str) -> tuple[str, str]:
        return str(folder / Path(suggested).name), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return folder


def dialog(application: Application) -> ExportDialog:
    (found,) = [each for each in application.workspace.findChildren(ExportDialog) if each.isVisible()]
    return found


def ordered(application: Application, orders: list[Order], ending: str) -> Order:
    """The order that is given where a kind of file is chosen in the dialog."""
    asked = dialog(application)
    asked.kind.choose(ending)
    asked.save.click()
    assert not asked.isVisible()
    return orders.pop()


def test_a_film_of_the_step_that_is_shown(
    application: Application, exports: Exports, orders: list[Order], saves: Path
) -> None:
    session = application.session
    session.open("convolution")
    session.turn("stride", 2)
    session.show_step(2)
    exports.film()
    order = ordered(application, orders, ".webp")
    assert order.what == OfScene(scene="convolution", knobs={"stride": 2}, steps=(2,))
    assert order.path == str(saves / "convolution-step-3.webp")
    assert order.options.theme == application.appearance.theme.name, "a film looks as the stage does"


def test_this_scene_with_the_ink_that_was_drawn_over_it(
    application: Application, exports: Exports, orders: list[Order], saves: Path
) -> None:
    application.session.open("convolution")
    application.workspace.classroom.overlays.put_ink("scene convolution · Add", (STROKE,))
    application.workspace.classroom.overlays.put_ink("scene pooling · One window", (STROKE,))
    exports.scene()
    order = ordered(application, orders, ".html")
    assert order.what == OfScene(scene="convolution", ink={"Add": (STROKE,)})


def test_a_stop_of_a_lesson_is_exported_as_the_class_has_left_it(
    application: Application, exports: Exports, orders: list[Order], saves: Path, path: Path
) -> None:
    desk(application).open(path)
    desk(application).lesson.go("by-hand")
    application.session.turn("stride", 2)
    exports.scene()
    what = ordered(application, orders, ".pdf").what
    assert isinstance(what, OfScene)
    assert what.stop is not None
    assert (what.stop.id, what.folder) == ("by-hand", str(path.parent))
    assert what.knobs == {"bias": 2.0, "stride": 2}


def test_ctrl_p_asks_about_the_lesson_that_is_open_else_about_the_scene(
    application: Application, orders: list[Order], saves: Path, path: Path
) -> None:
    application.session.open("pooling")
    key(application, Key.Key_P, held=Mod.ControlModifier)
    assert ordered(application, orders, ".pdf").what == OfScene(scene="pooling")
    desk(application).open(path)
    key(application, Key.Key_P, held=Mod.ControlModifier)
    what = ordered(application, orders, ".pdf").what
    assert isinstance(what, OfLesson)
    assert (what.lesson.id, what.folder) == ("short", str(path.parent))


def test_the_class_that_was_given_last(
    application: Application, exports: Exports, orders: list[Order], saves: Path
) -> None:
    exports.of_class()
    assert NO_CLASS in told(application)
    log = written(application.workspace.shown.records.folder, *ENTRIES)
    exports.of_class()
    assert ordered(application, orders, ".lesson.toml").what == OfClass(log=str(log))


def test_past_classes_become_handouts_and_lessons(application: Application, orders: list[Order], saves: Path) -> None:
    records = application.workspace.shown.records
    log = written(records.folder, *ENTRIES)
    for words, ending in (("Handout…", ".pdf"), ("As a lesson…", ".lesson.toml")):
        records.show_class(log)
        (view,) = [each for each in application.workspace.findChildren(ClassView) if each.isVisible()]
        next(each for each in view.findChildren(QPushButton) if each.text() == words).click()
        order = ordered(application, orders, ".pdf") if ending == ".pdf" else orders.pop()
        assert order.what == OfClass(log=str(log))
        assert order.ending == ending


def test_answer_cards(exports: Exports, orders: list[Order], saves: Path) -> None:
    exports.cards()
    assert orders == [Order(what=OfCards(), path=str(saves / "answer-cards.pdf"), options=orders[0].options)]


def test_what_is_not_there_is_said(application: Application, exports: Exports, path: Path) -> None:
    exports.lesson()
    assert NO_LESSON in told(application)
    application.workspace.places.show_home()
    exports.film()
    exports.copy_picture()
    assert NO_SCENE in told(application)
    desk(application).open(path)
    application.workspace.places.show_scene()
    desk(application).lesson.begin()
    conducting = application.workspace.classroom.conducting
    while conducting.kind != "end":
        conducting.next()
    exports.scene()
    assert OF_THE_LESSON in told(application)


def test_the_picture_is_copied_with_what_lies_over_it(application: Application) -> None:
    application.session.open("convolution")
    application.session.show_step(3)

    def copied() -> QImage:
        key(application, Key.Key_P, held=Mod.ControlModifier | Mod.ShiftModifier)
        return QGuiApplication.clipboard().image()

    bare = copied()
    application.workspace.classroom.overlays.put_ink("scene convolution · Add", (STROKE,))
    inked = copied()
    assert not bare.isNull()
    assert bare.size() == inked.size()
    assert bare != inked
    assert "The picture is copied" in told(application)


def test_a_job_goes_on_beside_the_window_and_says_where_its_file_is(
    application: Application, exports: Exports, saves: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    application.session.open("scaling")
    exports.scene()
    asked = dialog(application)
    asked.kind.choose(".html")
    asked.save.click()
    assert exports.job is not None
    assert exports.strip.isVisible()
    assert exports.strip.action.text() == "Cancel"
    key(application, Qt.Key.Key_PageDown)
    assert application.session.step == 0, "the window goes on"
    qtbot.waitUntil(lambda: exports.job is None, timeout=60_000)
    assert (saves / "scaling.html").is_file()
    assert exports.strip.words.text() == f"scaling.html is saved in {saves}."
    exports.strip.action.click()
    assert opened == [str(saves)]
    assert exports.strip.isHidden()


def test_jobs_wait_for_each_other_and_one_that_is_called_off_leaves_nothing(
    exports: Exports, tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = tmp_path / "a.pptx", tmp_path / "b.svg"
    exports.order(Order(what=OfScene(scene="convolution"), path=str(first)))
    exports.order(Order(what=OfScene(scene="scaling", steps=(0,)), path=str(second)))
    exports.strip.action.click()
    assert exports.job is not None
    assert exports.job.order.path == str(second)
    qtbot.waitUntil(lambda: exports.job is None, timeout=60_000)
    assert second.is_file()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["b.svg"]


def test_what_fails_is_said_in_the_window(
    application: Application, exports: Exports, tmp_path: Path, qtbot: QtBot
) -> None:
    exports.order(Order(what=OfScene(scene="scaling", steps=(0,)), path=str(tmp_path / "none" / "x.svg")))
    qtbot.waitUntil(lambda: exports.job is None, timeout=60_000)
    assert "can't be written" in told(application)
    assert exports.strip.isHidden()


def test_a_window_that_closes_ends_its_export(
    open_real: Open, tmp_path: Path, qtbot: QtBot, application: Application
) -> None:
    exports = application.workspace.exports
    exports.order(Order(what=OfScene(scene="convolution"), path=str(tmp_path / "x.pptx")))
    job = exports.job
    assert job is not None
    qtbot.waitSignal(job.progressed, timeout=60_000).wait()
    application.workspace.window().close()
    assert not job.running
    assert exports.job is None
    assert not list(tmp_path.glob("x.pptx*"))


def test_without_a_printer_the_dialog_says_so(
    application: Application, exports: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_paper.QPrinterInfo, "availablePrinterNames", list)
    application.session.open("scaling")
    exports.handout()
    asked = dialog(application)
    asked.print.click()
    assert asked.reason.text() == on_paper.NO_PRINTER
    assert asked.isVisible()


def test_pages_are_printed_where_the_user_says(
    application: Application, exports: Exports, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_paper.QPrinterInfo, "availablePrinterNames", lambda: ["One"])
    application.session.open("scaling")
    exports.handout()
    asked = dialog(application)
    asked.print.click()
    (printing,) = [each for each in asked.findChildren(QPrintDialog) if each.isVisible()]
    out, printer = tmp_path / "printed.pdf", printing.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    printing.accepted.emit(printer)  # its own `accept` asks the system's printer, which is none
    assert not asked.isVisible()
    qtbot.waitUntil(lambda: exports.job is None, timeout=60_000)
    assert f"went to {out}" in told(application)
    assert len(PdfReader(out).pages) >= 2
