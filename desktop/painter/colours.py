"""Pens, brushes and colours by their names, made once."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from scenes.stage.output import styling as look


@lru_cache(maxsize=1024)
def colour(name: str, strength: float = 1.0) -> QColor:
    """A colour "#rrggbb", as opaque as `strength` (0..1) says."""
    found = QColor(name)
    found.setAlphaF(max(0.0, min(strength, 1.0)))
    return found


@lru_cache(maxsize=1024)
def brush(name: str, strength: float = 1.0) -> QBrush:
    """A brush of one colour."""
    return QBrush(colour(name, strength))


@lru_cache(maxsize=1024)
def pen(name: str, width: float = 1.0, dashed: bool = False, strength: float = 1.0) -> QPen:
    """A pen of one colour with round ends and corners; a dashed one has flat ends."""
    found = QPen(brush(name, strength), width)
    found.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    found.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.RoundCap)
    if dashed:
        found.setDashPattern(look.DASHES)
    return found
