"""Answer cards: a letter each, large, found by a screen reader, and told apart without colours."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from desktop.export.documents.cards import answer_cards
from desktop.export.paper import images


@pytest.mark.parametrize(("per_page", "pages"), [(1, 4), (4, 1)])
def test_four_letters(per_page: Any, pages: int) -> None:
    reader = PdfReader(io.BytesIO(answer_cards(per_page)))
    assert len(reader.pages) == pages
    assert "".join("".join(page.extract_text().split()) for page in reader.pages) == "ABCD"
    assert [each.title for each in reader.outline] == list("ABCD")
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)


def test_a_letter_is_huge() -> None:
    sizes: list[float] = []
    reader = PdfReader(io.BytesIO(answer_cards(1)))
    page = reader.pages[0]
    page.extract_text(visitor_text=lambda _text, _cm, matrix, _font, size: sizes.append(size * abs(matrix[3])))
    assert max(sizes) > 0.9 * float(page.mediabox.height)


def test_they_are_the_same_every_time() -> None:
    assert images("cards", {"cards": [["A", "#000000"]], "per_page": 1}, {}, 20.0) == images(
        "cards", {"cards": [["A", "#000000"]], "per_page": 1}, {}, 20.0
    )
