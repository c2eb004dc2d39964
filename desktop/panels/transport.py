"""The transport: time line, buttons, speed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.panels.timeline import Timeline
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from scenes.stage.core.player import SPEEDS
from scenes.stage.numbers.values import clock_words


class Transport(QWidget):
    """Plays, steps, scrubs. `words` is a row beside the time, for what belongs there.

    Right of the buttons `beside` is a row for those of one scene, and `corner` one at the lower right.

    `stepped` asks for the next step (1) or the one before (−1), which may lie in another scene.
    """

    stepped = Signal(int)

    def __init__(self, session: SceneSession, appearance: Appearance) -> None:
        super().__init__()
        self._session, self._appearance = session, appearance
        self.timeline = Timeline(session, appearance)
        self.start = IconButton(appearance, "start", "To the start  Home")
        self.back = IconButton(appearance, "previous", "One step back  Left")
        self.backwards = IconButton(appearance, "backwards", "Play backwards  Shift+B")
        self.play = IconButton(appearance, "play", "Play  Space", size=42, primary=True)
        self.forward = IconButton(appearance, "next", "Play the next step  Right")
        self.end = IconButton(appearance, "end", "To the end  End")
        self.loop = IconButton(appearance, "loop", "Start over at the end  R", checkable=True, size=30)
        self.speed = QPushButton()
        self.speed.setObjectName("speed")
        self.speed.setToolTip("Speed  S and F, or [ and ]; and whether it plays through")
        self.speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.time = QLabel()
        self.time.setObjectName("muted")
        self.words = QHBoxLayout()
        self.beside = QHBoxLayout()
        self.corner = QHBoxLayout()
        self.corner.setSpacing(2)
        self._connect()
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show what the player does. It is asked sixty times a second, so nothing is set that stands there already."""
        player, seconds = self._session.player, self._session.seconds
        forwards, backwards = player.playing and player.speed > 0, player.playing and player.speed < 0
        self.play.rename("Pause  Space" if forwards else "Play  Space", "pause" if forwards else "play")
        if backwards:
            self.backwards.rename("Pause  Shift+B", "pause")
        else:
            self.backwards.rename("Play backwards  Shift+B", "backwards")
        self.loop.setChecked(player.loop)
        self.time.setText(f"{clock_words(player.t)} / {clock_words(seconds)}")
        self.speed.setText(f"{abs(player.speed):g}×")
        self.speed.setAccessibleName(f"Speed: {self.speed.text()}")

    def _connect(self) -> None:
        session = self._session
        self.start.clicked.connect(session.to_start)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.backwards.clicked.connect(lambda: session.play(backwards=True))
        self.play.clicked.connect(lambda: session.play())
        self.forward.clicked.connect(lambda: self.stepped.emit(1))
        self.end.clicked.connect(session.to_end)
        self.loop.clicked.connect(session.set_loop)
        self._speeds = QActionGroup(self)
        menu = QMenu(self.speed)
        for speed in SPEEDS:
            action = QAction(f"{speed:g}×", self._speeds, checkable=True)
            action.setData(speed)
            action.triggered.connect(lambda _=False, speed=speed: session.set_speed(speed))
            menu.addAction(action)
        menu.addSeparator()
        self.through = QAction("Play through all steps, with rests", menu, checkable=True)
        self.through.triggered.connect(session.set_through)
        menu.addAction(self.through)
        menu.aboutToShow.connect(self._tick)
        self.speed.setMenu(menu)
        session.moved.connect(self.refresh)

    def _tick(self) -> None:
        self.through.setChecked(self._session.player.through)
        for action in self._speeds.actions():
            action.setChecked(action.data() == abs(self._session.player.speed))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for widget in (self.start, self.back, self.backwards, self.play, self.forward, self.end):
            buttons.addWidget(widget)
        left, row = QHBoxLayout(), QHBoxLayout()
        left.setSpacing(5)
        left.addWidget(self.loop)
        left.addWidget(self.speed)
        left.addWidget(self.time)
        left.addLayout(self.words, 1)
        row.addLayout(left, 1)
        row.addLayout(buttons)
        right = QHBoxLayout()
        right.addLayout(self.beside)
        right.addStretch(1)
        right.addLayout(self.corner)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.timeline)
        column.addLayout(row)
