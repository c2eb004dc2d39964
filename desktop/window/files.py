"""Files that the user opens and saves from the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.panels.editors import OwnWay
from desktop.pictures.answers import OpenedPicture, PictureError, called
from desktop.pictures.reader import PictureReader
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.arriving import dropped, on_clipboard, shades_of
from desktop.widgets.saving import ask_where_to_save
from scenes.stage.core.catalogue import render
from scenes.stage.core.knobs import Knob, KnobError, knobs_of
from scenes.stage.core.knobs import knob as find_knob
from scenes.stage.core.stage import Frame

PICTURES = (
    "Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.avif *.jp2 *.gif *.bmp *.ico *.pgm *.ppm *.svg *.svgz);;"
    "All files (*)"
)
SLOW_MS = 700
"""How long a picture may take to be read before the window says so."""
PASTED = "Pasted picture"
MOST_RECENT = 8
"""How many files can be opened again."""


class Files(QObject):
    """Asks for files, in the folder of the last one.

    `say` tells the user what was done to one, or why it can't be read or written; `unsay` takes such a sentence back.
    `scene_wanted` asks for the scene that a file goes to.
    """

    scene_wanted = Signal(str)

    def __init__(
        self,
        session: SceneSession,
        appearance: Appearance,
        say: Callable[[str], None],
        unsay: Callable[[str], None],
        window: QWidget,
        recent: Iterable[str] = (),
    ) -> None:
        super().__init__(window)
        self.recent = tuple(map(Path, recent))[:MOST_RECENT]
        """The user's own files that were opened last, the last one first."""
        self.over: Callable[[Frame], Frame] = lambda frame: frame
        """Gives a picture to be saved with what lies over the stage: what is shown is saved."""
        self._session, self._appearance, self._window = session, appearance, window
        self._say, self._unsay = say, unsay
        self._folder = Path.home()
        self._reader = PictureReader(self)
        self._being_read = ""
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(lambda: self._say(self._being_read))

    def ask_for_own(self, knob: str, way: OwnWay) -> None:
        """Let the user bring a picture of their own for a knob."""
        {"file": self.ask_for_picture, "paste": self._paste_for, "take": self._ask_to_take}[way](knob)

    def ask_for_picture(self, knob: str) -> None:
        """Let the user choose a picture file for a knob."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a picture", str(self._folder), PICTURES)
        if path:
            self.use_picture(knob, Path(path))

    def use_picture(self, knob: str, path: Path) -> None:
        """Give a picture knob of the open scene the user's own picture, as soon as it is read."""
        self._folder = path.parent
        self._unsay(self._being_read)
        self._being_read = f"{called(path)} is being read."
        self._slow.start()
        from desktop.pictures.square import side_for

        scene, form = self._session.scene.name, find_knob(self._session.knobs, knob)
        self._reader.read(path, lambda found: self._take(scene, form, found, path), side_for(form))

    def _take(self, scene: str, form: Knob, found: OpenedPicture | PictureError, path: Path) -> None:
        """Show the picture that was read in the scene that it was read for, though another may be open by now."""
        self._slow.stop()
        self._unsay(self._being_read)
        if isinstance(found, PictureError):
            self._say(str(found))
            return
        from desktop.pictures.square import fitted

        self.remember(path)
        taken, picture = True, fitted(form, found.picture)
        if scene == self._session.scene.name:
            taken = self._session.turn(form.name, picture)
        else:
            try:
                self._session.put(scene, form.name, picture)
            except KnobError as error:
                self._say(str(error))
                return
        if taken:
            self._say(" ".join(found.notes))

    def use_shades(self, knob: str, name: str, shades: NDArray[np.uint8]) -> None:
        """Give a picture knob of the open scene a picture (1 or 3, height, width) that is in no file."""
        from desktop.pictures.square import from_shades

        picture = from_shades(find_knob(self._session.knobs, knob), name, shades)
        self._session.turn(knob, replace(picture, fleeting=True))

    def _ask_to_take(self, knob: str) -> None:
        """Let the user take a picture with the camera, or draw one."""
        from desktop.collecting.taking import TakePicture

        dialog = TakePicture(self._appearance, self._window)
        dialog.taken.connect(lambda shades, name: self.use_shades(knob, name, shades))
        dialog.choose(films=True)
        dialog.open()

    def _paste_for(self, knob: str) -> None:
        """Give a picture knob what is on the clipboard: a file, or a picture."""
        data = on_clipboard()
        path, shades = dropped(data), shades_of(data)
        if path is not None:
            self.use_picture(knob, path)
        elif shades is not None:
            self.use_shades(knob, PASTED, shades)
        else:
            self._say("There is no picture on the clipboard. Copy one first, and paste it then.")

    # --- What comes by itself ------------------------------------------------------------------------------

    def takes_picture(self, path: Path) -> bool:
        """Whether there is a scene that looks at pictures. What is in a file shows when it is read."""
        return self._picture_place() is not None

    def open_picture(self, path: Path) -> None:
        """Show a picture in the open scene, or in the first one that looks at pictures."""
        place = self._picture_place()
        assert place is not None
        scene, knob = place
        self.scene_wanted.emit(scene)
        self.use_picture(knob, path)

    def show_shades(self, shades: NDArray[np.uint8]) -> None:
        """Show a picture that was pasted or dropped in the open scene, or in the first one that looks at pictures."""
        place = self._picture_place()
        if place is not None:
            self.scene_wanted.emit(place[0])
            self.use_shades(place[1], PASTED, shades)

    def found_again(self, path: Path) -> bool:
        """Whether a file that was opened before is still there; one that isn't leaves the list, with a sentence."""
        if path.is_file():
            return True
        self.recent = tuple(each for each in self.recent if each != path)
        self._say(f"{called(path)} is no longer in the folder {path.parent}, so it has left the list.")
        return False

    def _picture_place(self) -> tuple[str, str] | None:
        """A scene that looks at pictures, the open one before others, and its knob for them."""
        for scene in (self._session.scene, *self._session.catalogue.scenes):
            knob = next((form.name for form in knobs_of(scene.knobs) if form.kind == "picture"), None)
            if knob is not None:
                return scene.name, knob
        return None

    def remember(self, path: Path) -> None:
        """Have a file among those that can be opened again."""
        path = path.absolute()
        self.recent = (path, *(each for each in self.recent if each != path))[:MOST_RECENT]

    def close(self) -> None:
        """Let go of a file that is being read."""
        self._slow.stop()
        self._reader.close()

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
            draw = partial(render, readings=session.readings)
            export(session.scene, session.knobs, path, moment, style, session.recording, self.over, draw)
        except ExportError as error:
            self._say(str(error))
        else:
            self._say(f"The picture is saved as {path}.")
