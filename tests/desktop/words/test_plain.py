from __future__ import annotations

from datetime import date, datetime

import pytest

from desktop.words.plain import counted, day, on_one_line, size_text

ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def test_a_text_on_one_line() -> None:
    assert on_one_line(" a\n\tb \x1b[31m c\x00\ud800 ∂ ") == "a b [31m c ∂"
    assert on_one_line("\n") == ""


@pytest.mark.parametrize(("count", "said"), [(1, "1 byte"), (12_345, "12.3 kB"), (2_500_000_000, "2.5 GB")])
def test_sizes(count: int, said: str) -> None:
    assert size_text(count) == said


def test_things_are_counted() -> None:
    assert counted(1, "page") == "1 page"
    assert counted(0, "page") == "0 pages"
    assert counted(1200, "page") == "1,200 pages"
    assert counted(1.5, "point") == "1.5 points"


def test_days_are_in_english_whatever_the_system_speaks() -> None:
    assert [day(date(2026, month, 1), year=False)[2:5] for month in range(1, 13)] == ENGLISH
    assert day(date(2026, 11, 29)) == "29 November 2026"
    assert day(datetime(2027, 1, 3, 8, 30), year=False) == "3 January"
