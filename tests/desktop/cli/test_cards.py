"""`convoscope cards`: where the cards are written, and what is said where they can't be."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.cli.main import main


@pytest.mark.parametrize(("words", "pages"), [((), 1), (("--per-page", "1"), 4)])
def test_cards_are_made(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], pages: int) -> None:
    path = tmp_path / "cards.pdf"
    assert main(["cards", *words, "-o", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}\n"
    assert len(PdfReader(path).pages) == pages


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("-o", "cards.png"), "Answer cards are a PDF: give 'cards.png' a name that ends in .pdf."),
        (("-o", "nowhere/cards.pdf"), "can't be written"),
        (("--per-page", "3", "-o", "cards.pdf"), "invalid choice: 3"),
        ((), "required: -o"),
    ],
)
def test_wrong_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nowhere").write_text("a file, and no folder")
    assert main(["cards", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
