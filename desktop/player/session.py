"""The model behind the window: which scene is open, how its knobs stand, and where its player is.

Nothing here knows a widget. Every change computes the picture anew and says so by signals; the picture itself is a
value that anybody may keep.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.player.history import History
from desktop.player.remembered import Remembered, as_plain, fitting, kept, own
from desktop.player.scene_state import SceneState
from desktop.player.stand_ins import NOTHING, out_of_order, with_words
from scenes.stage.core.catalogue import Catalogue, Scene, poster, render
from scenes.stage.core.knobs import KnobError, Knobs, change, refusal
from scenes.stage.core.player import SPEEDS, Player, same_place
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import Step, boundaries, step_at
from scenes.stage.data.reading import NONE, Readings
from scenes.stage.data.recording import Recorded, Recording


class SceneSession(QObject):
    """One teacher's run through the scenes of a catalogue; `recorded` finds the run of a preset's name.

    A scene that is opened at its beginning shows its poster until time is moved: nobody is met by an empty board.
    Signals: `opened` (another scene), `turned` (its knobs, or what can be undone), `drawn` (another picture), `moved`
    (the player), `stepped` (another step, or other words for it), `paced` (speed, loop, stops or whether anything
    moves), `refused` (knob, sentence) and `failed` (an exception out of a scene).
    """

    opened = Signal()
    turned = Signal()
    drawn = Signal()
    moved = Signal()
    stepped = Signal()
    paced = Signal()
    refused = Signal(str, str)
    failed = Signal(object)

    def __init__(self, catalogue: Catalogue, recorded: Recorded = lambda preset: None) -> None:
        super().__init__()
        self.catalogue = catalogue
        self._recorded = recorded
        self.readings, self._trouble = NONE, ""
        self.held = False
        self._rooms = {scene.name: SceneState(History(scene.knobs())) for scene in (NOTHING, *catalogue.scenes)}
        self._stops: dict[str, SceneState] = {}
        """What is remembered of a lesson's stops, each of which has its scene to itself."""
        self._stop = ""
        self._before_stops = NOTHING
        """The scene that was open before a stop was entered."""
        self._reduced_motion = False
        self._wanted_t: float | None = None
        """Where the player was before the scene became too short for that, unless it has moved since."""
        self._player = Player()
        self._scene = catalogue.scenes[0] if catalogue.scenes else NOTHING
        self._at_poster = True
        self._frame = self._drawn()

    # --- What there is to see ---------------------------------------------------------------------------------------

    @property
    def scene(self) -> Scene:
        """The open scene."""
        return self._scene

    @property
    def knobs(self) -> Knobs:
        """The open scene's knobs."""
        return self._room.history.present

    @property
    def frame(self) -> Frame:
        """The picture to show now."""
        return self._frame

    @property
    def steps(self) -> tuple[Step, ...]:
        """The open scene's steps as the knobs stand."""
        return self._frame.steps

    @property
    def player(self) -> Player:
        """Where in the scene we are, and how time moves."""
        return self._player

    @property
    def at_poster(self) -> bool:
        """Whether the scene's poster is shown, and nothing of it has been told yet."""
        return self._at_poster

    @property
    def step(self) -> int:
        """The index of the present step."""
        return step_at(self.steps, self._player.t)

    @property
    def preset(self) -> str:
        """The name of the run that the scene shows as its knobs stand; "" where it shows none."""
        return self._scene.preset(self.knobs) if self._scene.preset is not None else ""

    @property
    def recording(self) -> Recording | None:
        """That run, as far as there is one."""
        preset = self.preset
        return self._recorded(preset) if preset else None

    @property
    def networks(self) -> tuple[str, ...]:
        """The real networks of which the scene shows, as its knobs stand, how long they take on this computer."""
        return self._scene.measures(self.knobs) if self._scene.measures is not None else ()

    @property
    def seconds(self) -> float:
        """The length of the scene."""
        return self._frame.seconds

    @property
    def undoable(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._room.history.past)

    @property
    def redoable(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._room.history.future)

    @property
    def history(self) -> History[Knobs]:
        """The changes of the open scene's knobs."""
        return self._room.history

    @property
    def own_scene(self) -> Scene:
        """The user's own scene: the open one, or that which was open before a stop was entered."""
        return self._before_stops if self._stop else self._scene

    @property
    def stop(self) -> str:
        """The name under which a scene was entered for a lesson; "" where it is the user's own."""
        return self._stop

    def left_at(self, stop: str) -> Knobs | None:
        """The knobs of a lesson's stop as they were left; None where nobody was there yet."""
        room = self._stops.get(stop)
        return room.history.present if room is not None else None

    @property
    def shows(self) -> tuple[str, ...] | None:
        """The names of the knobs that stay in sight; None are all."""
        return self._room.shows

    @property
    def _room(self) -> SceneState:
        return self._stops[self._stop] if self._stop else self._rooms[self._scene.name]

    def neighbour(self, by: int) -> Scene | None:
        """The scene after (`by` 1) or before (−1) the open one, in the order of the outline; None beyond the ends."""
        scenes = self.catalogue.scenes
        if self._scene not in scenes:
            return None
        index = scenes.index(self._scene) + by
        return scenes[index] if 0 <= index < len(scenes) else None

    # --- Scenes and knobs -------------------------------------------------------------------------------------------

    def open(self, name: str, knobs: Knobs | None = None) -> None:
        """Open a scene where it was left, with other knobs if they are given.

        Raises KeyError with one sentence where there is no such scene.
        """
        self._leave_for(self.catalogue.find(name))
        if knobs is not None:
            self._room.history = self._room.history.recorded(knobs)
        self._begin(replace(self._player.stopped(), t=self._room.t))

    def open_afresh(self, name: str, knobs: Knobs | None = None) -> None:
        """Open a scene at its beginning, with these knobs, or else as a hand does that chooses it from the course.

        Raises KeyError as `open` does.
        """
        self._leave_for(self.catalogue.find(name))
        self._room.history = self._room.history.recorded(self.knobs.of_the_course() if knobs is None else knobs)
        self._begin(replace(self._player.stopped(), t=0.0))

    def enter(self, stop: str, scene: Scene, knobs: Knobs, shows: tuple[str, ...] | None = None) -> None:
        """Open a scene, of the catalogue or not, in a room of its own named `stop`, as it was left there.

        In a new one the knobs stand as they are given, and nothing done there touches the scene as the user has it.
        """
        if not self._stop:
            self._before_stops = self._scene
        if stop not in self._stops:
            self._stops[stop] = SceneState(History(knobs), shows=shows)
        self._leave_for(scene, stop)
        self._begin(replace(self._player.stopped(), t=self._room.t))

    def forget_stop(self, stop: str) -> None:
        """Forget what was done at a stop; who is there now stays until another scene is opened."""
        if stop != self._stop:
            self._stops.pop(stop, None)

    def forget_stops(self) -> None:
        """Forget what was done at a lesson's stops; where one is open, the user's own scene of before comes back."""
        if self._stop:
            self._leave_for(self._before_stops)
            self._begin(replace(self._player.stopped(), t=self._room.t))
        self._stops.clear()

    def _leave_for(self, scene: Scene, stop: str = "") -> None:
        self._room.t = self._player.t
        self._scene, self._stop = scene, stop

    def _begin(self, player: Player) -> None:
        """Show the scene that is open now."""
        self._player, self._wanted_t = player, None
        self._at_poster = player.t == 0.0
        self._frame = self._drawn()
        if self._player.t > self.seconds:
            self._wanted_t = self._player.t
            self._player = self._player.jumped(self.seconds, self.steps)
            self._frame = self._drawn()
        self.opened.emit()
        self._tell(turned=True)

    def turn(self, name: str, value: object, merging: Hashable = None) -> bool:
        """Turn a knob; where that can't be shown, say why and leave it. Changes with one `merging` are one undo."""
        try:
            knobs = change(self.knobs, name, value)
        except KnobError as error:
            self.refused.emit(name, str(error))
            return False
        self.use(knobs, merging)
        return True

    def refusal(self, name: str, value: object) -> str | None:
        """Why a knob can't be turned to a value just now; None if it can."""
        try:
            return refusal(self.knobs, name, value)
        except Exception as error:  # as for pictures: a lesson's mistake is told, and the window goes on
            self.failed.emit(error)
            return "This lesson can't say whether that is possible."

    def use(self, knobs: Knobs, merging: Hashable = None) -> None:
        """Take other knobs; time stays where it is."""
        self._rewrite(self._room.history.recorded(knobs, merging))

    def put(self, scene: str, name: str, value: object, merging: Hashable = None) -> None:
        """Set a knob of a scene, open or not, to what was found out meanwhile."""
        if scene == self._scene.name:
            self.use(change(self.knobs, name, value), merging)
        else:
            room = self._rooms[scene]
            room.history = room.history.recorded(change(room.history.present, name, value), merging)

    def knobs_of(self, scene: str) -> Knobs:
        """The knobs of a scene, open or not."""
        return self._rooms[scene].history.present

    def seal(self) -> None:
        """End the gesture whose changes are one undo."""
        self._rewrite(self._room.history.sealed())

    def undo(self) -> None:
        """Take the last change of this scene's knobs back."""
        self._rewrite(self._room.history.undone())

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._rewrite(self._room.history.redone())

    def reset(self) -> None:
        """Put all knobs of this scene back to where they began; that can be undone."""
        self.use(type(self.knobs)())

    def _rewrite(self, history: History[Knobs]) -> None:
        if history == self._room.history:
            return
        changed = history.present != self._room.history.present
        self._room.history = history
        if changed:
            self._recompute()
        self._tell(turned=True, drawn=changed)

    # --- Time -------------------------------------------------------------------------------------------------------

    @property
    def reduced_motion(self) -> bool:
        """Whether nothing moves between steps."""
        return self._reduced_motion

    @reduced_motion.setter
    def reduced_motion(self, reduced: bool) -> None:
        self._reduced_motion = reduced
        self._go(self._player)
        self.paced.emit()

    def advance(self, dt: float) -> None:
        """Let `dt` seconds of real time pass, unless a hand holds time still."""
        if self._player.playing and not self.held:
            self._go(self._player.advance(dt, self.steps))

    def toggle(self) -> None:
        """Play on, or pause at what is shown."""
        player = self._player
        if player.playing and self._reduced_motion:
            self.jump(player.shown(self.steps, reduced_motion=True))
        else:
            self._start(player)

    def play(self, backwards: bool = False) -> None:
        """Play in a direction; pause if that is what is going on."""
        player = self._player
        if player.playing and (player.speed < 0) == backwards:
            self.toggle()
            return
        speed = -abs(player.speed) if backwards else abs(player.speed)
        self._start(replace(player.stopped(), speed=speed))

    def _start(self, player: Player) -> None:
        """Play on or pause; where nothing moves and each step stops, be at the stop at once."""
        started = player.toggled(self.steps)
        self._go(started.arrived(self.steps) if self._reduced_motion and started.playing and started.stops else started)

    def next_step(self) -> None:
        """Play the next step; asked again on the way, be at its end."""
        player = self._player
        if self._reduced_motion:
            self._go(player.jumped(player.shown(self.steps, reduced_motion=True), self.steps).stepped(self.steps))
        else:
            self._go(player.played_step(self.steps))

    def back_step(self) -> None:
        """Go to the end of the step before."""
        self._go(self._player.stepped_back(self.steps))

    def jump(self, t: float) -> None:
        """Be at a time and rest there."""
        self._go(self._player.jumped(t, self.steps))

    def play_step(self, index: int) -> None:
        """Play a step from its beginning and stop at its end; with reduced motion be there at once."""
        start = boundaries(self.steps)[index] - self.steps[index].seconds
        self.jump(start)
        if self._reduced_motion:
            self.show_step(index)
        else:
            self._go(self._player.played_step(self.steps))

    def show_step(self, index: int) -> None:
        """Be at the end of a step, where all of it has happened."""
        self.jump(boundaries(self.steps)[index])

    def scrub(self, t: float) -> None:
        """Be at a time, and play on if it was playing."""
        self._go(self._player.scrubbed(t, self.steps))

    def to_start(self) -> None:
        """Go to the beginning."""
        self.jump(0.0)

    def to_end(self) -> None:
        """Go to the end."""
        self.jump(self.seconds)

    def show_live(self) -> None:
        """Be at the end of a step that shows the run: this one, or else the first in which it grows."""
        live = [index for index, step in enumerate(self.steps) if step.live]
        growing = [index for index in live if not self.steps[index].still]
        if live:
            self.show_step(self.step if self.step in live else (growing or live)[0])

    def set_speed(self, speed: float) -> None:
        """Play at a speed of 0.25 to 4, in the direction that is on."""
        bounded = max(SPEEDS[0], min(abs(speed), SPEEDS[-1]))
        self._go(replace(self._player, speed=bounded if self._player.speed > 0 else -bounded))
        self.paced.emit()

    def change_speed(self, by: int) -> None:
        """Go to the next faster or slower speed of the list."""
        nearest = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - abs(self._player.speed)))
        self.set_speed(SPEEDS[max(0, min(nearest + by, len(SPEEDS) - 1))])

    def set_loop(self, loop: bool) -> None:
        """Start over at the end, or stop there."""
        self._go(replace(self._player, loop=loop))
        self.paced.emit()

    def set_through(self, through: bool) -> None:
        """Play through all steps with a rest at each one's end, or stop there."""
        self._go(replace(self._player, through=through))
        self.paced.emit()

    def _go(self, player: Player) -> None:
        if player.t != self._player.t:
            self._wanted_t = None
        leaves_poster = self._at_poster and (player.t > 0.0 or player.playing)
        self._at_poster = self._at_poster and not leaves_poster
        before, self._player = self.step, player
        shown = player.shown(self.steps, self._reduced_motion)
        if leaves_poster or (shown != self._frame.t and not self._at_poster):
            self._frame = self._drawn()
            self.drawn.emit()
        self.moved.emit()
        if leaves_poster or self.step != before:
            self.stepped.emit()

    # --- Drawing ----------------------------------------------------------------------------------------------------

    def _recompute(self) -> None:
        """Compute the picture for other knobs.

        The player stays where it is in its step, which may have another length now, or at the end of what is shorter
        until that is as long again.
        """
        before = self._frame.steps
        self._frame = self._drawn()
        wanted = self._player.t if self._wanted_t is None else self._wanted_t
        if self._wanted_t is None:
            wanted = same_place(before, self.steps, wanted)
        self._wanted_t = wanted if wanted > self.seconds else None
        if self._player.t != min(wanted, self.seconds):
            self._player = self._player.jumped(wanted, self.steps)
            self._frame = self._drawn()

    def redraw(self, preset: str) -> None:
        """Draw anew what shows the run of a preset: there is another recording of it."""
        if preset == self.preset:
            self._recompute()
            self.drawn.emit()

    def read(self, readings: Readings, trouble: str) -> None:
        """Draw with other answers of published networks; `trouble` says why those that are wanted don't come."""
        self.readings, self._trouble = readings, trouble
        if self._frame.wanted:
            self._frame = self._drawn()
            self.drawn.emit()

    def picture(self, t: float) -> Frame:
        """The open scene's picture at another time; where something does not come, the caption's place says why."""
        frame = render(self._scene, self.knobs, t, self.recording, self.readings)
        return with_words(frame, self._trouble) if frame.wanted and self._trouble else frame

    def _drawn(self) -> Frame:
        try:
            if self._at_poster:
                # The whole picture of that moment: the poster may be a part of it, for where it is small.
                return self.picture(poster(self._scene, self.knobs, self.recording, self.readings).t)
            frame = self.picture(self._player.t)
            shown = self._player.shown(frame.steps, self._reduced_motion)
            return frame if shown == self._player.t else self.picture(shown)
        except Exception as error:  # a lesson that breaks must not take the window with it; undo still works
            self._player = self._player.stopped()
            self.failed.emit(error)
            return out_of_order(self._scene)

    def _tell(self, *, turned: bool = False, drawn: bool = True) -> None:
        if turned:
            self.turned.emit()
        if drawn:
            self.drawn.emit()
            self.moved.emit()
            self.stepped.emit()

    # --- From one start of the application to the next --------------------------------------------------------------

    def remember(self, *, fleeting: bool = True) -> Remembered:
        """What the next session should know; pictures that are in no file only where `fleeting` ones are wanted."""
        self._room.t = self._player.t
        return Remembered(
            scene=self.own_scene.name,
            knobs={
                name: as_plain(room.history.present, fleeting=fleeting) for name, room in self._rooms.items() if name
            },
            times={name: room.t for name, room in self._rooms.items() if name},
            speed=abs(self._player.speed),
            loop=self._player.loop,
            through=self._player.through,
        )

    def restore(self, remembered: Remembered) -> list[str]:
        """Go on where another session stopped; returns a sentence for everything that doesn't fit any more."""
        messages = []
        for scene in self.catalogue.scenes:
            knobs, dropped = fitting(scene.knobs, own(kept(remembered.knobs, scene, {}), scene, self.catalogue))
            self._rooms[scene.name] = SceneState(History(knobs.of_the_course()), kept(remembered.times, scene, 0.0))
            messages += [f"{scene.title}: {name} is as at first, for what was stored does not fit." for name in dropped]
        if any(remembered.scene in scene.names for scene in self.catalogue.scenes):
            self._scene = self.catalogue.find(remembered.scene)
        speed = max(SPEEDS[0], min(abs(remembered.speed), SPEEDS[-1]))
        t = max(0.0, self._room.t)
        self._begin(Player(t=t, speed=speed, loop=remembered.loop, through=remembered.through))
        return messages
