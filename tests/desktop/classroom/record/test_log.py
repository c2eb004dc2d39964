from __future__ import annotations

import errno
from pathlib import Path

import pytest

from desktop.classroom.record.entries import Dark, to_line
from desktop.classroom.record.log import ClassLog, begin, logs
from desktop.classroom.record.reading import read
from tests.desktop.classroom.record.class_logs import ENTRIES, began, written


def test_each_entry_is_in_the_file_as_soon_as_it_is_added(tmp_path: Path) -> None:
    log = begin(tmp_path / "classes", began(), "short")
    for number, entry in enumerate(ENTRIES):
        log.add(entry)
        assert read(log.path).entries == ENTRIES[: number + 1]
    log.release()


def test_two_classes_of_one_minute_have_a_log_each(tmp_path: Path) -> None:
    one, other = begin(tmp_path, began(), "short"), begin(tmp_path, began(), "short")
    assert one.path != other.path
    assert {log.path for log in logs(tmp_path)} == {one.path, other.path}
    one.release()
    other.release()


def test_a_log_is_one_process_s_until_it_lets_go(tmp_path: Path) -> None:
    log = begin(tmp_path, began(), "short")
    other = ClassLog(log.path)
    assert not other.claim()
    log.release()
    assert other.claim()
    assert other.claim(), "it is its own already"
    other.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_was_cut_is_taken_away_before_others_follow(tmp_path: Path) -> None:
    path = written(tmp_path, *ENTRIES[:4])
    with path.open("ab") as file:
        file.write(to_line(ENTRIES[4])[:17])
    log = ClassLog(path)
    log.mend()
    log.add(Dark(seconds=90, colour="no"))
    log.release()
    assert read(path).entries == (*ENTRIES[:4], Dark(seconds=90, colour="no"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_an_error_and_what_was_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = begin(tmp_path, began(), "short")
    log.add(ENTRIES[1])
    with Path("/dev/full").open("wb") as full:
        monkeypatch.setattr(log, "_file", full)
        with pytest.raises(OSError, match="No space left"):
            log.add(ENTRIES[2])
        monkeypatch.undo()
    log.release()
    assert read(log.path).entries == (ENTRIES[1],)


def test_a_log_that_can_t_be_begun_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(log: ClassLog, entry: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ClassLog, "add", full)
    with pytest.raises(OSError, match="No space left"):
        begin(tmp_path, began(), "short")
    assert list(tmp_path.iterdir()) == []
