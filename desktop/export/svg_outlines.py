"""SVG files of widgets, as Qt writes them, made safe for other programs: letters as outlines, nothing that is empty."""

from __future__ import annotations

from xml.etree import ElementTree

from PySide6.QtGui import QFont, QPainterPath

from desktop.theme import fonts

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_CURVE = QPainterPath.ElementType.CurveToElement


def outlined(svg: bytes) -> bytes:
    """The same picture for machines without the typeface: each text is a path, which is named by its words."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}text":
                _outline(child)
            elif child.tag == f"{{{SVG}}}path" and not child.get("d", "").strip():
                parent.remove(child)
        for name in [each for each in parent.attrib if each.startswith("font-")]:
            del parent.attrib[name]  # no letters are left that would want it
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _outline(text: ElementTree.Element) -> None:
    """Turn a text into the path of its letters."""
    words, given = text.text or "", dict(text.attrib)
    path = QPainterPath()
    path.addText(float(given.pop("x", 0)), float(given.pop("y", 0)), _font(given), words)
    kept = {name: value for name, value in given.items() if not name.startswith(("font-", "{"))}
    tail = text.tail
    text.clear()
    text.tag, text.tail = f"{{{SVG}}}path", tail
    text.attrib.update({**kept, "d": _data(path), "aria-label": words})


def _font(given: dict[str, str]) -> QFont:
    """The font that a text names."""
    found = fonts.font(float(given.get("font-size", "12").removesuffix("px")))
    found.setFamily(given.get("font-family", fonts.FAMILY))
    found.setWeight(QFont.Weight(int(given.get("font-weight", 400))))
    found.setItalic(given.get("font-style") == "italic")
    return found


def _data(path: QPainterPath) -> str:
    """A path in SVG's letters."""
    parts = []
    for index in range(path.elementCount()):
        element = path.elementAt(index)
        letter = "M" if element.isMoveTo() else "L" if element.isLineTo() else "C" if element.type == _CURVE else ""
        parts.append(f"{letter}{element.x:.2f},{element.y:.2f}")
    return " ".join(parts)
