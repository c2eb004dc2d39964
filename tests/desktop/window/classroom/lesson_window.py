"""What tests of lessons in the window share: a lesson, and short ways to the window's parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from desktop.window.classroom.lesson_desk import LessonDesk

Open = Callable[..., Application]
Key, Mod = Qt.Key, Qt.KeyboardModifier

TEXT = """\
# A comment that stays.
convoscope = 1
id = "short"
title = "Short"
minutes = 6

[[stop]]
id = "title"
card = "# Short"
minutes = 1

[[stop]]
id = "by-hand"
scene = "convolution"
to = "Multiply"
knobs = { bias = 2.0 }
minutes = 3

[[stop]]
id = "pool"
scene = "pooling"
optional = true
"""


def desk(application: Application) -> LessonDesk:
    return application.workspace.desk


def key(application: Application, *keys: Qt.Key, held: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    for each in keys:
        QTest.keyClick(application.workspace.window().windowHandle(), each, held)


def told(application: Application) -> str:
    return application.workspace.banner.label.text()


def stops(application: Application) -> list[str]:
    document = desk(application).lesson.document
    assert document is not None
    return [entry.id for entry in document.read.entries]


def given(application: Application) -> str:
    stop = application.workspace.classroom.conducting.stop
    return stop.id if stop is not None else ""


def drop(application: Application, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Mod.NoModifier
    application.workspace.dropEvent(QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, left, none))
