"""The column at the right: a picture to try, what is said of it, where that looks, and which maps speak for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.teaching.model.teaching import Teaching
from desktop.teaching.view.bars import Bars
from desktop.teaching.view.sight import SightView
from desktop.teaching.view.sources import TrialSources
from desktop.teaching.view.voices import VoicesView
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import label

SIDE = 190
"""How wide the picture is, and that with what speaks for it, in pixels for letters of the usual size."""
NOTHING_YET = "What it says stands here as soon as it has learned."


class TrialColumn(QWidget):
    """Shows what teaching has to say of the picture of its `sources`. `looked` says that there is another one."""

    looked = Signal()

    def __init__(self, appearance: Appearance, teaching: Teaching) -> None:
        super().__init__()
        self._teaching = teaching
        self.sources = TrialSources(appearance, SIDE)
        self.sight = SightView(appearance, SIDE)
        self.bars, self.voices = Bars(appearance), VoicesView(appearance)
        self.looks_at = label(name="small", wrap=True)
        self.truth = label(name="key")
        self.heading = label(name="key")
        self.waits = label(NOTHING_YET, "muted", wrap=True)
        self.sources.changed.connect(self._look)
        self.bars.picked.connect(teaching.trial.choose)
        beside = QVBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(label("Where it looks", "key"))
        beside.addWidget(self.sight)
        beside.addWidget(self.looks_at)
        beside.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(appearance.px(14))
        top.addWidget(self.sources, 1)
        top.addLayout(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(appearance.px(6))
        column.addLayout(top)
        column.addWidget(self.truth)
        column.addWidget(self.waits)
        column.addWidget(self.bars)
        column.addWidget(self.heading)
        column.addWidget(self.voices)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show what is known now."""
        said = self._teaching.trial.said
        taught = self._teaching.teacher.taught
        classes = taught.head.classes if taught is not None else self._teaching.collection.classes
        self.waits.setText(self._teaching.trial.refused or NOTHING_YET)
        self.waits.setVisible(taught is None or bool(self._teaching.trial.refused))
        if said is None:
            self.bars.show_classes(classes, None)
            self.sight.show_sight(None, None)
            self.voices.show_voices(())
            for each in (self.looks_at, self.truth, self.heading):
                each.setText("")
            return
        names = said.taught.head.classes
        name = names[said.of]
        self.bars.show_classes(names, said.probabilities, said.of)
        self.sight.show_sight(said.picture, said.sight)
        self.looks_at.setText(f"Warm cells speak for {name}, cold ones against it.")
        self.heading.setText(f"Which of the {len(said.taught.head.centre):,} means speak for {name}, or against it")
        self.voices.show_voices(said.voices)
        self._tell_truth(names, int(said.probabilities.argmax()))

    def _tell_truth(self, names: tuple[str, ...], said: int) -> None:
        """Say whether it is right, where that is known."""
        of = self.sources.label
        known = of is not None and of < len(self._teaching.collection.classes)
        true = self._teaching.collection.classes[of] if known and of is not None else ""
        if true:
            self.truth.setText(f"It is of the class {true}: {'right' if names[said] == true else 'wrong'}.")
        else:
            self.truth.setText("")
        self.truth.setVisible(bool(true))

    def _look(self) -> None:
        self._teaching.trial.look(self.sources.picture)
        self.looked.emit()
