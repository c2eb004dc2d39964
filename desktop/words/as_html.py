"""CommonMark as HTML, for documents that a browser opens. Whoever wrote it can bring in no element of their own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from desktop.words.commonmark import FORMULA, reader
from desktop.words.plain_formulas import plain_formula

if TYPE_CHECKING:
    from markdown_it.token import Token

BELOW = 2
"""Headings stand so many levels lower: above them are those of the document and of the page."""
LOWEST = 6


def as_html(text: str) -> str:
    """Write CommonMark as HTML: HTML in it is words, formulas are in plain letters, and pictures are their words.

    Links lead to pages of the web only, and open beside the document.
    """
    tokens = reader().parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + BELOW, LOWEST)}"
        token.children = [_inline(child) for child in token.children] if token.children else token.children
    return str(reader().renderer.render(tokens, reader().options, {}))


def _inline(token: Token) -> Token:
    """A piece of a line as the renderer is to write it."""
    if token.type == FORMULA:
        token.type, token.content = "html_inline", f"<span>{escape(plain_formula(token.content))}</span>"
    elif token.type == "image":
        token.type = "text"
    elif token.type == "link_open":
        address = str(token.attrGet("href") or "")
        token.attrs = {"rel": "noreferrer", "target": "_blank"}
        if address.startswith(("https://", "http://")):
            token.attrs["href"] = address
    return token
