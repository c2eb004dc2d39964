"""What is chosen, in fields, and what is wrong with the contestant."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.lab.builder.drawing import TwoSides, fault_role
from desktop.lab.builder.faults import Fault
from desktop.lab.builder.fields import Field, fields, is_bracket, stepped, with_field, with_lanes
from desktop.lab.builder.layout import shape_words
from desktop.lab.builder.model import Builder
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import Card, button, label
from desktop.widgets.rows import ChoiceRow, NumberRow, Row
from engine.contract.spec.built.parts import TITLES, Lanes, Part
from engine.contract.spec.choices import MAX_GAIN, Initialisation
from scenes.stage.numbers.reading import number_in_words

MOST_FAULTS = 6
_STARTS: tuple[tuple[Initialisation, str], ...] = (
    ("default", "PyTorch's"),
    ("he", "He's"),
    ("glorot", "Glorot's"),
    (1.0, "with a gain"),
)
_GRADES = {"impossible": "Can't be", "odd": "Odd", "note": "Note"}


class Inspector(QWidget):
    """The column beside the blocks. `why_wanted` carries the link of a fault."""

    why_wanted = Signal(object)

    def __init__(self, appearance: Appearance, builder: Builder) -> None:
        super().__init__()
        self._appearance, self._builder = appearance, builder
        self._shown: tuple[int, Any, type[Part] | None, int] | None = None
        self._rows: dict[str, Row] = {}
        self._told: tuple[int, tuple[Fault, ...]] | None = None
        """What is told, and of which row: twins have equal faults, and a cure is of one of them."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._part_box, self._fault_box = QWidget(), QWidget()
        for box in (self._part_box, self._fault_box):
            made = QVBoxLayout(box)
            made.setContentsMargins(0, 0, 0, 0)
            self._column.addWidget(box)
        self._column.addStretch(1)
        self._build_contestant()
        builder.changed.connect(self.refresh)
        appearance.changed.connect(self._dress)

    def _build_contestant(self) -> None:
        looks = self._appearance
        card = Card("Contestant", looks, "key")
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the contestant")
        self.name.editingFinished.connect(self._rename)
        self.reason = label(name="reason", wrap=True)
        self.reason.hide()
        self.start = ChoiceRow("First weights", "How the weights start", looks, [words for _, words in _STARTS], 130)
        self.start.wanted.connect(lambda index: self._builder.start_as(_STARTS[index][0]))
        self.gain = NumberRow("Gain", "The first weights' spread is gain / √inputs.", looks, _gain_stepped)
        self.gain.wanted.connect(self._set_gain)
        buttons = QHBoxLayout()
        buttons.addWidget(button("Make a twin", "A copy below, for one change  Ctrl+D", self._builder.twin))
        buttons.addWidget(button("Take out", "Take this contestant out", self._builder.remove_row))
        for widget in (self.name, self.reason, self.start, self.gain):
            card.column.addWidget(widget)
        card.column.addLayout(buttons)
        self._column.addWidget(card)

    def refresh(self) -> None:
        """Show what is chosen now."""
        builder = self._builder
        row = builder.draft.rows[builder.row]
        if not (self.name.hasFocus() and self.name.isModified()):
            self.name.setText(row.name)
        init = row.built.init
        self.gain.setVisible(not isinstance(init, str))
        if isinstance(init, str):
            self.start.show_index([start for start, _ in _STARTS].index(init))
        else:
            self.start.show_index(len(_STARTS) - 1)
            self.gain.show_value(init)
        self._show_part()
        self._show_faults()

    def edit(self, name: str) -> None:
        """Let a number of the chosen part be typed; "" means the first."""
        row = self._rows.get(name) or next(iter(self._rows.values()), None)
        if isinstance(row, NumberRow):
            row.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
            row.number.selectAll()
        elif isinstance(row, ChoiceRow):
            row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- The chosen part --------------------------------------------------------------------------------------------

    def _show_part(self) -> None:
        builder, part = self._builder, self._builder.part
        shown = builder.row, builder.place, type(part) if part is not None else None, builder.extent
        if shown != self._shown:
            self._shown = shown
            self._rows = {}
            _refill(self._part_box, self._part_card(part))
        for field in fields(part) if part is not None else ():
            value, row = getattr(part, field.name), self._rows[field.name]
            if isinstance(row, NumberRow):
                row.show_value(value)
            elif isinstance(row, ChoiceRow):
                row.show_index([each for each, _ in field.choices].index(value))
        block = next((b for b in builder.draft.survey(builder.row).blocks if b.place == builder.place), None)
        said = ""
        if part is not None and block is not None and block.before is not None and block.after is not None:
            said = f"gets {shape_words(block.before)}, gives {shape_words(block.after)}\n"
            said += f"{block.parameters:,} parameters, {block.macs:,} MACs\n"
            side = block.field
            said += f"one number sees {f'{side}×{side} pixels' if side > 1 else 'one pixel'} of the picture"
        self.costs.setText(said)
        self.costs.setVisible(bool(said))

    def _part_card(self, part: Part | None) -> Card:
        builder = self._builder
        title = TITLES[type(part)] if part is not None else "The end of a row"
        card = Card(title if builder.extent == 1 else f"{builder.extent} blocks", self._appearance, "key")
        if part is None:
            words = (
                "Click a part below, or press its letter."
                if builder.extent == 1
                else ("Residual or Lanes goes around them; Ctrl+arrows move them; Del takes them out.")
            )
            card.column.addWidget(label(words, "muted", wrap=True))
        for field in fields(part) if part is not None else ():
            self._rows[field.name] = self._row(field)
            card.column.addWidget(self._rows[field.name])
        if is_bracket(part):
            card.column.addWidget(button("Take the bracket off", "What is inside stays", builder.unwrap))
        if isinstance(part, Lanes):
            line = QHBoxLayout()
            for words, by in (("One more lane", 1), ("One lane fewer", -1)):
                line.addWidget(button(words, act=partial(self._lanes, by)))
            card.column.addLayout(line)
        self.costs = label(name="small", wrap=True)
        card.column.addWidget(self.costs)
        return card

    def _row(self, field: Field) -> Row:
        looks, name = self._appearance, field.name
        if field.choices:
            row = ChoiceRow(field.title, "", looks, [words for _, words in field.choices], 130)
            row.wanted.connect(lambda index: self._set(name, field.choices[index][0]))
            return row
        scale, write = (100, lambda share: f"{number_in_words(share)} %") if field.percent else (1, number_in_words)
        number = NumberRow(
            field.title, "", looks, partial(self._step, name), write, scale, field.off, not field.percent
        )
        number.number.letters = f"e{field.off}"
        number.wanted.connect(partial(self._set, name))
        return number

    def _step(self, name: str, value: float | None, by: int) -> float | None:
        part = self._builder.part
        return stepped(part, name, value, by) if part is not None else value

    def _set(self, name: str, value: Any) -> None:
        part = self._builder.part
        if part is None:
            return
        if isinstance(value, float) and name != "share":
            value = int(value)
        self._builder.replace(with_field(part, name, value))

    def _lanes(self, by: int) -> None:
        part = self._builder.part
        if isinstance(part, Lanes):
            self._builder.replace(with_lanes(part, by))

    # --- Faults -----------------------------------------------------------------------------------------------------

    def _show_faults(self) -> None:
        found = self._builder.faults(self._builder.row)
        chosen = tuple(sorted(found, key=lambda fault: fault.place != self._builder.place))[:MOST_FAULTS]
        if (self._builder.row, chosen) != self._told:
            self._told = self._builder.row, chosen
            _refill(self._fault_box, *(self._fault_card(fault) for fault in chosen))

    def _fault_card(self, fault: Fault) -> Card:
        builder, row = self._builder, self._builder.row
        card = Card(_GRADES[fault.grade], self._appearance, "key")
        card.heading.setStyleSheet(f"color: {self._appearance.colour(fault_role(fault.grade)).name()}")
        card.column.addWidget(label(fault.sentence, wrap=True))
        if fault.sides is not None:
            card.column.addWidget(TwoSides(self._appearance, fault.sides))
        for fix in fault.fixes:
            chip = button(fix.title, "Do it; Ctrl+Z takes it back", partial(builder.use, row, fix), "fix")
            card.column.addWidget(chip)
        line = QHBoxLayout()
        line.addWidget(button("Show it", "Choose the block", partial(builder.choose, row, fault.place)))
        if fault.why is not None:
            line.addWidget(button("Why?", "Open the scene that shows it", partial(self.why_wanted.emit, fault.why)))
        card.column.addLayout(line)
        return card

    # --- The contestant ---------------------------------------------------------------------------------------------

    def _rename(self) -> None:
        if not self.name.isModified():
            return
        self.name.setModified(False)
        said = self._builder.rename(self.name.text())
        self.reason.setText(said)
        self.reason.setVisible(bool(said))
        if said:
            self.name.setText(self._builder.draft.rows[self._builder.row].name)

    def _set_gain(self, gain: float) -> None:
        if 0 < gain <= MAX_GAIN:
            self._builder.start_as(float(gain))
        else:
            self.gain.refuse(f"Choose a gain of more than 0 and at most {MAX_GAIN:g}.")

    def _dress(self) -> None:
        self._shown, self._told = None, None
        if self._builder.draft.rows:
            self.refresh()


def _gain_stepped(gain: float | None, by: int) -> float:
    return round(min(max((gain or 1.0) + by / 10, 0.1), MAX_GAIN), 4)


def _refill(box: QWidget, *widgets: QWidget) -> None:
    """Have other widgets in a box; the old ones go once nothing that they said is still under way."""
    layout = box.layout()
    assert layout is not None
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
    for widget in widgets:
        layout.addWidget(widget)
