from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from desktop.publishing import worker
from desktop.publishing.order import OfScene, Order, to_json
from desktop.publishing.worker import Came, Failed, Said, Wrote, main, read_line


def said(what: Any, path: Path) -> tuple[int, list[Said | None]]:
    out = io.BytesIO()
    status = main(io.BytesIO(to_json(Order(what=what, path=str(path)))), out)
    return status, [read_line(line) for line in out.getvalue().splitlines()]


def test_it_says_how_far_it_has_come_and_what_it_has_written(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "x.pdf"
    status, lines = said(OfScene(scene="scaling"), path)
    assert status == 0
    assert lines[-1] == Wrote((str(path),))
    come = [line for line in lines if isinstance(line, Came)]
    assert come
    assert come[-1].done == come[-1].of
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("what", "name", "sentence"),
    [
        (OfScene(scene="nowhere"), "x.pdf", "no scene named 'nowhere'"),
        (OfScene(scene="scaling"), "x.doc", "give it a name that ends in one of"),
        (OfScene(scene="scaling"), "none/x.svg", "can't be written"),
    ],
)
def test_what_fails_is_one_sentence(what: Any, name: str, sentence: str, tmp_path: Path, qapp: object) -> None:
    status, lines = said(what, tmp_path / name)
    assert status == 1
    failed = lines[-1]
    assert isinstance(failed, Failed)
    assert sentence in failed.sentence
    assert not list(tmp_path.iterdir())


def test_what_nobody_expected_is_a_sentence_too(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("nobody expected that")

    monkeypatch.setattr(worker, "carry_out", broken)
    status, lines = said(OfScene(scene="scaling"), tmp_path / "x.pdf")
    assert status == 1
    assert isinstance(lines[-1], Failed)
    assert "nothing was exported" in lines[-1].sentence


def test_who_listens_no_more_ends_it(tmp_path: Path, qapp: object) -> None:
    class Closed(io.BytesIO):
        def write(self, data: Any) -> int:
            raise BrokenPipeError

    path = tmp_path / "x.pdf"
    order = to_json(Order(what=OfScene(scene="scaling"), path=str(path)))
    assert main(io.BytesIO(order), Closed()) == 1
    assert not path.exists()


@pytest.mark.parametrize("line", [b"", b"{}", b"Traceback", b'{"what":"came"}', b"\xff"])
def test_other_lines_say_nothing(line: bytes) -> None:
    assert read_line(line) is None
