"""What there is to say about a step beside its caption, over the right third of the stage."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.painter.paint import fit
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import ScrollColumn, label
from scenes.stage.core.marks import HEIGHT, WIDTH
from scenes.stage.core.stage import CAPTION_Y, RIGHT

SHARE = 1 / 3
"""The part of the stage's width that the words lie over."""
NOTHING = "There is no more to say about this step."


class More(QFrame):
    """The present step's words, opened by a key or by `button`, which is there where there are any.

    It closes with the step.
    """

    def __init__(self, session: SceneSession, appearance: Appearance, stage: QWidget) -> None:
        super().__init__(stage)
        self._session, self._appearance, self._stage = session, appearance, stage
        self.setObjectName("card")
        self.title, self.words = label(name="title", wrap=True), label(name="caption", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        close = IconButton(appearance, "close", "Close  M", size=28, parent=self)
        close.clicked.connect(self.hide)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(ScrollColumn(self.words), 1)
        self.button = IconButton(appearance, "more", "More about this step  M", size=30, parent=stage)
        self.button.clicked.connect(self.toggle)
        self._gives_way = False
        stage.installEventFilter(self)
        session.stepped.connect(self.refresh)
        session.opened.connect(self.refresh)
        appearance.changed.connect(self._place)
        self.hide()
        self.refresh()

    @property
    def _said(self) -> str:
        """What there is to say now; nothing on a poster, where no step is told yet."""
        return "" if self._session.at_poster else self._session.steps[self._session.step].more

    def refresh(self) -> None:
        """Close where another step is told, and offer what there is to say about it."""
        title, said = self._session.steps[self._session.step].title, self._said
        if (title, said or NOTHING) != (self.title.text(), self.words.text()):
            self.hide()
            self.title.setText(title)
            self.words.setText(said or NOTHING)
        self.button.setVisible(bool(said) and not self._gives_way)
        self._place()

    def give_way(self, gives_way: bool) -> None:
        """Leave the place of the button to something else, or take it again."""
        self._gives_way = gives_way
        self.refresh()

    def toggle(self) -> None:
        """Open, or close."""
        self.setVisible(self.isHidden())
        self.raise_()

    def dismiss(self) -> bool:
        """Close; says whether it was open."""
        was_open = not self.isHidden()
        self.hide()
        return was_open

    def _place(self) -> None:
        across = fit(self._stage.rect().toRectF())
        whole = across.mapRect(QRect(0, 0, WIDTH, HEIGHT))
        width = round(whole.width() * SHARE)
        self.setGeometry(whole.right() + 1 - width, whole.top(), width, whole.height())
        margin = self._appearance.px(16)
        self._column.setContentsMargins(margin, margin, margin, margin)
        side = self.button.sizeHint().width()
        middle = across.map(QPointF((RIGHT + WIDTH) / 2, CAPTION_Y))
        left = min(round(middle.x() - side / 2), self._stage.width() - side)
        self.button.setGeometry(left, round(middle.y() - side / 2), side, side)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False
