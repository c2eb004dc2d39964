"""The start page, its sheet of lessons and the field that finds things, made for one window and tied to its places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.glossary.places import term_places
from desktop.home.finder import Finder
from desktop.home.index import Index, Place
from desktop.home.lesson_sheet import LessonSheet
from desktop.home.page import Home
from desktop.home.pictures import Pictures
from desktop.painter.typesetter import Typesetter
from desktop.player.seen import Seen
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.window.actions import Actions, home_actions
from desktop.window.classroom.shelf_cards import cards
from desktop.window.places import Places
from scenes.stage.core.catalogue import Scene, plan
from scenes.stage.core.timeline import Step
from scenes.stage.data.recording import Recorded

ROOMS = (
    Place(
        *("Teach it your classes", "A page of its own"),
        room="teach",
        also=("teach transfer learning", "own pictures, camera, webcam, classes", "frozen features, teachable machine"),
    ),
    Place(
        *("Open a network", "A page of its own"),
        room="opened",
        also=("safetensors, onnx, pytorch, torchvision, pt, pth", "model, weights, file, layers, filters, own network"),
    ),
    Place(
        *("On the edge", "A page of its own"),
        room="edge",
        also=("latency, int8, quantisation, quantization", "milliseconds, speed, memory, onnx runtime, raspberry"),
    ),
)
"""The pages that take the whole window, with what they are found by."""


class StartPage(QObject):
    """Leads from the start page, and from words, to scenes, to their steps, to runs of the lab and to lessons.

    `lesson_found` carries the file of a lesson, `term_found` the `Place` of a term, `wanted` the name of what is to be
    done to the open scene, and `practice_wanted` the name of a scene, "" for the course.
    """

    lesson_found = Signal(Path)
    term_found = Signal(object)
    wanted = Signal(str)
    practice_wanted = Signal(str)

    def __init__(
        self,
        session: SceneSession,
        seen: Seen,
        places: Places,
        recorded: Recorded,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._seen, self._places, self._recorded = session, seen, places, recorded
        self.place_in_class: Callable[[], str] = lambda: ""
        """Where the class is that is given: "Title · stop 2/6"; "" while none is."""

    def build(self, window: QWidget, appearance: Appearance, typesetter: Typesetter, actions: Actions) -> None:
        """Make the page and the field; `actions` are the window's."""
        session, places = self._session, self._places
        pictures = Pictures(session.catalogue, appearance, typesetter, self._recorded)
        pictures.setParent(self)
        actions = {**actions, "find": self.find}
        self.home = Home(session.catalogue, self._seen, appearance, pictures, actions)
        self.finder = Finder(window, appearance, self._index)
        self.sheet = LessonSheet(window, appearance, cards)
        self.home.lessons_wanted.connect(self.sheet.open_sheet)
        self.sheet.chosen.connect(self.lesson_found)
        self.sheet.wanted.connect(lambda name: actions[name]())
        self.home.started.connect(self.start)
        self.home.going_on.connect(places.go_on)
        self.finder.found.connect(self.go)
        places.add_home(self.home, home_actions(self.home, self._seen))
        places.currentChanged.connect(self._offer_place)
        self._seen.changed.connect(self._offer_place)

    def find(self) -> None:
        """Open the field that finds things, or close it."""
        self.finder.toggle()

    def start(self, scene: str) -> None:
        """Show a scene from its beginning."""
        self._places.open_scene(scene)
        self._session.to_start()

    def go(self, place: Place) -> None:
        """Go to what was found."""
        if place.lesson is not None:
            self.lesson_found.emit(place.lesson)
        elif place.room:
            self._places.enter_named(place.room)
        elif place.action:
            self._places.open_scene(self._session.scene.name)
            self.wanted.emit(place.action)
        elif place.practises:
            self.practice_wanted.emit(place.scene)
        elif place.term:
            self.term_found.emit(place)
        elif place.preset:
            self._places.show_lab()
            self._places.load_lab().show_preset(place.preset)
        elif place.step is None:
            self._places.open_scene(place.scene)
        else:
            self._places.open_scene(place.scene)
            self._session.show_step(place.step)

    def _index(self) -> Index:
        lessons = (Place(card.title, "A lesson", lesson=card.path, also=("lesson", card.facts)) for card in cards())
        here, catalogue = self._session.scene.title, self._session.catalogue
        in_torch = Place("In PyTorch", here, action="in-torch", also=("torch", "lines of Python, code"))
        practice = [Place("Practise the course", "Questions", practises=True, also=("quiz test yourself",))]
        practice += [
            Place(f"Practise: {scene.title}", "Questions", scene.name, practises=True, also=(f"{scene.name} quiz",))
            for scene in catalogue.scenes
        ]
        return Index(catalogue, self._steps, (in_torch, *ROOMS, *term_places(catalogue), *lessons, *practice))

    def _steps(self, scene: Scene) -> tuple[Step, ...]:
        """The steps of a scene as its knobs stand; none where they can't be told."""
        try:
            return plan(scene, self._session.knobs_of(scene.name))
        except Exception:  # whoever opens that scene is told
            return ()

    def _offer_place(self) -> None:
        """Say on the start page where one was, if that is anywhere but at the very beginning."""
        session = self._session
        lesson, _, stop = self.place_in_class().partition(" · ")
        room = self._places.room_last
        if room is not None:
            self.home.offer_place(room.name.offered)
        elif self._places.lab_last:
            self.home.offer_place("the lab")
        elif lesson:
            self.home.offer_place(lesson, stop.capitalize())
        elif session.player.t > 0 or session.neighbour(-1) is not None:
            self.home.offer_place(session.scene.short, f"Step {session.step + 1} of {len(session.steps)}")
        else:
            self.home.offer_place("")
