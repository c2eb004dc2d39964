"""XML as both kinds of pools are written in."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""An element of lxml, which tells no types."""


def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    """Put an element of the parent's own namespace into it, with words or without."""
    space = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{space}}}{name}" if space else name, attributes)
    element.text = text
    return element


def written(root: Element) -> bytes:
    """A document as a file. No room comes between words and what stands among them."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return content
