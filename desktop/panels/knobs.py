"""The panel of knobs, made from the form that a scene's knobs class is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.panels.editors import EDITORS, Editor, PictureEditor
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from scenes.stage.core.knobs import Knob, knobs_of

MOST = 4
"""How many knobs a step has by itself."""


class KnobPanel(QWidget):
    """What a scene can be asked.

    `own_wanted` names the knob for which the user wants a picture of their own, and the way in which it is to come;
    `rearranged` says that other knobs come first. Where steps say which knobs they are about, the others are folded
    under `all`. `top` is its first line, for what else belongs at the panel's upper right.
    """

    own_wanted = Signal(str, str)
    rearranged = Signal()

    def __init__(self, session: SceneSession, appearance: Appearance) -> None:
        super().__init__()
        self._session, self._appearance = session, appearance
        self._forms: tuple[Knob, ...] | None = None
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
        self.all = QPushButton("All knobs")
        self.all.setCheckable(True)
        self.all.toggled.connect(self._arrange)
        session.stepped.connect(self._arrange)
        session.turned.connect(self.refresh)
        session.opened.connect(self.refresh)
        session.refused.connect(self._refuse)
        appearance.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the session's knobs."""
        forms = knobs_of(self._session.knobs)
        if self._forms is None or [form.name for form in forms] != [form.name for form in self._forms]:
            self._build(forms)
        for form in forms:
            if form.name in self.editors and form != self.editors[form.name].form:
                self._replace(form)
        self._forms = forms
        for editor in self.editors.values():
            editor.refresh()
        self._arrange()
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

    def _build(self, forms: tuple[Knob, ...]) -> None:
        self.editors = {}
        editors = QWidget()
        self._list = QVBoxLayout(editors)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(self._appearance.px(9))
        self._list.addWidget(self.all)
        for form in forms:
            if form.kind == "hidden":
                continue
            self._list.addWidget(self._editor(form))
        self._order: list[QWidget] = []
        self.all.setChecked(False)
        self._column.replaceWidget(self._editors, editors)
        self._editors.deleteLater()
        self._editors = editors

    def _editor(self, form: Knob) -> Editor:
        editor = EDITORS[form.kind](form, self._session, self._appearance)
        if isinstance(editor, PictureEditor):
            editor.own_wanted.connect(self.own_wanted)
        self.editors[form.name] = editor
        return editor

    def _replace(self, form: Knob) -> None:
        """Put an editor for another range in the place of one; the others stay, for one of them may be dragged."""
        old = self.editors[form.name]
        self._list.insertWidget(self._list.indexOf(old), self._editor(form))
        self._list.removeWidget(old)
        old.hide()
        old.deleteLater()

    def shows(self, name: str) -> bool:
        """Whether a knob's editor is to be seen, with what it says of a value that is refused."""
        return name in self.editors and not self.editors[name].isHidden()

    def _arrange(self) -> None:
        """Show first the knobs that the present step is about, and the others where they are wanted.

        A lesson may have set things up and want only some to be turned: the others stay out of sight.
        """
        steps, only = self._session.steps, self._session.shows
        folded = any(step.knobs for step in steps)
        first = [name for name in steps[self._session.step].knobs if name in self.editors][:MOST] if folded else []
        others = [name for name in self.editors if name not in first]
        wanted = [*(self.editors[name] for name in first), self.all, *(self.editors[name] for name in others)]
        if wanted != self._order:
            self._order = wanted
            for widget in wanted:
                self._list.removeWidget(widget)
                self._list.addWidget(widget)
            self.rearranged.emit()
        self.all.setVisible(folded and bool(others) and only is None)
        for name, editor in self.editors.items():
            seen = name in first or not folded or self.all.isChecked()
            editor.setVisible(seen if only is None else name in only)

    def _refuse(self, name: str, sentence: str) -> None:
        if name in self.editors:
            self.editors[name].refuse(sentence)
