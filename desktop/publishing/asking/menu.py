"""The menu of all that leaves as a file, or goes to the clipboard or on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QMenu, QWidget

ENTRIES = (
    ("Picture…\tCtrl+S", "export"),
    ("Copy the picture\tCtrl+Shift+P", "copy-picture"),
    ("Film of this step…", "export-film"),
    ("This scene as…", "export-scene"),
    ("The lesson as…", "export-lesson"),
    ("The class as…", "export-class"),
    ("Handout…\tCtrl+P", "handout"),
    ("Answer cards A–D…", "cards"),
)
"""The words of each entry, and the name of its action."""


class ExportMenu(QMenu):
    """Offers what can be exported now; `has_lesson` tells whether a lesson is open."""

    def __init__(
        self, actions: Mapping[str, Callable[[], object]], has_lesson: Callable[[], bool], parent: QWidget
    ) -> None:
        super().__init__("Export", parent)
        self._has_lesson = has_lesson
        self.entries = {name: self.addAction(words) for words, name in ENTRIES}
        for name, entry in self.entries.items():
            entry.triggered.connect(lambda _=False, act=actions[name]: act())
        self.aboutToShow.connect(self._follow)

    def _follow(self) -> None:
        self.entries["export-lesson"].setVisible(self._has_lesson())
