"""One picture with what two forms say of it: a bar of each for the classes that either takes for likely."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.edge.measuring.words import Form
from desktop.edge.model.result import Change, Close, Floats, Pictures
from desktop.edge.view.grouped_bars import Bar, Group, GroupedBars
from desktop.edge.view.looks import names_of
from desktop.theme.appearance import Appearance
from desktop.theme.paint import percent
from desktop.widgets.data_picture import DataPicture
from desktop.widgets.parts import label

WORDS = 230
"""The room of words and bars at least: pixels for letters of the usual size."""
NOTHING, FINE = 0.0005, 0.0995
"""Shares between these have a decimal."""
LIKELY = 0.005
"""Other classes than the two answers have bars from this probability on."""
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
        right.setSpacing(appearance.px(4))
        right.addWidget(self.heading)
        right.addWidget(self.verdict)
        right.addWidget(self.bars, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(appearance.px(14))
        row.addLayout(left)
        row.addLayout(right, 1)

    def fit(self, width: int, height: int) -> None:
        """Have the picture as large as so many pixels allow, with room for words beside it."""
        px = self._appearance.px
        side = max(px(80), min(px(260), height, width - px(WORDS)))
        self.picture.setFixedSize(side, side)

    def show_change(self, change: Change, first: Form, pictures: Pictures | None) -> None:
        """Show a picture whose answer changed."""
        self.picture.show_picture(pictures.pixels[change.picture] if pictures is not None else None)
        name = names_in(pictures)
        before, after = names_of(first)[0], names_of(change.form)[0]
        said = f"{before} says {name(change.before)}"
        tie = f"{after} can’t tell it from {name(change.after)}: both have the same logit"
        self.heading.setText(f"{said}. {tie}." if change.tied else f"{said}, {after} says {name(change.after)}.")
        self._judge(f"It is {name(change.truth)}. {change.verdict}" if change.truth is not None else "")
        shares = ((first, change.was), (change.form, change.now))
        self.bars.show_groups(likely((change.before, change.after), shares, name))

    def show_close(self, close: Close, first: Form, pictures: Pictures | None) -> None:
        """Show a picture whose answer is the same in both forms, with the one that is next."""
        self.picture.show_picture(pictures.pixels[close.picture] if pictures is not None else None)
        name = names_in(pictures)
        said, next_one = name(close.answer), name(close.second)
        self.heading.setText(f"Both forms say {said}.")
        numbers, program = names_of(close.form)
        where = numbers if numbers != names_of(first)[0] else program
        ahead = "has the same logit" if not close.lead else f"is {100 * close.lead:.1f} points behind"
        truth = f" It is {name(close.truth)}." if close.truth is not None else ""
        self._judge(f"In {where} {next_one} {ahead}.{truth}")
        shares = ((first, close.was), (close.form, close.now))
        self.bars.show_groups(likely((close.answer, close.second), shares, name))

    def _judge(self, words: str) -> None:
        self.verdict.setText(words)
        self.verdict.setVisible(bool(words))


def fine_percent(share: float) -> str:
    """A share in per cent, with a decimal where whole ones would tell too little: "41 %", "3.4 %"."""
    return f"{100 * share:.1f} %" if NOTHING <= share < FINE else percent(share)


def names_in(pictures: Pictures | None) -> Callable[[int], str]:
    """What classes are called."""
    return pictures.name_of if pictures is not None else "class {}".format


def likely(
    answers: tuple[int, int], shares: tuple[tuple[Form, Floats], ...], name: Callable[[int], str]
) -> tuple[Group, ...]:
    """The classes that any form takes for likely, with the probabilities by form: two answers come first."""
    most = np.max([said for _, said in shares], axis=0)
    ranked = [*answers, *(int(each) for each in np.argsort(-most) if most[each] >= LIKELY)]
    return tuple(
        Group(
            name(each),
            tuple(Bar(form, float(said[each]), fine_percent(float(said[each]))) for form, said in shares),
        )
        for each in list(dict.fromkeys(ranked))[:MOST]
    )
