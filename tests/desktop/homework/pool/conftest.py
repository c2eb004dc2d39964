"""A pool of the whole course, and one of some items in several variants, written once for all tests."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.homework.pool.model import Pool, pool_of
from desktop.homework.pool.moodle import moodle_xml
from desktop.homework.pool.pictures import PoolPictures
from desktop.homework.pool.qti_package import qti_package
from scenes.questions.items import items

SOME = ("output-size", "relu-map", "dense-share", "deeper-net", "head-parameters")


@pytest.fixture(scope="session")
def pictures(qapp: QApplication) -> PoolPictures:
    return PoolPictures()


@pytest.fixture(scope="session")
def course() -> Pool:
    return pool_of("The course", items().values(), 1)


@pytest.fixture(scope="session")
def some() -> Pool:
    return pool_of("Some <items> & more", [items()[name] for name in SOME], 3, each=2)


@pytest.fixture(scope="session")
def quiz(course: Pool, pictures: PoolPictures) -> bytes:
    return moodle_xml(course, pictures)


@pytest.fixture(scope="session")
def package(course: Pool, pictures: PoolPictures) -> bytes:
    return qti_package(course, pictures)
