"""A short lesson, and the window with the scenes of the course."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.app.composition import Application
from scenes.stage.core.catalogue import catalogue
from tests.desktop.window.classroom.lesson_window import TEXT, Open


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "short.lesson.toml"
    found.write_text(TEXT, encoding="utf-8")
    return found


@pytest.fixture
def open_real(open_application: Open) -> Open:
    """With the scenes of the course, and nothing moving by itself."""

    def opened(**options: object) -> Application:
        application = open_application(catalogue=catalogue(), **options)
        application.session.reduced_motion = True
        return application

    return opened
