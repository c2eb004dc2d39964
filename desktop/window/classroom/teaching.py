"""A class in this window: what keys do while a lesson is given, or a question lies over the stage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from desktop.canvas.canvas import Canvas
from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.lessons.model import Lesson
from desktop.classroom.overlays.model import Overlays
from desktop.classroom.polling.counts import CountPanel
from desktop.classroom.polling.polling import Polling
from desktop.classroom.stops.planned_ink import planned_ink
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.training.scene_runs import SceneRuns
from desktop.window.actions import Actions
from desktop.window.classroom.given import GivenLesson
from desktop.window.classroom.over_the_stage import OverTheStage
from desktop.window.key_table import State
from desktop.window.next_scene import NextScene
from desktop.window.overlays.aside import Aside
from desktop.window.presenting.presenting import Presenting
from desktop.words.letters import LETTERS
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.output.theme import THEMES, Theme


class Classroom(QObject):
    """Ties the conducting of a lesson, and its questions, to the stage of one window."""

    def __init__(
        self,
        session: SceneSession,
        live: SceneRuns,
        canvas: Canvas,
        over_the_stage: OverTheStage,
        next_scene: NextScene,
        appearance: Appearance,
        say: Callable[[str], None],
        unsay: Callable[[str], None],
    ) -> None:
        super().__init__(canvas)
        self._session = session
        self._next_scene, self._over_the_stage, self._appearance = next_scene, over_the_stage, appearance
        self.conducting = Conducting(session, live.recording, parent=self)
        self.polling = Polling(session, self.conducting, over_the_stage.overlays, parent=self)
        self._worn: Theme | None = None
        """The theme of the class's screen before a lesson that has its own."""
        self.polling.told.connect(say)
        self.polling.untold.connect(unsay)
        self._inked: Lesson | None = None
        """The lesson whose ink lies over its steps."""
        self.conducting.changed.connect(self._lay_ink)
        canvas.over = self.over
        canvas.takes = lambda point: self.polling.choose_at(*point)

    def show_on(self, presenting: Presenting) -> None:
        """Let the beam show what lies over the stage."""
        presenting.over = self.over
        self._over_the_stage.overlays.changed.connect(presenting.refresh)
        self.conducting.changed.connect(lambda: self._wear(presenting.looks))
        presenting.follow(GivenLesson(self.conducting, lambda: presenting.private))
        counts = CountPanel(self.conducting, self.polling, self._appearance)
        presenting.presenter.ask(counts)
        for moved in (presenting.changed, presenting.place.moved, presenting.place.lost, presenting.place.found):
            moved.connect(lambda: counts.keep_private(presenting.private))

    def _wear(self, looks: Appearance) -> None:
        """Let the class see a lesson in its own theme, and give back what was worn before."""
        lesson = self.conducting.lesson
        theme = THEMES[lesson.theme] if lesson is not None and lesson.theme is not None else None
        if theme is not None and self._worn is None:
            self._worn, looks.theme = looks.theme, theme
        elif lesson is None and self._worn is not None:
            looks.theme, self._worn = self._worn, None

    def _lay_ink(self) -> None:
        """Lay the ink that a lesson brings along over its steps, as it begins; the class draws on from there."""
        lesson, before = self.conducting.lesson, self._inked
        self._inked = lesson
        if lesson is not None and lesson is not before:
            self.overlays.begin_with(planned_ink(lesson))

    def over(self, frame: Frame) -> Frame:
        """A picture with all that lies over it for the class to see."""
        return self._over_the_stage.overlays.over(self.polling.over(frame))

    def lasting(self, frame: Frame) -> Frame:
        """A picture with what stays over it: for a file, without pointer and title."""
        return self._over_the_stage.overlays.lasting(self.polling.over(frame))

    @property
    def overlays(self) -> Overlays:
        """What lies over the stage."""
        return self._over_the_stage.overlays

    def step(self, by: int) -> None:
        """One cue on or back in a lesson; without one a step, and at the scene's ends the next scene."""
        conducting = self.conducting
        if not (conducting.next() if by > 0 else conducting.back()):
            self._next_scene.step(by)

    def play(self) -> None:
        """Pause what plays and go on with what is paused; at rest do in a class what the key for going on does."""
        session = self._session
        rests = not session.player.playing and session.player.t in boundaries(session.steps)
        if not (rests and self.conducting.next()):
            session.toggle()

    def to_edge(self, last: bool) -> None:
        """To the first picture or the last one: of the stop in a lesson, else of the scene."""
        if not self.conducting.to_edge(last):
            (self._session.to_end if last else self._session.to_start)()

    def count_in(self, aside: Aside) -> None:
        """Let hands be counted beside the stage, too."""
        aside.put_on_top(CountPanel(self.conducting, self.polling, self._appearance))

    @property
    def key_state(self) -> State:
        """Which keys belong to a question just now."""
        if self.polling.chooses:
            return "choosing"
        return "question" if self.polling.owns_keys else "usual"

    def put_away(self) -> bool:
        """Put the tool away, or else take the question off; says whether there was anything."""
        return self._over_the_stage.overlays.put_away() or self.polling.put_away()

    @property
    def actions(self) -> Actions:
        """What keys do about a class where a scene is shown."""
        polling = self.polling
        return {
            "toggle": self.play,
            "start": lambda: self.to_edge(last=False),
            "end": lambda: self.to_edge(last=True),
            "ask": polling.ask,
            "ask-chosen": polling.ask_chosen,
            "ask-nothing": polling.put_away,
            "choose-next": lambda: polling.choose(1),
            "choose-before": lambda: polling.choose(-1),
            "vote": polling.move_on,
            "show-counts": polling.show_counts,
            "show-mistake": polling.show_mistake,
            "hands-counted": polling.enter,
            **{f"option-{letter}": partial(polling.letter, letter) for letter in LETTERS},
            **{f"hands-{digit}": partial(polling.digit, str(digit)) for digit in range(10)},
        }
