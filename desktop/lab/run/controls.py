"""The control column: everything that can be set of a run, whether one is going on or not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.lab.run import settings
from desktop.lab.run.altering import Altering
from desktop.lab.run.settings import OPTIMISER_TITLES, OPTIMISERS, SCHEDULE_TITLES, SCHEDULES
from desktop.lab.run.wanted import Wanted
from desktop.lab.run.where import WhereRow
from desktop.runs.readings import beginning
from desktop.sets.store import SetStore
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo
from desktop.widgets.parts import button, label
from desktop.widgets.rows import ChoiceRow, NumberRow, Row, SegmentRow
from engine.contract.events import Device
from engine.contract.spec import (
    DATA,
    PRESETS,
    Data,
    Optimiser,
    OwnData,
    about,
    preset_of,
)
from scenes.stage.numbers.reading import number_in_words

_NEW_RUN = "Applies to the next run."
_SMALL_REST = (
    "So many pictures make one step. The last batch of an epoch is smaller; fewer than an eighth of a batch are left "
    "out of it and come elsewhere in the next one. "
)
_AT_ONCE = "Can be changed while it trains; the charts mark the step."


class Controls(QWidget):
    """Shows the wanted settings and asks for others; a row says why not where they can't be had.

    What `build`, `take_away`, `try_range` and `repeat` do, whoever owns this says.
    """

    def __init__(self, appearance: Appearance, wanted: Wanted) -> None:
        super().__init__()
        self._wanted = wanted
        self._devices: tuple[Device, ...] = ()
        self._appearance = appearance
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        looks = self._appearance
        self.preset = Combo(looks, "What to train")
        self.preset.addItems([*(preset.title for preset in PRESETS.values()), "Your own settings"])
        self.build = button("Build…", "Open these networks in the builder: change them, or build your own")
        self.repeat = button("More runs", "Repeat this run over seeds or learning rates: all in one picture")
        self.take_away = button("Take away", "PyTorch code, weights, ONNX, and settings as a file")
        self.networks = QWidget()
        line = QHBoxLayout(self.networks)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.build, 1)
        line.addWidget(self.take_away, 1)
        self.origin = label(name="key", wrap=True)
        self.afresh = button("Begin afresh", "The networks begin with weights by chance", self._begin_afresh)
        self.lr = NumberRow("Learning rate", _AT_ONCE, looks, lambda v, by: settings.lr_stepped(v or 1e-3, by))
        self.try_range = button(
            "Try a range…", "A short test on copies of the networks: which learning rates suit them"
        )
        self.batch = NumberRow(
            "Batch size",
            _SMALL_REST + _AT_ONCE,
            looks,
            lambda v, by: settings.batch_stepped(int(v or 1), by, self._wanted.spec),
            whole=True,
        )
        self.length = NumberRow(
            "Stop after", _AT_ONCE, looks, lambda v, by: settings.length_stepped(self._wanted.spec.stop, by)
        )
        self.unit = SegmentRow("counted in", "One step is one batch, one epoch one pass over all pictures.", _UNITS)
        self.target = NumberRow(
            "or at accuracy",
            "Ends the run as soon as a network reaches this validation accuracy.",
            looks,
            settings.target_stepped,
            lambda share: f"{number_in_words(share)} %",
            100,
            "off",
        )
        self._own: tuple[OwnData, ...] = ()
        self.data = ChoiceRow("Pictures", _NEW_RUN, looks, [each.title for each in DATA.values()])
        self.add_own = button(
            "Add your own…",
            "A folder with a folder for each class, a table (.csv) or arrays (.npz), or what you draw or photograph. "
            "Folders and files can be dropped here.",
        )
        self.stored = button("What of mine is stored…", "Your sets of pictures, their sizes, and the runs of them")
        self.own = QWidget()
        buttons = QVBoxLayout(self.own)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self.add_own)
        buttons.addWidget(self.stored)
        self.altering = Altering(looks)
        self.optimiser = ChoiceRow("Optimiser", _NEW_RUN, looks, [OPTIMISER_TITLES[each] for each in OPTIMISERS])
        self.schedule = ChoiceRow("Schedule", _NEW_RUN, looks, [SCHEDULE_TITLES[each] for each in SCHEDULES])
        self.clip = NumberRow(
            "Clip gradients",
            "Limits the norm of each network's whole gradient. " + _NEW_RUN,
            looks,
            settings.clip_stepped,
            off="off",
        )
        same = "The same seed gives the same run. " + _NEW_RUN
        self.seed = NumberRow("Seed", same, looks, settings.seed_stepped, "{:.0f}".format, whole=True)
        self.device = ChoiceRow("Device", _NEW_RUN, looks, ["CPU"])
        self.where = WhereRow(looks)
        self.pending = label(name="warning", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        self._rows: dict[str, Row] = {
            "lr": self.lr,
            "batch": self.batch,
            "epochs": self.length,
            "steps": self.length,
            "stop": self.unit,
            "accuracy": self.target,
            "data": self.data,
            "optimiser": self.optimiser,
            "schedule": self.schedule,
            "clip_norm": self.clip,
            "seed": self.seed,
            "device": self.device,
        }
        rows: Sequence[QWidget] = (
            self.preset,
            self.networks,
            self.repeat,
            self.origin,
            self.afresh,
            label("AT ANY TIME", "chapter"),
            *(self.lr, self.try_range, self.batch, self.length, self.unit, self.target),
            label("FOR A NEW RUN", "chapter"),
            *(self.data, self.own, self.altering, self.optimiser, self.schedule, self.clip, self.seed),
            self.device,
            self.where,
            self.pending,
        )
        for row in rows:
            column.addWidget(row)
        column.addStretch(1)

    def _connect(self) -> None:
        ask = self._ask
        self._wanted.changed.connect(self.refresh)
        self._wanted.pending_changed.connect(self._show_pending)
        self.preset.picked.connect(self._pick_preset)
        self.lr.wanted.connect(lambda lr: ask("lr", lr))
        self.batch.wanted.connect(lambda batch: ask("batch", int(batch)))
        self.length.wanted.connect(self._set_length)
        self.unit.wanted.connect(self._set_unit)
        self.target.wanted.connect(lambda share: ask("accuracy", share))
        self.data.wanted.connect(lambda index: ask("data", self._offered[index]))
        self.altering.wanted.connect(ask)
        self.optimiser.wanted.connect(lambda index: ask("optimiser", Optimiser(OPTIMISERS[index])))
        self.schedule.wanted.connect(lambda index: ask("schedule", SCHEDULES[index]))
        self.clip.wanted.connect(lambda norm: ask("clip_norm", norm))
        self.seed.wanted.connect(lambda seed: ask("seed", int(seed)))
        self.device.wanted.connect(self._pick_device)
        self.where.moved.connect(self._wanted.move)

    # What is shown

    def refresh(self) -> None:
        """Show what is wanted; what was refused before is past."""
        spec = self._wanted.spec
        presets = list(PRESETS)
        found = preset_of(spec)
        self.preset.setCurrentIndex(presets.index(found) if found else len(presets))
        self.origin.setText(f"Begins with {beginning(spec.origin)}." if spec.origin else "")
        for part in (self.origin, self.afresh):
            part.setVisible(spec.origin is not None)
        self.lr.show_value(spec.lr)
        self.batch.show_value(spec.batch)
        self.length.whole = spec.stop.epochs is None
        self.length.show_value(spec.stop.steps if spec.stop.epochs is None else spec.stop.epochs)
        self.unit.show_index(0 if spec.stop.epochs is not None else 1)
        self.target.show_value(spec.stop.accuracy)
        self._show_data()
        self.altering.show_altered(spec.altered, about(spec.data).classes)
        self.optimiser.show_index(OPTIMISERS.index(spec.optimiser.name))
        self.schedule.show_index(SCHEDULES.index(spec.schedule))
        self.clip.show_value(spec.clip_norm)
        self.seed.show_value(spec.seed)
        self._show_devices()
        self._show_pending()

    def refuse(self, field: str, sentence: str) -> bool:
        """Say in a field's row why it can't be had; tells whether there is such a row."""
        row = self._rows.get(field) or self.altering.rows.get(field)
        if row is not None:
            row.refuse(sentence)
        return row is not None

    def follow(self, store: SetStore) -> None:
        """Offer the user's own sets, as a store has them, beside those that come with Convoscope."""
        store.changed.connect(partial(self._offer_own, store))
        self._offer_own(store)

    def _offer_own(self, store: SetStore) -> None:
        self._own = tuple(each.data for each in store.sets)
        self._show_data()

    @property
    def _offered(self) -> list[Data]:
        """All sets in the order of the list; the wanted one is among them even where it is not stored here."""
        wanted = self._wanted.spec.data
        offered: list[Data] = [*DATA, *self._own]
        return offered if wanted in offered else [*offered, wanted]

    def _show_data(self) -> None:
        offered = self._offered
        stored = [*DATA, *self._own]
        self.data.set_words(
            [about(each).title if each in stored else f"{about(each).title} (gone)" for each in offered]
        )
        self.data.show_index(offered.index(self._wanted.spec.data))

    def set_devices(self, devices: tuple[Device, ...]) -> None:
        """Offer what the engine has found; nothing is known before it is ready."""
        self._devices = devices
        self._show_devices()

    def _show_devices(self) -> None:
        names = [device.name for device in self._devices] or ["cpu"]
        words = [f"{device.name.upper()}: {device.title}" for device in self._devices] or ["CPU"]
        wanted = self._wanted.spec.device
        if wanted not in names:
            names, words = [*names, wanted], [*words, wanted]
        self.device.set_words(words)
        reasons = [None if each.available else each.reason for each in self._devices]
        self.device.show_index(names.index(wanted), reasons)

    def _show_pending(self) -> None:
        self.where.show_where(self._wanted.where)
        names = self._wanted.pending
        self.pending.setText(f"For the next run: {', '.join(names)}." if names else "")
        self.pending.setVisible(bool(names))

    # What is asked for

    def _ask(self, field: str, value: object) -> None:
        self.refresh()
        self._wanted.ask(field, value)

    def _begin_afresh(self) -> None:
        self._ask("origin", None)

    def _set_length(self, value: float) -> None:
        if self._wanted.spec.stop.epochs is not None:
            self._ask("epochs", value)
        else:
            self._ask("steps", int(value))

    def _set_unit(self, index: int) -> None:
        """Count in epochs (0) or steps (1), and keep the length."""
        spec = self._wanted.spec
        if index == 0 and spec.stop.epochs is None:
            self._ask("stop", settings.counted_in_epochs(spec))
        elif index == 1 and spec.stop.epochs is not None:
            self._ask("stop", settings.counted_in_steps(spec))

    def _pick_preset(self, index: int) -> None:
        self.refresh()
        presets = list(PRESETS)
        if index < len(presets):
            self._wanted.choose(presets[index])

    def _pick_device(self, index: int) -> None:
        if index >= len(self._devices):
            return
        device = self._devices[index]
        if device.available:
            self._ask("device", device.name)
        else:
            self.refresh()
            self.device.refuse(device.reason)


_UNITS = ("epochs", "steps")
