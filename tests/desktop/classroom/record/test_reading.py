from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.classroom.record import reading
from desktop.classroom.record.entries import Cued, from_line, to_line
from desktop.classroom.record.reading import RecordError, outline, read
from desktop.classroom.record.report import furthest, minutes
from tests.desktop.classroom.record.class_logs import ENTRIES, LESSON, began, written

WHOLE = b"".join(to_line(entry) for entry in (began(), *ENTRIES))
FIRST = WHOLE.index(b"\n")


def log_of(folder: Path, data: bytes) -> Path:
    path = folder / "2026-11-29T0830-short.jsonl"
    path.write_bytes(data)
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    record = read(written(tmp_path, *ENTRIES))
    assert record.path.name == "2026-11-29T0830-short.jsonl"
    assert record.entries == ENTRIES
    assert record.lesson == LESSON
    assert record.ended
    assert record.folder == Path.home() / "lessons"


@given(cut=st.integers(0, len(WHOLE)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_log_that_is_cut_at_any_byte_reads_up_to_there(tmp_path: Path, cut: int) -> None:
    path = log_of(tmp_path, WHOLE[:cut])
    if cut < FIRST:
        with pytest.raises(RecordError, match="doesn't begin as a class log does"):
            read(path)
        return
    found = read(path).entries
    whole = WHOLE[:cut].count(b"\n") - 1
    assert found[:whole] == ENTRIES[: max(0, whole)]
    assert len(found) in (max(0, whole), whole + 1)


@given(at=st.integers(FIRST + 1, len(WHOLE) - 1), junk=st.binary(min_size=1, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_the_middle_the_rest_is_read(tmp_path: Path, at: int, junk: bytes) -> None:
    found = read(log_of(tmp_path, WHOLE[:at] + junk + WHOLE[at + len(junk) :])).entries
    assert found[0] == ENTRIES[0] or at < FIRST + 2 + len(to_line(ENTRIES[0]))


def test_kinds_and_fields_of_newer_versions_are_passed_over(tmp_path: Path) -> None:
    lines = [
        to_line(began()),
        b'{"what":"sang","seconds":3,"song":"Hey"}\n',
        b'{"what":"cued","seconds":4,"stop":"by-hand","kind":"open","mood":"good"}\n',
        b'{"what":"cued","seconds":4,"stop":"by-hand","kind":"danced"}\n',
        b"[" * 100_000 + b"\n",
        b'{"what":"ended","seconds":-1}\n',
    ]
    assert read(log_of(tmp_path, b"".join(lines))).entries == (Cued(seconds=4, stop="by-hand", kind="open"),)


def test_what_is_no_log_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RecordError, match="can't be read"):
        read(tmp_path / "gone.jsonl")
    with pytest.raises(RecordError, match="doesn't begin"):
        read(log_of(tmp_path, b""))
    strange = {**began().lesson, "stop": [], "taste": "sweet"}
    with pytest.raises(RecordError, match="another version"):
        read(log_of(tmp_path, to_line(_with(strange))))
    monkeypatch.setattr(reading, "LARGEST", 10)
    with pytest.raises(RecordError, match="too large"):
        read(log_of(tmp_path, WHOLE))


def _with(lesson: dict[str, object]) -> reading.Began:
    return reading.Began(at="2026-11-29T08:30:00", title="", lesson=lesson)


def test_nothing_personal_is_written(tmp_path: Path) -> None:
    assert str(Path.home()).encode() not in read(written(tmp_path, *ENTRIES)).path.read_bytes()
    assert from_line(to_line(ENTRIES[1])) == ENTRIES[1]


@given(cut=st.integers(FIRST + 1, len(WHOLE)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_outline_tells_of_a_class_what_its_whole_log_tells(tmp_path: Path, cut: int) -> None:
    path = log_of(tmp_path, WHOLE[:cut])
    whole, found = read(path), outline(path)
    assert (found.lesson, found.at, found.ended) == (whole.lesson, whole.at, whole.ended)
    assert (minutes(found), furthest(found)) == (minutes(whole), furthest(whole))


def test_an_outline_reads_no_ink_and_no_log_twice_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = log_of(tmp_path, WHOLE + WHOLE[FIRST + 1 :])
    read_lines: list[bytes] = []

    def counting(line: bytes) -> object:
        read_lines.append(line)
        return from_line(line)

    monkeypatch.setattr(reading, "from_line", counting)
    first = outline(path)
    assert read_lines
    assert not [line for line in read_lines if b"inked" in line or b"turned" in line]
    before = len(read_lines)
    assert outline(path) is first
    assert len(read_lines) == before
    with path.open("ab") as file:
        file.write(to_line(Cued(seconds=500, stop="extra", kind="open")))
    assert furthest(outline(path)) == furthest(first) + 1


def test_a_log_that_can_t_be_read_has_no_outline_either(tmp_path: Path) -> None:
    path = log_of(tmp_path, b"nothing")
    for _ in range(2):
        with pytest.raises(RecordError, match="doesn't begin as a class log does"):
            outline(path)
    with pytest.raises(RecordError, match="can't be read"):
        outline(tmp_path / "gone.jsonl")
