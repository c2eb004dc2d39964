"""Exports of one window: what can be asked for, the dialog that asks how, and the jobs that go on beside teaching."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QStandardPaths, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.classroom.lessons.model import ENDING, Lesson, Stop
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.record.reading import ClassRecord
from desktop.classroom.stops.foreign import Ready
from desktop.player.session import SceneSession
from desktop.publishing.asking.strip import ExportStrip
from desktop.publishing.order import OfCards, OfScene, Options, Order, What
from desktop.theme.appearance import Appearance
from desktop.widgets.saving import ask_where_to_save
from scenes.stage.core.stage import Frame
from scenes.stage.data.recording import Recorded, Recording

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from desktop.publishing.asking.dialog import ExportDialog
    from desktop.publishing.asking.subject import Subject
    from desktop.publishing.job import ExportJob

FILMS = (".mp4", ".webp", ".gif")
DOCUMENTS = (".pdf", ".pptx", ".html", ".zip")
NO_SCENE = "Open a scene first: the start page and the outline have them all."
OF_THE_LESSON = "This card belongs to the lesson itself. Export the lesson instead."
NO_LESSON = "Open a lesson first: the menu has those that there are."
NO_CLASS = "There is no class yet. Every class that you give with a lesson can be exported later."
CARDS = "answer-cards"


@dataclass(frozen=True)
class Shown:
    """What a window tells about what it shows.

    `stop` is the stop of a lesson that is on the stage now, and the lesson's folder. `lesson` is the lesson that is
    open, with its folder. `record` finds the class that is given or was given last. `over` gives a picture with what
    lies over the stage; `inked` is what was drawn over steps, by their titles. `covered` tells whether all that is
    shown is seen by the class.
    """

    session: SceneSession
    at_scene: Callable[[], bool]
    stop: Callable[[], tuple[Stop, Path] | None]
    lesson: Callable[[], tuple[Lesson, Path] | None]
    record: Callable[[], ClassRecord | None]
    ready: Ready
    over: Callable[[Frame], Frame]
    inked: Callable[[], Mapping[str, tuple[Stroke, ...]]]
    trained: Callable[[], Mapping[str, Recording]]
    recorded: Recorded
    covered: Callable[[], bool]


class Exports(QObject):
    """Asks what is to be exported, and lets one job after the other carry it out.

    `say` tells the user something, and `open_lesson` opens a lesson that was made of a class.
    """

    def __init__(
        self,
        shown: Shown,
        appearance: Appearance,
        say: Callable[[str], None],
        open_lesson: Callable[[Path], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._shown, self._appearance, self._window = shown, appearance, window
        self._say, self._open_lesson = say, open_lesson
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self._folder = documents if documents.is_dir() else Path.home()
        self._options = Options()
        self._endings: dict[tuple[str, ...], str] = {}
        """The kind of file that was chosen last, by those that there were to choose from."""
        self._waiting: deque[tuple[Order, str, Callable[[list[Path]], object]]] = deque()
        """Orders, what is told while they are carried out, and what is done with their files."""
        self.job: ExportJob | None = None
        """The export that goes on."""
        self.strip = ExportStrip(appearance, shown.covered)

    # --- What can be asked for --------------------------------------------------------------------------------------

    @property
    def actions(self) -> dict[str, Callable[[], object]]:
        """What keys and the menu do."""
        return {
            "copy-picture": self.copy_picture,
            "export-film": self.film,
            "export-scene": self.scene,
            "export-lesson": self.lesson,
            "export-class": self.of_class,
            "handout": self.handout,
            "cards": self.cards,
        }

    def film(self) -> None:
        """Ask for a film of the step that is shown."""
        self._about_scene(FILMS, (self._shown.session.step,))

    def scene(self) -> None:
        """Ask for the open scene, with all its steps."""
        self._about_scene((*DOCUMENTS, *FILMS))

    def lesson(self) -> None:
        """Ask for the open lesson."""
        self._about_lesson(DOCUMENTS)

    def of_class(self, record: ClassRecord | None = None) -> None:
        """Ask for what was shown in a class: in the one that is given or was given last, unless another is meant."""
        self._about_class((*DOCUMENTS, ENDING), record)

    def handout(self, record: ClassRecord | None = None) -> None:
        """Ask for a handout: of a class, or of the lesson that is open, or else of the scene."""
        if record is not None:
            self._about_class((".pdf",), record)
        elif self._shown.lesson() is not None:
            self._about_lesson((".pdf",))
        else:
            self._about_scene((".pdf",))

    def class_lesson(self, record: ClassRecord) -> None:
        """Ask for a lesson of what was shown in a class."""
        subject = self._subject_of_class(record)
        if subject is not None:
            self._save(subject.stem, subject.what, ENDING, self._options)

    def cards(self) -> None:
        """Ask where to save the cards to answer with."""
        self._save(CARDS, OfCards(), ".pdf", self._options)

    def copy_picture(self) -> None:
        """Put what is shown on the clipboard, with what lies over it."""
        from desktop.publishing.asking.clipboard import copy_picture

        session = self._shown.session
        if not self._shown.at_scene():
            self._say(NO_SCENE)
            return
        frame, theme = self._shown.over(session.frame), self._appearance.theme
        self._try(lambda: self._say(copy_picture(frame, session.scene.title, theme)))

    # --- Asking how -------------------------------------------------------------------------------------------------

    def _about_scene(self, endings: Sequence[str], steps: tuple[int, ...] = ()) -> None:
        from desktop.publishing.asking.subject import of_scene

        if not self._shown.at_scene():
            self._say(NO_SCENE)
            return
        session = self._shown.session
        if self._shown.stop() is None and session.scene not in session.catalogue.scenes:
            self._say(OF_THE_LESSON)
            return
        self._try(
            lambda: self._ask(of_scene(self._scene_shown(steps), self._shown.recorded, self._shown.ready), endings)
        )

    def _about_lesson(self, endings: Sequence[str]) -> None:
        from desktop.publishing.asking.subject import of_lesson

        found = self._shown.lesson()
        if found is None:
            self._say(NO_LESSON)
        else:
            self._ask(of_lesson(*found, self._shown.recorded, self._shown.ready), endings)

    def _about_class(self, endings: Sequence[str], record: ClassRecord | None) -> None:
        subject = self._subject_of_class(record)
        if subject is not None:
            self._ask(subject, endings)

    def _subject_of_class(self, record: ClassRecord | None) -> Subject | None:
        from desktop.publishing.asking.subject import of_class

        record = record or self._shown.record()
        if record is None:
            self._say(NO_CLASS)
            return None
        return of_class(record, self._shown.recorded, self._shown.ready)

    def _scene_shown(self, steps: tuple[int, ...]) -> OfScene:
        """The scene that is on the stage, as its knobs stand."""
        from desktop.publishing.pages.pictures import as_shown

        return as_shown(self._shown.session, self._shown.stop(), self._shown.inked(), steps)

    def _ask(self, subject: Subject, endings: Sequence[str]) -> ExportDialog:
        from desktop.publishing.asking.dialog import ExportDialog

        before = self._endings.get(tuple(endings), endings[0])
        dialog = ExportDialog(subject, endings, before, self._options, self._window)
        dialog.chosen.connect(
            lambda ending, options, what: self._chosen(dialog, endings, subject, ending, options, what)
        )
        dialog.print_wanted.connect(lambda options, what: self._print(dialog, subject, options, what))
        dialog.open()
        return dialog

    def _chosen(
        self, dialog: ExportDialog, endings: Sequence[str], subject: Subject, ending: str, options: Options, what: What
    ) -> None:
        self._options, self._endings[tuple(endings)] = options, ending
        if ending in FILMS and options.theme is None:  # a film looks as the stage does
            options = msgspec.structs.replace(options, theme=self._appearance.theme.name)
        if self._save(subject.stem, what, ending, options):
            dialog.accept()

    def _save(self, stem: str, what: What, ending: str, options: Options) -> bool:
        """Ask where to save it, and begin; tells whether that was said."""
        from desktop.publishing.carrying_out import FORMATS

        kinds = f"{FORMATS[ending].title} (*{ending})"
        path = ask_where_to_save(self._window, "Export", self._folder / f"{stem}{ending}", kinds)
        if path is None:
            return False
        self._folder = path.parent
        self.order(Order(what=what, path=str(path.absolute()), options=options))
        return True

    def _print(self, dialog: ExportDialog, subject: Subject, options: Options, what: What) -> None:
        from desktop.publishing.asking.on_paper import NO_PRINTER, are_printers, ask_for_printer

        self._options = options
        if not are_printers():
            dialog.say(NO_PRINTER)
            return

        def go_on(printer: QPrinter) -> None:
            dialog.accept()
            self._make_pages(printer, options, what)

        ask_for_printer(subject.title, go_on, dialog)

    def _make_pages(self, printer: QPrinter, options: Options, what: What) -> None:
        """Have the pages made as images, and print them."""
        from desktop.export.printing import sharpness
        from desktop.publishing.asking.on_paper import print_images
        from desktop.publishing.carrying_out import PAGES

        folder = QTemporaryDir()
        sharp = msgspec.structs.replace(options, ppi=sharpness(printer))

        def print_all(paths: list[Path]) -> None:
            self._try(lambda: self._say(print_images(paths, printer)))
            folder.remove()

        order = Order(what=what, path=f"{folder.path()}/handout{PAGES}", options=sharp)
        self.order(order, "The pages are being made.", print_all)

    def _try(self, act: Callable[[], object]) -> None:
        """Do something, or say why it can't be done."""
        from desktop.export.still import ExportError  # loaded late: a window that begins needs nothing of it

        try:
            act()
        except ExportError as error:
            self._say(str(error))

    # --- Jobs -------------------------------------------------------------------------------------------------------

    def order(self, order: Order, words: str = "", then: Callable[[list[Path]], object] | None = None) -> None:
        """Carry an order out, after those that wait already, and go on with its files: tell where they are."""
        words = words or f"{Path(order.path).name} is being made."
        self._waiting.append((order, words, then or self._tell))
        self._begin()

    def _begin(self) -> None:
        from desktop.publishing.job import ExportJob

        if self.job is not None or not self._waiting:
            return
        order, words, then = self._waiting.popleft()
        job = self.job = ExportJob(order, self._shown.trained(), self)
        self.strip.go_on(words, self.cancel)
        job.progressed.connect(self.strip.come)
        job.finished.connect(lambda paths: self._finish(paths, then))
        job.failed.connect(self._fail)
        job.start()

    def cancel(self) -> None:
        """End the export that goes on; those that wait come after it."""
        if self.job is not None:
            self.job.cancel()
            self._over()

    def _finish(self, paths: list[Path], then: Callable[[list[Path]], object]) -> None:
        self._over()
        then(paths)

    def _fail(self, sentence: str) -> None:
        self._over()
        self._say(sentence)

    def _over(self) -> None:
        """Forget the job that has gone on, and begin with the next one."""
        job, self.job = self.job, None
        if job is not None:
            job.deleteLater()
        self.strip.clear()
        self._begin()

    def _tell(self, paths: list[Path]) -> None:
        """Tell where a file is that was saved."""
        path = paths[0]
        sentence = f"{path.name} is saved in {path.parent}."
        if self.job is not None:  # the strip tells of the next one
            self._say(sentence)
        elif path.name.endswith(ENDING):
            self.strip.end(sentence, "Open it", lambda: self._open(path))
        else:
            self.strip.end(sentence, "Show in folder", lambda: self._show(path.parent))

    def _open(self, path: Path) -> None:
        self.strip.dismiss()
        self._open_lesson(path)

    def _show(self, folder: Path) -> None:
        self.strip.dismiss()
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def dismiss(self) -> bool:
        """Take away what was told of an export that is over; tells whether there was anything."""
        return self.strip.dismiss()

    def leave(self) -> None:
        """End what goes on: the window closes."""
        self._waiting.clear()
        if self.job is not None:
            self.job.cancel()
            self.job = None
