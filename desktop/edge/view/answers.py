"""One picture with what two forms say of it: a bar of each for the classes that either takes for likely."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.edge.measuring.words import Form
from desktop.edge.model.result import Change, Pictures
from desktop.edge.view.grouped_bars import Bar, Group, GroupedBars
from desktop.edge.view.looks import names_of
from desktop.theme.appearance import Appearance
from desktop.theme.paint import percent
from desktop.widgets.data_picture import DataPicture
from desktop.widgets.parts import label

MOST = 6
"""So many classes have bars, where there is room."""


class AnswersCard(QWidget):
    """The picture that was chosen, larger, with the answers of both forms."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.picture = DataPicture(appearance)
        self.picture.setAccessibleName("The picture that was chosen")
        self.heading = label(name="try", wrap=True)
        self.verdict = label(name="muted", wrap=True)
        self.bars = GroupedBars(appearance, "What both forms say of the picture", 48, least=2)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.picture)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.heading)
        right.addWidget(self.verdict)
        right.addWidget(self.bars, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(appearance.px(14))
        row.addLayout(left)
        row.addLayout(right, 1)

    def fit(self, height: int) -> None:
        """Have the picture as large as so many pixels allow."""
        px = self._appearance.px
        side = max(px(80), min(px(260), height))
        self.picture.setFixedSize(side, side)

    def show_change(self, change: Change, first: Form, pictures: Pictures | None) -> None:
        """Show a picture whose answer changed."""
        self.picture.show_picture(pictures.pixels[change.picture] if pictures is not None else None)
        name = names_in(pictures)
        before, after = names_of(first)[0], names_of(change.form)[0]
        both = f"{before} says {name(change.before)}", f"{after} says {name(change.after)}"
        tie = f"In {after} {name(change.before)} and {name(change.after)} have the same logit: it can’t tell them apart"
        self.heading.setText(f"{both[0]}. {tie}." if change.tied else f"{', '.join(both)}.")
        self.verdict.setText(f"It is {name(change.truth)}. {change.verdict}" if change.truth is not None else "")
        self.verdict.setVisible(change.truth is not None)
        self.bars.show_groups(likely(change, first, name))


def names_in(pictures: Pictures | None) -> Callable[[int], str]:
    """What classes are called."""
    return pictures.name_of if pictures is not None else "class {}".format


def likely(change: Change, first: Form, name: Callable[[int], str]) -> tuple[Group, ...]:
    """The classes that either form takes for likely, with both probabilities: both answers come first."""
    ranked = [change.before, change.after, *(int(each) for each in np.argsort(-np.maximum(change.was, change.now)))]
    return tuple(
        Group(
            name(each),
            tuple(
                Bar(form, float(said[each]), percent(float(said[each])))
                for form, said in ((first, change.was), (change.form, change.now))
            ),
        )
        for each in list(dict.fromkeys(ranked))[:MOST]
    )
