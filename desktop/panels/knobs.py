"""The panel of knobs, made from the form that a scene's knobs class is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.panels.editors import EDITORS, Editor, PictureEditor
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from scenes.stage.core.knobs import Knobs, knobs_of


class KnobPanel(QWidget):
    """What a scene can be asked. `file_wanted` names the knob for which the user wants to open a picture file.

    `top` is its first line, for what else belongs at the panel's upper right.
    """

    file_wanted = Signal(str)

    def __init__(self, session: SceneSession, appearance: Appearance) -> None:
        super().__init__()
        self._session, self._appearance = session, appearance
        self._kind: type[Knobs] | None = None
        self.editors: dict[str, Editor] = {}
        self.undo = IconButton(appearance, "undo", "Undo  Ctrl+Z", size=28)
        self.redo = IconButton(appearance, "redo", "Redo  Ctrl+Shift+Z", size=28)
        self.reset = IconButton(appearance, "reset", "Put all knobs back to where they began", size=28)
        self.undo.clicked.connect(session.undo)
        self.redo.clicked.connect(session.redo)
        self.reset.clicked.connect(session.reset)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.top = self._header()
        self._column.addLayout(self.top)
        self._editors = QWidget()
        self._column.addWidget(self._editors)
        session.turned.connect(self.refresh)
        session.opened.connect(self.refresh)
        session.refused.connect(self._refuse)
        appearance.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the session's knobs."""
        kind = type(self._session.knobs)
        if kind is not self._kind:
            self._kind = kind
            self._build(kind)
        for editor in self.editors.values():
            editor.refresh()
        self.undo.setEnabled(self._session.undoable)
        self.redo.setEnabled(self._session.redoable)

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = QLabel("What if…")
        title.setObjectName("heading")
        row.addWidget(title, 1)
        for button in (self.undo, self.redo, self.reset):
            row.addWidget(button)
        return row

    def _build(self, kind: type[Knobs]) -> None:
        self.editors = {}
        editors = QWidget()
        column = QVBoxLayout(editors)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._appearance.px(9))
        for form in knobs_of(kind):
            if form.kind == "hidden":
                continue
            editor = EDITORS[form.kind](form, self._session, self._appearance)
            if isinstance(editor, PictureEditor):
                editor.file_wanted.connect(self.file_wanted)
            self.editors[form.name] = editor
            column.addWidget(editor)
        self._column.replaceWidget(self._editors, editors)
        self._editors.deleteLater()
        self._editors = editors

    def _refuse(self, name: str, sentence: str) -> None:
        if name in self.editors:
            self.editors[name].refuse(sentence)
