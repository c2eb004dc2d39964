"""The settings of the next run, and who may change them."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.lab.run import settings
from desktop.player.history import History
from desktop.training.session import TrainingSession
from engine.contract.spec import PRESETS, Altered, Contestant, Data, RunSpec, SpecError, check, train_count


class Wanted(QObject):
    """The settings of the next run. Widgets show them and ask for others; nobody else keeps a `RunSpec`.

    They can always be trained: what can't be is refused, and leaves them as they are. A run in progress takes at once
    what it can of a change. `changed` carries the settings now and before, `refused` the field that was asked for and
    one sentence on why it can't be had; `edited` says that there is one more change to take back, and
    `pending_changed` that `pending` may be another.
    """

    changed = Signal(object, object)
    edited = Signal()
    refused = Signal(str, str)
    pending_changed = Signal()

    def __init__(self, session: TrainingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._history = History(PRESETS[settings.DEFAULT_PRESET].spec)
        self._batch = self.spec.batch
        """The batch that was wanted last where there were pictures enough."""
        session.began.connect(self._adopt)
        for signal in (self.changed, session.began, session.phase_changed, session.settings_changed):
            signal.connect(self.pending_changed)

    @property
    def spec(self) -> RunSpec:
        """The settings now."""
        return self._history.present

    @property
    def pending(self) -> list[str]:
        """What is wanted and not in force in the run in progress, in words."""
        running = self._session.spec if self._session.active else None
        return settings.differences(self.spec, running) if running is not None else []

    @property
    def where(self) -> str:
        """The command that starts the engine; "" where it is this computer's own."""
        return self._session.client.elsewhere

    def move(self, command: str) -> None:
        """Train where a command starts an engine, or with "" on this computer; a run in progress ends, and is kept."""
        self._session.move_engine(command)
        self.pending_changed.emit()

    # --- Asking for others ------------------------------------------------------------------------------------------

    def ask(self, field: str, value: object) -> bool:
        """Ask for another value of one field, as `settings.with_field` knows them; tells whether it can be had."""
        fits = field == "data" or field in Altered.__struct_fields__
        return self._use(settings.with_field(self._roomy if fits else self.spec, field, value), field)

    def choose(self, preset: str) -> bool:
        """Ask for a preset, on the present machine."""
        return self._use(settings.moved(PRESETS[preset].spec, self.spec), "preset")

    def race(self, contestants: tuple[Contestant, ...], data: Data) -> bool:
        """Ask for other contestants and pictures in a run that is else as it is; a run in progress goes on."""
        race = msgspec.structs.replace(settings.with_data(self._roomy, data), contestants=contestants)
        return self._use(race, "preset", at_once=False)

    def repeat(self, run: RunSpec) -> bool:
        """Ask for what a run was, on the present machine; a run in progress goes on as it is."""
        return self._use(settings.moved(run, self.spec), "preset", at_once=False)

    def cure(self, run: RunSpec, cure: str) -> bool:
        """Ask for what a run was, with what may keep its numbers finite; a run in progress goes on as it is."""
        return self._use(settings.cured(settings.moved(run, self.spec), cure), "preset", at_once=False)

    @property
    def _roomy(self) -> RunSpec:
        """The settings with the batch that was wanted, which may have been made smaller to fit few pictures."""
        return msgspec.structs.replace(self.spec, batch=max(self.spec.batch, self._batch))

    def _use(self, spec: RunSpec, field: str, at_once: bool = True) -> bool:
        try:
            check(spec)
        except SpecError as error:
            self.refused.emit(field, str(error))
            return False
        if self._rewrite(self._history.recorded(spec), at_once):
            self.edited.emit()
        return True

    def _adopt(self) -> None:
        """Want what the run is that begins, if it is of other networks or pictures: a scene has asked for it."""
        spec = self._session.spec
        if spec is not None and spec.race != self.spec.race:
            self.repeat(spec)

    # --- Undo -------------------------------------------------------------------------------------------------------

    def undo(self) -> bool:
        """Take the last change back; tells whether there was one."""
        return self._rewrite(self._history.undone())

    def redo(self) -> bool:
        """Make the change again that was taken back last; tells whether there was one."""
        return self._rewrite(self._history.redone())

    def _rewrite(self, history: History[RunSpec], at_once: bool = True) -> bool:
        """Want the present of a history; tells whether that is something else."""
        before, self._history = self.spec, history
        if self.spec == before:
            return False
        if self.spec.batch < train_count(self.spec):
            self._batch = self.spec.batch
        if at_once:
            self._session.follow(self.spec, before)
        self.changed.emit(self.spec, before)
        return True

    # --- From one start of the application to the next --------------------------------------------------------------

    def to_plain(self) -> object:
        """The settings as plain data."""
        return msgspec.to_builtins(self.spec)

    def restore(self, plain: object) -> None:
        """Want what another start left. Raises ValueError (one sentence) where that can't be trained."""
        self._rewrite(History(settings.read(plain)), at_once=False)
