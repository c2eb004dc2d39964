"""The control column: everything that can be set of a run, whether one is going on or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.lab.run import settings
from desktop.lab.run.settings import OPTIMISER_TITLES, OPTIMISERS, SCHEDULE_TITLES, SCHEDULES
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo
from desktop.widgets.parts import label
from desktop.widgets.rows import ChoiceRow, NumberRow, Row, SegmentRow
from engine.contract.events import Device
from engine.contract.spec import (
    DATA,
    PRESETS,
    DataName,
    Optimiser,
    RunSpec,
    SpecError,
    StopAt,
    check,
    preset_of,
    source_of,
)
from scenes.stage.numbers.reading import number_in_words

_NEW_RUN = "Applies to the next run."
_AT_ONCE = "Can be changed while it trains; the charts mark the step."


class Controls(QWidget):
    """Shows a `RunSpec` and asks for others.

    `changed` carries the new settings and the ones before, when they can be trained; otherwise the row says why not.
    """

    changed = Signal(object, object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.spec: RunSpec = PRESETS[settings.DEFAULT_PRESET].spec
        self._running: RunSpec | None = None
        self._devices: tuple[Device, ...] = ()
        self._appearance = appearance
        self._hint_wanted = True
        self._build()
        self._connect()
        self.show_spec(self.spec)

    def _build(self) -> None:
        looks = self._appearance
        self.preset = Combo(looks, "What to train")
        self.preset.addItems([*(preset.title for preset in PRESETS.values()), "Your own settings"])
        self.hint_title = label("WHAT TO LOOK FOR", "chapter")
        self.hint, self.source = label(name="muted", wrap=True), label(name="small", wrap=True)
        self.lr = NumberRow("Learning rate", _AT_ONCE, looks, lambda v, by: settings.lr_stepped(v or 1e-3, by))
        self.batch = NumberRow("Batch size", _AT_ONCE, looks, self._batch_stepped, whole=True)
        self.length = NumberRow("Stop after", _AT_ONCE, looks, self._length_stepped)
        self.unit = SegmentRow("counted in", "One step is one batch, one epoch one pass over all pictures.", _UNITS)
        self.target = NumberRow(
            "or at accuracy",
            "Ends the run as soon as a network reaches this validation accuracy.",
            looks,
            _target_stepped,
            lambda share: f"{number_in_words(share)} %",
            100,
            "off",
        )
        self.data = ChoiceRow("Pictures", _NEW_RUN, looks, [each.title for each in DATA.values()])
        self.optimiser = ChoiceRow("Optimiser", _NEW_RUN, looks, [OPTIMISER_TITLES[each] for each in OPTIMISERS])
        self.schedule = ChoiceRow("Schedule", _NEW_RUN, looks, [SCHEDULE_TITLES[each] for each in SCHEDULES])
        self.clip = NumberRow(
            "Clip gradients",
            "Limits the norm of each network's whole gradient. " + _NEW_RUN,
            looks,
            _clip_stepped,
            off="off",
        )
        same = "The same seed gives the same run. " + _NEW_RUN
        self.seed = NumberRow("Seed", same, looks, _seed_stepped, "{:.0f}".format, whole=True)
        self.device = ChoiceRow("Device", _NEW_RUN, looks, ["CPU"])
        self.pending = label(name="warning", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        rows: Sequence[QWidget] = (
            self.preset,
            label("AT ANY TIME", "chapter"),
            *(self.lr, self.batch, self.length, self.unit, self.target),
            label("FOR A NEW RUN", "chapter"),
            *(self.data, self.optimiser, self.schedule, self.clip, self.seed, self.device),
            self.pending,
            self.hint_title,
            self.hint,
            self.source,
        )
        for row in rows:
            column.addWidget(row)
        column.addStretch(1)

    def _connect(self) -> None:
        names = list(DATA)
        self.preset.picked.connect(self._pick_preset)
        self.lr.wanted.connect(lambda lr: self._ask(self.lr, lr=lr))
        self.batch.wanted.connect(lambda batch: self._ask(self.batch, batch=int(batch)))
        self.length.wanted.connect(self._set_length)
        self.unit.wanted.connect(self._set_unit)
        self.target.wanted.connect(lambda share: self._ask_stop(self.target, accuracy=share))
        self.data.wanted.connect(lambda index: self._take(settings.with_data(self.spec, names[index])))
        self.optimiser.wanted.connect(lambda index: self._ask(self.optimiser, optimiser=Optimiser(OPTIMISERS[index])))
        self.schedule.wanted.connect(lambda index: self._ask(self.schedule, schedule=SCHEDULES[index]))
        self.clip.wanted.connect(lambda norm: self._ask(self.clip, clip_norm=norm))
        self.seed.wanted.connect(lambda seed: self._ask(self.seed, seed=int(seed)))
        self.device.wanted.connect(self._pick_device)

    # What is shown

    def show_spec(self, spec: RunSpec) -> None:
        """Show settings without asking for anything."""
        self.spec = spec
        presets, data = list(PRESETS), list[DataName](DATA)
        found = preset_of(spec)
        self.preset.setCurrentIndex(presets.index(found) if found else len(presets))
        self.hint.setText(PRESETS[found].what_to_look_for if found else "")
        self.source.setText(source_of(found))
        self._show_hint()
        self.lr.show_value(spec.lr)
        self.batch.show_value(spec.batch)
        self.length.whole = spec.stop.epochs is None
        self.length.show_value(spec.stop.steps if spec.stop.epochs is None else spec.stop.epochs)
        self.unit.show_index(0 if spec.stop.epochs is not None else 1)
        self.target.show_value(spec.stop.accuracy)
        self.data.show_index(data.index(spec.data))
        self.optimiser.show_index(OPTIMISERS.index(spec.optimiser.name))
        self.schedule.show_index(SCHEDULES.index(spec.schedule))
        self.clip.show_value(spec.clip_norm)
        self.seed.show_value(spec.seed)
        self._show_devices()
        self._show_pending()

    def show_hint(self, wanted: bool) -> None:
        """Show what to look for in a preset, or leave that to the page."""
        self._hint_wanted = wanted
        self._show_hint()

    def _show_hint(self) -> None:
        for part in (self.hint, self.hint_title):
            part.setVisible(self._hint_wanted and bool(self.hint.text()))
        self.source.setVisible(self._hint_wanted and bool(self.source.text()))

    def set_devices(self, devices: tuple[Device, ...]) -> None:
        """Offer what the engine has found; nothing is known before it is ready."""
        self._devices = devices
        self._show_devices()

    def set_running(self, spec: RunSpec | None) -> None:
        """Say what is in force in the run in progress; None if there is no run."""
        self._running = spec
        self._show_pending()

    def _show_devices(self) -> None:
        names = [device.name for device in self._devices] or ["cpu"]
        words = [f"{device.name.upper()}: {device.title}" for device in self._devices] or ["CPU"]
        if self.spec.device not in names:
            names, words = [*names, self.spec.device], [*words, self.spec.device]
        self.device.set_words(words)
        reasons = [None if each.available else each.reason for each in self._devices]
        self.device.show_index(names.index(self.spec.device), reasons)

    def _show_pending(self) -> None:
        names = settings.differences(self.spec, self._running) if self._running else []
        self.pending.setText(f"For the next run: {', '.join(names)}." if names else "")
        self.pending.setVisible(bool(names))

    # What is asked for

    def _take(self, spec: RunSpec) -> None:
        """Use settings that can be trained."""
        before = self.spec
        self.show_spec(spec)
        if spec != before:
            self.changed.emit(spec, before)

    def _ask(self, row: Row, **wanted: Any) -> None:
        """Use other settings, or say in their row why they can't be trained."""
        spec = msgspec.structs.replace(self.spec, **wanted)
        try:
            check(spec)
        except SpecError as error:
            self.show_spec(self.spec)
            row.refuse(str(error))
        else:
            self._take(spec)

    def _ask_stop(self, row: Row, **wanted: Any) -> None:
        self._ask(row, stop=msgspec.structs.replace(self.spec.stop, **wanted))

    def _set_length(self, value: float) -> None:
        if self.spec.stop.epochs is not None:
            self._ask_stop(self.length, epochs=value)
        else:
            self._ask_stop(self.length, steps=int(value))

    def _set_unit(self, index: int) -> None:
        """Count in epochs (0) or steps (1), and keep the length."""
        stop, per_epoch = self.spec.stop, DATA[self.spec.data].train / self.spec.batch
        if index == 0 and stop.epochs is None:
            epochs = max(0.1, round((stop.steps or 1) / per_epoch, 1))
            self._ask(self.unit, stop=StopAt(epochs=epochs, accuracy=stop.accuracy))
        elif index == 1 and stop.epochs is not None:
            steps = max(1, round(stop.epochs * per_epoch))
            self._ask(self.unit, stop=StopAt(steps=steps, accuracy=stop.accuracy))

    def _pick_preset(self, index: int) -> None:
        presets = list(PRESETS.values())
        if index < len(presets):
            kept = {"device": self.spec.device, "threads": self.spec.threads}
            self._take(msgspec.structs.replace(presets[index].spec, **kept))
        else:
            self.show_spec(self.spec)

    def _pick_device(self, index: int) -> None:
        if index >= len(self._devices):
            return
        device = self._devices[index]
        if device.available:
            self._ask(self.device, device=device.name)
        else:
            self.show_spec(self.spec)
            self.device.refuse(device.reason)

    def _batch_stepped(self, batch: float | None, by: int) -> float:
        return settings.batch_stepped(int(batch or 1), by, self.spec.data)

    def _length_stepped(self, value: float | None, by: int) -> float:
        value = value or 0.0
        if self.spec.stop.epochs is None:
            return max(1.0, value + by * (10 if value + by >= 20 else 1) if value < 1000 else value + 100 * by)
        return value + by if value + by > 0 else value


_UNITS = ("epochs", "steps")


def _target_stepped(share: float | None, by: int) -> float | None:
    """Target accuracies in steps of one per cent; below 50 % there is none."""
    if share is None:
        return 0.9 if by > 0 else None
    stepped = round(share + by / 100, 4)
    return None if stepped < 0.5 else min(stepped, 1.0)


def _clip_stepped(norm: float | None, by: int) -> float | None:
    """Clipping norms by halves and doubles; below 0.1 there is none."""
    if norm is None:
        return 1.0 if by > 0 else None
    stepped = norm * 2.0**by
    return None if stepped < 0.1 else stepped


def _seed_stepped(seed: float | None, by: int) -> float:
    return max(0.0, (seed or 0.0) + by)
