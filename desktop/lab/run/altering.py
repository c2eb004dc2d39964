"""What is done to the pictures that a run learns from, as sliders: faults to study, and more variety."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.rows import ChoiceRow, Row, SegmentRow, SliderRow
from engine.contract.spec import LEAST_OF_CLASS, LEAST_SHARE, MOST_NOISE, MOST_SHIFT, Altered

NOISES = tuple(round(0.05 * step, 2) for step in range(round(MOST_NOISE / 0.05) + 1))
SHARES = (LEAST_SHARE, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)
LEFT = (LEAST_OF_CLASS, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)
SHIFTS = tuple(range(MOST_SHIFT + 1))
_NEW_RUN = "Applies to the next run, and only to the pictures that it learns from."


class Altering(QWidget):
    """A row for each field of `Altered`; `wanted` carries a field of `Altered` and the value that is asked for."""

    wanted = Signal(str, object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        noise = "So many pictures get a wrong label: does the network learn all the same? " + _NEW_RUN
        self.noise = SliderRow("Label noise", noise, appearance, NOISES, _percent)
        share = "So many pictures of each class are used. " + _NEW_RUN
        self.share = SliderRow("Share used", share, appearance, SHARES, _percent)
        shift = "Each picture is moved by up to so many pixels whenever it is drawn. " + _NEW_RUN
        self.shift = SliderRow("Shift", shift, appearance, SHIFTS, lambda pixels: f"{pixels:.0f} px")
        flip = "Half of the pictures, by chance, are mirrored from left to right. " + _NEW_RUN
        self.flip = SegmentRow("Mirror", flip, ("no", "yes"))
        rare = "So much of one class is left, as of a rare disease: what becomes of it? " + _NEW_RUN
        self.rare = SliderRow("Rarer class", rare, appearance, LEFT, _percent)
        self.rare_class = ChoiceRow("Which is rarer", "The class that is made rarer. " + _NEW_RUN, appearance, ())
        raw = "Standardised pixels have mean 0 and deviation 1; raw ones reach from 0 to 255. Applies to the next run."
        self.raw = SegmentRow("Raw pixels", raw, ("no", "yes"))
        self.rows: dict[str, Row] = {
            "noise": self.noise,
            "share": self.share,
            "rare": self.rare,
            "rare_class": self.rare_class,
            "shift": self.shift,
            "flip": self.flip,
            "raw": self.raw,
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for row in self.rows.values():
            column.addWidget(row)
        self.noise.wanted.connect(lambda noise: self.wanted.emit("noise", noise))
        self.share.wanted.connect(lambda share: self.wanted.emit("share", share))
        self.shift.wanted.connect(lambda shift: self.wanted.emit("shift", int(shift)))
        self.flip.wanted.connect(lambda index: self.wanted.emit("flip", bool(index)))
        self.rare.wanted.connect(lambda share: self.wanted.emit("rare", share))
        self.rare_class.wanted.connect(lambda index: self.wanted.emit("rare_class", index))
        self.raw.wanted.connect(lambda index: self.wanted.emit("raw", bool(index)))

    def show_altered(self, altered: Altered, classes: Sequence[str]) -> None:
        """Show what is wanted of pictures of these classes."""
        self.noise.show_value(altered.noise)
        self.share.show_value(altered.share)
        self.shift.show_value(altered.shift)
        self.flip.show_index(int(altered.flip))
        self.rare.show_value(altered.rare)
        self.rare_class.set_words(classes)
        self.rare_class.show_index(altered.rare_class)
        self.rare_class.setVisible(altered.rare < 1)
        self.raw.show_index(int(altered.raw))


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
