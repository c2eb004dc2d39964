"""From the end of a scene to the next one, by the key that goes from step to step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import label


class NextScene(QFrame):
    """A card over the stage that names the scene which comes; asked once more, it goes there."""

    def __init__(self, session: SceneSession, appearance: Appearance, stage: QWidget) -> None:
        super().__init__(stage)
        self._session, self._appearance, self._stage = session, appearance, stage
        self._by = 0
        self.setObjectName("card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title, self.hint = label(name="title"), label(name="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 14, 22, 14)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        stage.installEventFilter(self)
        for changed in (session.moved, session.opened):
            changed.connect(self.hide)
        self.hide()

    def step(self, by: int) -> None:
        """Go to the next step (1) or back (−1); at the scene's end or start name the next scene, then go there."""
        session = self._session
        player = session.player
        at_edge = not player.playing and (player.t >= session.seconds - 1e-9 if by > 0 else player.t <= 1e-9)
        if not at_edge:
            session.next_step() if by > 0 else session.back_step()
        elif session.stop:
            return  # the scene of a question: no other one comes after it
        elif not self.isHidden() and self._by == by:
            self._go()
        else:
            self._show(by)

    def skip(self, by: int) -> None:
        """Go to the poster of the next scene (1) or of the one before (−1), or say that there is none."""
        scene = self._session.neighbour(by)
        if scene is None:
            self._show(by)
        else:
            self._session.open_afresh(scene.name)

    def _show(self, by: int) -> None:
        self._by = by
        scene = self._session.neighbour(by)
        if scene is None:
            place = "the end of the last scene" if by > 0 else "the start of the first scene"
            self.title.setText(f"This is {place}.")
            self.hint.setText("The outline leads to the others.")
        else:
            self.title.setText(f"{'Next' if by > 0 else 'Back'}: {scene.title}")
            self.hint.setText("Press the same key again, or click here.")
        self.setAccessibleName(f"{self.title.text()} {self.hint.text()}")
        self._place()
        self.raise_()
        self.show()

    def _go(self) -> None:
        session, by = self._session, self._by
        scene = session.neighbour(by)
        if scene is None:
            return
        session.open(scene.name, session.knobs_of(scene.name).of_the_course())
        if by > 0:
            session.show_step(0)
        else:
            session.to_end()

    def _place(self) -> None:
        self.setMinimumWidth(min(self._appearance.room(340), self._stage.width()))
        self.ensurePolished()
        self.adjustSize()
        room = self._stage.rect()
        margin = self._appearance.px(24)
        self.move(max(0, room.width() - self.width() - margin), max(0, room.height() - self.height() - margin))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False
