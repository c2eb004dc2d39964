"""Pools as files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from desktop.export.progress import StoppedError
from desktop.export.still import ExportError
from desktop.homework.faults import HomeworkError
from desktop.homework.pool.model import pool_of
from desktop.homework.pool.writing import MOODLE, QTI, pool_for, write_pool
from scenes.questions.items import items
from tests.desktop.homework.homeworks import homework

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_ending_says_what_is_written(tmp_path: Path) -> None:
    pool, told = pool_of("two", [items()["output-size"]], 2), list[tuple[int, int]]()
    write_pool(pool, [tmp_path / MOODLE, tmp_path / QTI], lambda done, of: told.append((done, of)))
    assert etree.parse(tmp_path / MOODLE).getroot().tag == "quiz"
    assert "imsmanifest.xml" in zipfile.ZipFile(tmp_path / QTI).namelist()
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_homework_s_pool_has_more_of_each_item_than_a_sheet() -> None:
    pool = pool_for(homework("output-size", "deeper-net", each=2))
    assert (pool.title, pool.each) == ("Sheet 1", 2)
    assert [len(group.variants) for group in pool.groups] == [6, 2]
    assert [len(group.variants) for group in pool_for(homework("output-size"), 3).groups] == [3]


def test_another_ending_a_place_that_is_gone_and_a_stop_leave_nothing(tmp_path: Path) -> None:
    pool = pool_of("one", [items()["output-size"]], 1)
    with pytest.raises(HomeworkError, match=r"ends in \.xml for Moodle"):
        write_pool(pool, [tmp_path / "pool.gift"])
    with pytest.raises(ExportError, match="can't be written"):
        write_pool(pool, [tmp_path / "gone" / "pool.xml"])

    def stop(done: int, of: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        write_pool(pool, [tmp_path / "pool.xml"], stop)
    assert list(tmp_path.iterdir()) == []
