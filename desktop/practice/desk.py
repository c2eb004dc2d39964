"""Practice and sheets of a window: what ties the panel, the stage and the user's progress to keys and files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop.player.session import SceneSession
from desktop.practice.answering import Answering
from desktop.practice.learning.keeping import FILE, own_file
from desktop.practice.learning.overview import overview
from desktop.practice.learning.subjects import Subject, of_concept, of_scene, of_the_course
from desktop.practice.practising import NOTHING, Practising
from desktop.practice.rooms import Rooms
from desktop.practice.store import Store
from desktop.practice.view.panel import PracticePanel
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import button
from desktop.widgets.saving import ask_where_to_save
from desktop.words.letters import LETTERS
from scenes.questions.concept_titles import CONCEPTS
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.stage import Frame
from scenes.stage.data.recording import Recorded

KINDS = "Progress of practice (*.json)"
BUSY = "The stage belongs to a class, or fills the screen. End that first; practice has its questions beside it."
COURSE = "The course"
WORDS = "Practise this scene"


@dataclass(frozen=True)
class Around:
    """What practice needs of its window.

    `show` brings the stage with the panel beside it, `let_go` gives back the room that the panel has taken; `busy`
    tells whether a class is given, and `at_scene` whether the stage is in sight.
    """

    show: Callable[[], None]
    let_go: Callable[[], None]
    busy: Callable[[], bool]
    at_scene: Callable[[], bool]


class PracticeDesk(QObject):
    """Practises scenes, concepts and the course, and opens sheets. `opened` carries the file of a sheet."""

    opened = Signal(Path)

    def __init__(
        self,
        session: SceneSession,
        recorded: Recorded,
        appearance: Appearance,
        window: QWidget,
        say: Callable[[str], None],
        unsay: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._session, self._recorded, self._window = session, recorded, window
        self._say, self._unsay = say, unsay
        self._around: Around | None = None
        self.store = Store(own_file(), self)
        self.rooms = Rooms(session, self)
        self.panel = PracticePanel(appearance)
        self.practising = Practising(self.rooms, catalogue(), recorded, self.store.keep, parent=self)
        self.answering = Answering(self.rooms, parent=self)
        self.source: Practising | Answering | None = None
        """Who asks at present."""
        self._connect()

    def _connect(self) -> None:
        view, page = self.panel.question, self.panel.overview
        view.chosen.connect(self._choose)
        view.pressed.connect(self._press)
        view.answered.connect(self.answering.answer)
        view.explained.connect(self.answering.explain)
        page.scene_wanted.connect(self.practise_scene)
        page.course_wanted.connect(self.practise_course)
        page.concept_wanted.connect(self.practise_concept)
        page.wanted.connect(lambda name: self._with_progress[name]())
        for source in (self.practising, self.answering):
            source.changed.connect(self._show)
            source.done.connect(self._done)
        for told in (self.store.told, self.answering.told):
            told.connect(self._say)
        self.rooms.left.connect(self._put_away)
        self.store.changed.connect(self._show_overview)
        self._session.opened.connect(self._show_overview)
        self.panel.looked_at.connect(self.store.keep)
        self.panel.looked_at.connect(self._show_overview)

    def over(self, under: Callable[[Frame], Frame]) -> Callable[[Frame], Frame]:
        """What lies over the stage, with the “?” of the question over it."""
        return lambda frame: self.rooms.over(under(frame))

    def button(self) -> QWidget:
        """A button for the panel of the scene that practises it."""
        return button(f"{WORDS}  Shift+P", act=lambda: self.practise_scene(self._session.scene.name))

    def settle(self, around: Around) -> None:
        """Know the window around."""
        self._around = around

    # --- Beginning --------------------------------------------------------------------------------------------------

    def practise_scene(self, name: str = "") -> None:
        """Practise a scene by its name, or the one that is open."""
        scenes = self._session.catalogue.scenes
        scene = next((each for each in scenes if each.name == (name or self._own_scene)), None)
        if scene is None:
            self._say(NOTHING)
            return
        self._begin(scene.title, lambda: of_scene(scene, self._recorded))

    def practise(self, scene: str) -> None:
        """Practise a scene by its name, or with "" the course."""
        self.practise_scene(scene) if scene else self.practise_course()

    def practise_course(self) -> None:
        """Practise the whole course."""
        self._begin(COURSE, of_the_course)

    def practise_concept(self, concept: str) -> None:
        """Practise a concept by its id."""
        self._begin(CONCEPTS[concept], lambda: of_concept(concept))

    def _begin(self, title: str, pool: Callable[[], tuple[Subject, ...]]) -> None:
        if not self._may_begin():
            return
        self._put_away()
        trouble = self.practising.start(title, pool())
        if trouble:
            self._say(trouble)
        else:
            self._ask_by(self.practising)

    def toggle(self) -> None:
        """Practise the open scene; where the stage is not in sight the course. While it goes on, end it."""
        if self.source is not None and self._around is not None and self._around.at_scene():
            self.leave()
        elif self._around is not None and not self._around.at_scene():
            self.practise_course()
        else:
            self.practise_scene()

    def open_sheet(self, path: Path) -> bool:
        """Open a sheet of answers; tells whether it could be."""
        if not self._may_begin():
            return False
        self._put_away()
        if not self.answering.open(path):
            return False
        self._ask_by(self.answering)
        self.opened.emit(path)
        return True

    def open_key(self, path: Path) -> bool:
        """Take the teacher's key to the sheet that is open; tells whether it is that."""
        return self.answering.use_key(path)

    def _may_begin(self) -> bool:
        busy = self._around is not None and self._around.busy()
        self._say(BUSY) if busy else self._unsay(BUSY)
        return not busy

    def _ask_by(self, source: Practising | Answering) -> None:
        self.source = source
        if self._around is not None:
            self._around.show()
        self._show()

    # --- Going on ---------------------------------------------------------------------------------------------------

    @property
    def owns_keys(self) -> bool:
        """Whether letters, digits and Enter are the question's: while that is in sight."""
        here = self._around is not None and self._around.at_scene()
        return here and self.source is not None and self.panel.question.isVisible()

    @property
    def actions(self) -> dict[str, Callable[[], object]]:
        """What keys do."""
        view = self.panel.question
        return {
            "practise": self.toggle,
            "practise-course": self.practise_course,
            "answer-on": view.enter,
            "answer-show": lambda: view.press("S"),
            "answer-other": lambda: view.press("W"),
            **{f"answer-{letter}": partial(self._choose, place) for place, letter in enumerate(LETTERS)},
        }

    def _choose(self, place: int) -> None:
        if self.source is not None:
            self.source.choose(place)

    def _press(self, name: str) -> None:
        self.panel.question.commit()
        if self.source is not None:
            self.source.press(name)

    def _show(self) -> None:
        """Show who asks; the sheet or the session may have ended meanwhile."""
        self.panel.show_question(self.source.shown if self.source is not None else None)

    # --- Ending -----------------------------------------------------------------------------------------------------

    def leave(self) -> bool:
        """End what goes on, and bring the user's own scene back; tells whether there was anything."""
        source = self.source
        if source is None:
            return False
        self.panel.question.commit()
        source.leave()
        return True

    def _done(self) -> None:
        self.rooms.leave()
        self._put_away()

    def _put_away(self) -> None:
        """Show the overview again; the stage shows something else already, or does so now."""
        self.panel.question.commit()
        source, self.source = self.source, None
        if source is not None:
            source.leave()
            self._show()
            self._show_overview()
            if self._around is not None:
                self._around.let_go()

    def close(self) -> None:
        """Let go of files when the window closes."""
        self.panel.question.commit()
        self.answering.close()

    # --- Progress ---------------------------------------------------------------------------------------------------

    @property
    def _own_scene(self) -> str:
        """The user's own scene, also while a question's is on the stage."""
        return self._session.own_scene.name

    def _show_overview(self) -> None:
        page = self.panel.overview
        scene = self._session.own_scene
        page.show_scene(scene.title if scene in self._session.catalogue.scenes else "")
        if page.isVisible():
            page.show_concepts(overview(self.store.known, catalogue()), self.store.is_empty, self.store.can_take_back)

    @property
    def _with_progress(self) -> dict[str, Callable[[], object]]:
        return {
            "export": self.ask_to_export,
            "import": self.ask_to_import,
            "reset": self.ask_to_reset,
            "undo": self.store.take_back,
        }

    def ask_to_export(self) -> None:
        """Let the user choose where the progress is saved."""
        path = ask_where_to_save(self._window, "Save your progress", Path.home() / FILE, KINDS)
        if path is not None:
            self.store.export(path)

    def ask_to_import(self) -> None:
        """Let the user choose a file of progress to add."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Add progress", str(Path.home()), KINDS)
        if path:
            self.store.take_in(Path(path))

    def ask_to_reset(self) -> QMessageBox:
        """Ask whether to forget the progress."""
        question = "Forget all that was answered on this computer? You can bring it back until the window closes."
        box = QMessageBox(QMessageBox.Icon.Question, "Convoscope", question, parent=self._window)
        reset = box.addButton("Forget", QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        reset.clicked.connect(self.store.reset)
        box.finished.connect(box.deleteLater)
        box.open()
        return box
