from __future__ import annotations

from desktop.words.plain import on_one_line


def test_a_text_on_one_line() -> None:
    assert on_one_line(" a\n\tb \x1b[31m c\x00\ud800 ∂ ") == "a b [31m c ∂"
    assert on_one_line("\n") == ""
