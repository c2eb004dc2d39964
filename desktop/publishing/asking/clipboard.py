"""The picture on the stage on the clipboard, as other programs take it."""

from __future__ import annotations

from desktop.export.clipboard import copy_image
from desktop.export.still import Style, to_image
from scenes.stage.core.stage import Frame
from scenes.stage.output.theme import Theme

SIZE = (1920, 1080)


def copy_picture(frame: Frame, title: str, theme: Theme) -> str:
    """Copy a picture; returns the words for it. Raises ExportError where there is no memory for it."""
    return copy_image(to_image(frame, Style(theme, SIZE)), title)
