"""Files that the user opens and saves from the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.player.pictures import PictureError, open_picture
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.saving import ask_where_to_save

PICTURES = "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp *.svg);;All files (*)"


class Files(QObject):
    """Asks for files, in the folder of the last one; `say` tells the user why one can't be read or written."""

    def __init__(
        self, session: SceneSession, appearance: Appearance, say: Callable[[str], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._appearance, self._say, self._window = session, appearance, say, window
        self._folder = Path.home()

    def ask_for_picture(self, knob: str) -> None:
        """Let the user choose a picture for a knob."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a picture", str(self._folder), PICTURES)
        if path:
            self.use_picture(knob, Path(path))

    def use_picture(self, knob: str, path: Path) -> None:
        """Give a picture knob the user's own picture."""
        self._folder = path.parent
        try:
            self._session.turn(knob, open_picture(path))
        except PictureError as error:
            self._say(str(error))

    def ask_to_save(self) -> None:
        """Let the user choose where to save what is shown."""
        from desktop.export.still import ENDINGS

        name = f"{self._session.scene.name}-step-{self._session.step + 1}.png"
        kinds = ";;".join(f"{ending[1:].upper()} (*{ending})" for ending in ENDINGS)
        path = ask_where_to_save(self._window, "Save the scene as a picture", self._folder / name, kinds)
        if path:
            self.save(path)

    def save(self, path: Path) -> None:
        """Save the scene as it is shown into a file of the kind that its ending names."""
        from desktop.export.still import AtTime, ExportError, Style, export

        session = self._session
        self._folder = path.parent
        try:
            moment, style = AtTime(session.frame.t), Style(self._appearance.theme)
            export(session.scene, session.knobs, path, moment, style, session.recording)
        except ExportError as error:
            self._say(str(error))
        else:
            self._say(f"The picture is saved as {path}.")
