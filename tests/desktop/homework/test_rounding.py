from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.homework.answers import load
from desktop.homework.rounding import wanted
from scenes.questions.items import items
from tests.desktop.homework.homeworks import made

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("cross-entropy", "If you write a number, round it to 3 decimals."),
        ("winner-of-2012", "If you write a number, round it to 1 decimal."),
        ("head-parameters", "If you write a number, round it to 3 figures."),
        ("output-size", ""),
    ],
)
def test_it_is_told_how_a_number_is_to_be_rounded(item: str, words: str) -> None:
    assert wanted(items()[item].question(3)) == words


def test_the_sheet_and_the_file_say_how_a_number_is_to_be_rounded(tmp_path: Path) -> None:
    words = "If you write a number, round it to 3 decimals."
    _, where = made(tmp_path, 1, "output-size", "cross-entropy")
    assert [each.hint for each in load(where.sheets / "sheet-s1.answers.toml").questions] == ["", words]
    printed = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO((where.sheets / "sheet-s1.pdf").read_bytes())).pages
    )
    assert " ".join(printed.split()).count(words) == 1
