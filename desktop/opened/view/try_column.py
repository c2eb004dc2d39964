"""The network at work: a picture, what it answers, where it looks, and the maps of the chosen layer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.opened.model.names import ASSUMED
from desktop.opened.model.opened import Opened
from desktop.opened.model.trial import Trial
from desktop.opened.view.answers import Answers
from desktop.opened.view.maps import Maps
from desktop.opened.view.sources import OpenedSources
from desktop.teaching.view.sight import SightView
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo
from desktop.widgets.parts import button, label
from scenes.stage.draw.blocks import shape_text

SIDE = 148
PREPARING = "It is being made ready to run."
ODD = "Its answer is not finite, so there is no class to name. Look for numbers that are not finite among its layers."
NO_SLOPES = "ONNX Runtime gives no slopes, so where it looks can’t be told."
NO_LOOKER = "It has no maps whose places could be weighed."
NO_MAPS = "{} gives no maps for a picture."


class TryColumn(QWidget):
    """Shows what is known of the picture of its `sources`. `names_wanted` asks for what the classes are called."""

    names_wanted = Signal()

    def __init__(self, appearance: Appearance, opened: Opened, trial: Trial) -> None:
        super().__init__()
        self._appearance, self._opened, self._trial = appearance, opened, trial
        self.sources = OpenedSources(appearance, SIDE)
        self.sight = SightView(appearance, SIDE)
        self.looks_at = label(name="small", wrap=True)
        self.waits = label(name="muted", wrap=True)
        self.answers = Answers(appearance)
        self.names = button("Class names…", "A text file with one name a line, or a JSON list", self.names_wanted.emit)
        self.standard = Combo(appearance, "How pixels are standardised")
        self.assumed = label(ASSUMED, "small", wrap=True)
        self.maps = Maps(appearance)
        self._suited: object = None
        self._lay_out()
        self.sources.changed.connect(lambda: trial.look(self.sources.picture))
        self.answers.chose.connect(trial.explain)
        self.standard.picked.connect(lambda place: opened.use_standard(opened.standards[place]))
        trial.changed.connect(self.refresh)
        opened.changed.connect(self._follow)
        appearance.changed.connect(self.refresh)
        self._follow()

    def _lay_out(self) -> None:
        px = self._appearance.px
        self._beside, self._below = QVBoxLayout(), QVBoxLayout()
        for each in (self._beside, self._below):
            each.setSpacing(px(6))
        self.where = label("Where it looks", "key")
        for widget in (self.where, self.sight, self.looks_at):
            self._beside.addWidget(widget)
        self._beside.addStretch(0)
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self.sources, 1)
        top.addLayout(self._beside, 1)
        row = QHBoxLayout()
        row.addWidget(self.names)
        row.addWidget(self.standard, 1)
        self.inside = QWidget()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.waits)
        around.addWidget(self.inside, 1)
        around.addStretch(0)
        self._column = column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(top)
        column.addWidget(self.answers)
        column.addLayout(row)
        column.addWidget(self.assumed)
        column.addLayout(self._below, 1)
        self._place_maps(self._below)

    def _place_maps(self, layout: QVBoxLayout) -> None:
        """Have the maps in one of two places: beside the picture they stand where nothing else can."""
        layout.insertWidget(0, self.maps, 1)
        self._column.setStretchFactor(self._below, int(layout is self._below))
        self._column.setStretch(0, int(layout is self._beside))

    # --- What is shown ----------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Another network may be open, or be read in another way."""
        opened = self._opened
        if opened.contents is not None and opened.runs and self._suited is not opened.contents:
            self._suited = opened.contents
            self.sources.suit(opened.shape)
            looks = opened.contents.runs == "engine"
            self._place_maps(self._below if looks else self._beside)
            for each in (self.where, self.sight):
                each.setVisible(looks)
        self.inside.setVisible(opened.contents is not None and self._suited is opened.contents)
        self.standard.clear()
        self.standard.addItems([each.title for each in opened.standards])
        if opened.standard in opened.standards:
            self.standard.setCurrentIndex(opened.standards.index(opened.standard))
            self.standard.setToolTip(f"The network sees {opened.standard.words}.")
        self.standard.setEnabled(len(opened.standards) > 1)
        self.names.setEnabled(bool(opened.contents is not None and opened.contents.classes))
        self.assumed.setVisible(opened.assumed)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        trial = self._trial
        said = self._waiting()
        self.waits.setText(said)
        self.waits.setVisible(bool(said))
        self.answers.show_guesses(trial.guesses, trial.place, trial.stale)
        self._show_sight()
        self._show_maps()

    def _waiting(self) -> str:
        """Why there is no answer."""
        if self._opened.trouble:
            return self._opened.trouble
        if not self._opened.runs:
            return PREPARING if self._opened.contents is not None else ""
        if self._trial.odd:
            return ODD
        if self._trial.refused:
            return self._trial.refused
        return "" if self._trial.guesses else self.sources.nothing if self.sources.picture is None else "It computes."

    def _show_sight(self) -> None:
        trial, contents = self._trial, self._opened.contents
        sight = None if trial.stale else trial.sight
        self.sight.show_sight(trial.seen if sight is not None else None, sight)
        if contents is not None and contents.runs == "onnx":
            said = NO_SLOPES
        elif trial.looker is None:
            said = NO_LOOKER
        elif sight is None or trial.place is None:
            said = ""
        elif not sight.any():
            said = f"No place of {trial.looker.name} speaks for {self._opened.class_name(trial.place)}."
        else:
            maps = f"{trial.looker.name}, {shape_text(trial.looker.shape[1:])}"
            said = f"Warm cells speak for {self._opened.class_name(trial.place)} (Grad-CAM of {maps})."
        self.looks_at.setText(said)

    def _show_maps(self) -> None:
        trial, layer = self._trial, self._trial.layer
        flat = layer is not None and not layer.spatial and bool(trial.guesses) and not trial.stale
        instead = NO_MAPS.format(layer.name) if flat and layer is not None else ""
        self.maps.show_maps(None if trial.stale else trial.maps, instead)
