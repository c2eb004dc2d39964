"""What is told when a run is over: what came out, the guess beside it, what to look for, and where to go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.lab.cards.catalogue import CARDS, SCENES
from desktop.lab.cards.predict import measured
from desktop.runs.guess import Guess, brief, outcome, told, verdict
from desktop.runs.readings import left_a_path, spec_of
from desktop.widgets.news import Notice
from desktop.widgets.parts import button, label
from engine.contract.spec import PRESETS, preset_of, source_of
from scenes.stage.data.recording import Plan, Recording

GROUND_HINT = "A map of the loss around the path that its weights took"


class ResultNote(Notice):
    """Tells of one run. `next_wanted` carries a preset, `scene_wanted` a scene; `home_wanted` asks for all cards.

    Of a run that is no card's, `again_wanted` asks for what is to be tried next, `build_wanted` for its networks in the
    builder, and `ground_wanted` for the ground that it walked on.
    """

    title = "Result"
    next_wanted = Signal(str)
    scene_wanted = Signal(str)
    again_wanted, build_wanted, ground_wanted = Signal(), Signal(), Signal()
    home_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._dismissed: Plan | None = None
        self._preset = ""
        self.came_out, self.guessed = label(name="key", wrap=True), label(wrap=True)
        self.look = label(name="muted", wrap=True)
        self.next = button("Next card", act=lambda: self.next_wanted.emit(CARDS[self._preset].following))
        self.scene = button("The scene", act=lambda: self.scene_wanted.emit(CARDS[self._preset].scene))
        self.again = button("", act=self.again_wanted.emit)
        self.build = button("Build a twin…", "Change one thing of its networks in the builder", self.build_wanted.emit)
        self.ground = button("The ground it walked on…", GROUND_HINT, self.ground_wanted.emit)
        self.home = button("All cards", "The home of the lab", self.home_wanted.emit)
        self.away = button("Close", "Take this note away", self._dismiss)
        words = QVBoxLayout()
        words.setSpacing(2)
        for line in (self.came_out, self.guessed, self.look):
            words.addWidget(line)
        buttons = QHBoxLayout()
        for each in (self.next, self.scene, self.again, self.build, self.ground, self.home, self.away):
            buttons.addWidget(each)
        buttons.addStretch(1)
        words.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addLayout(words, 1)
        self._shown: Recording | None = None
        self.hide()

    def show_run(self, recording: Recording | None, guess: Guess | None) -> None:
        """Tell of a run that is over; None takes the note away."""
        self._shown = recording
        if recording is None or recording.plan is self._dismissed:
            self.hide()
            return
        self._preset = preset_of(spec_of(recording.plan)) or ""
        measure = guess.measure if guess else measured(spec_of(recording.plan))
        found = outcome(recording, measure) if measure else None
        said = told(recording, found) if found else ""
        judged = verdict(recording, guess, found) if guess and found else ""
        look = PRESETS[self._preset].what_to_look_for if self._preset else ""
        look = " ".join(filter(None, (look, source_of(self._preset))))
        for line, text in ((self.came_out, said), (self.guessed, judged), (self.look, look)):
            line.setText(text)
            line.setVisible(bool(text))
        self.summarise(brief(recording, found) if found else "The run is over.")
        card = CARDS.get(self._preset)
        for each in (self.next, self.scene):
            each.setVisible(card is not None)
        self.build.setVisible(card is None)
        self.ground.setVisible(card is None and left_a_path(recording))
        if card is not None:
            self.offer_again("")
            self.next.setToolTip(CARDS[card.following].question)
            self.scene.setText(f"Scene: {SCENES[card.scene]}")
        self.setAccessibleName(" ".join(filter(None, (said, judged, look))))
        self.show()

    @property
    def is_of_a_card(self) -> bool:
        """Whether the run is that of a card, which leads on."""
        return self._preset in CARDS

    def offer_again(self, words: str, hint: str = "") -> None:
        """Offer to begin a run that is like this one; "" offers none."""
        self.again.setText(words)
        self.again.setToolTip(hint)
        self.again.setVisible(bool(words))

    def _dismiss(self) -> None:
        self._dismissed = self._shown.plan if self._shown else None
        self.hide()
