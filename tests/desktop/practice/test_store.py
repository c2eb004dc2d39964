from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.practice.learning.keeping import ProgressError, read_foreign
from desktop.practice.learning.progress import Try
from desktop.practice.store import Store


def a_try(number: int, right: bool = True, session: int = 1) -> Try:
    return Try(session=session, number=number, subject="output-size", seed=number, attempt=1, right=right)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "practice.json"


def told_by(store: Store) -> list[str]:
    told: list[str] = []
    store.told.connect(told.append)
    return told


def test_progress_is_there_at_the_next_start(path: Path) -> None:
    assert Store(path).keep((a_try(1), a_try(2))).box("output-size") == 3
    assert Store(path).keep().box("output-size") == 3


def test_two_windows_add_to_one_file_and_learn_of_each_other(path: Path) -> None:
    one, other = Store(path), Store(path)
    one.keep((a_try(1),))
    other.keep((a_try(2),))
    assert one.keep().box("output-size") == other.known.box("output-size") == 3
    one.reset()
    assert other.keep((a_try(3),)).box("output-size") == 2, "what one window forgets, the other does not bring back"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"convoscope_practice": "2"}',
        b'{"convoscope_practice": 1, "answers": [{"session": -1}]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside_and_practice_goes_on(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = Store(path)
    told = told_by(store)
    assert store.keep((a_try(1),)).box("output-size") == 2
    assert path.with_name("practice.damaged-1.json").read_bytes() == content
    assert len(told) == 1
    assert "practice.damaged-1.json" in told[0]
    assert Store(path).keep().box("output-size") == 2


def test_what_a_newer_program_has_written_stays_as_it_is(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"convoscope_practice": 2}')
    store = Store(path)
    told = told_by(store)
    assert store.keep((a_try(1),)).box("output-size") == 2
    store.reset()
    assert [path.name for path in path.parent.glob("*.json")] == ["practice.json"]
    assert path.read_bytes() == b'{"convoscope_practice": 2}'
    assert len(told) == 2
    assert "written by a newer Convoscope" in told[0]


def test_what_was_known_stays_known_while_the_file_can_not_be_read(path: Path) -> None:
    store = Store(path)
    store.keep((a_try(1),))
    told = told_by(store)
    path.unlink()
    path.mkdir()
    assert store.keep().box("output-size") == 2
    assert "can't be read" in told[0]


def test_what_can_not_be_written_is_told_kept_in_mind_and_written_later(path: Path) -> None:
    path.parent.write_text("a file where the folder should be")
    store = Store(path)
    told = told_by(store)
    assert store.keep((a_try(1),)).box("output-size") == 2
    assert len(told) == 1
    assert "can't be saved" in told[0]
    path.parent.unlink()
    store.keep((a_try(2),))
    assert Store(path).keep().box("output-size") == 3


def test_a_reset_can_be_taken_back_also_after_new_answers(path: Path) -> None:
    store = Store(path)
    store.keep((a_try(1), a_try(2)))
    store.reset()
    assert (store.is_empty, store.can_take_back) == (True, True)
    assert Store(path).keep().box("output-size") == 0
    store.keep((a_try(3),))
    store.take_back()
    assert store.known.box("output-size") == 4
    assert not store.can_take_back
    assert Store(path).keep().box("output-size") == 4


def test_progress_goes_home_on_a_stick_and_comes_back(path: Path, tmp_path: Path) -> None:
    here, home = Store(path), Store(tmp_path / "other" / "practice.json")
    stick = tmp_path / "stick.json"
    told = told_by(home)
    here.keep((a_try(1), a_try(2)))
    home.keep((a_try(2), a_try(3)))
    here.export(stick)
    assert json.loads(stick.read_text())["convoscope_practice"] == 1
    home.take_in(stick)
    home.take_in(stick)
    assert home.known.box("output-size") == 4
    assert told == ["1 answer was added to yours.", "All of these answers were here already."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no progress of practice"),
        (b'{"session": {}}', "is no progress of practice"),
        (b'{"convoscope_practice": 2}', "was written by a newer Convoscope"),
        (b'{"convoscope_practice": 1, "answers": 3}', "is damaged"),
        (b'{"convoscope_practice": 1, "answers": [{"session": 1}]}', "is damaged"),
        (b" " * 2_000_001, "has more than 2 MB"),
    ],
)
def test_a_foreign_file_is_refused_in_a_sentence_and_changes_nothing(
    path: Path, tmp_path: Path, content: bytes, sentence: str
) -> None:
    foreign = tmp_path / "foreign.json"
    foreign.write_bytes(content)
    store = Store(path)
    store.keep((a_try(1),))
    told = told_by(store)
    store.take_in(foreign)
    assert len(told) == 1
    assert sentence in told[0]
    assert "\n" not in told[0]
    assert store.keep().box("output-size") == 2


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProgressError, match=r"There is no file gone\.json"):
        read_foreign(tmp_path / "gone.json")
