"""What stands above the table: which network, how many threads, and the button that measures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.edge.model.bench import Bench
from desktop.edge.model.forms import noted
from desktop.edge.model.networks import GROUPS, Group, Network
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo
from desktop.widgets.parts import button, label
from engine.contract.edge.timing import cores

ASKED = "Nothing is measured before you ask for it: it takes a core of this computer for some seconds."


def thread_counts(most: int) -> tuple[int, ...]:
    """The numbers of threads to choose from: 1, 2, 4 and so on, and all cores."""
    found = [1]
    while 2 * found[-1] < most:
        found.append(2 * found[-1])
    return tuple(dict.fromkeys((*found, most)))


class Controls(QWidget):
    """Chooses what is measured, and says how far that is."""

    def __init__(self, appearance: Appearance, bench: Bench) -> None:
        super().__init__()
        self._appearance, self._bench = appearance, bench
        self._groups: tuple[Group, ...] = ()
        self._networks: tuple[Network, ...] = ()
        self._counts = thread_counts(cores())
        self.group = Combo(appearance, "Networks from where")
        self.network = Combo(appearance, "Network")
        self.threads = Combo(appearance, "Threads")
        self.group.fit_words()
        self.threads.fit_words()
        self.network.be_usually(appearance.px(300))
        self.group.picked.connect(self._pick_group)
        self.network.picked.connect(lambda index: bench.choose(self._networks[index]))
        self.threads.addItems(["1 thread" if each == 1 else f"{each} threads" for each in self._counts])
        self.threads.picked.connect(lambda index: bench.show_threads(self._counts[index]))
        self.measure = button(
            "Measure here", "Measure this network in all its forms on this computer  N", bench.measure
        )
        self.measure.setObjectName("primary")
        self.stop = button("Stop", "What is measured stays  N", bench.stop)
        self.trouble = label(name="warning", wrap=True)
        self.status = label(name="muted", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("How far the measuring is")
        row = QHBoxLayout()
        row.setSpacing(appearance.px(8))
        for each in (self.group, self.network, self.threads, self.measure, self.stop):
            row.addWidget(each)
        row.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(appearance.px(12))
        below.addWidget(self.progress, 1, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self.status, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(appearance.px(6))
        column.addLayout(row)
        column.addWidget(self.trouble)
        column.addLayout(below)
        bench.changed.connect(self.refresh)
        self.refresh()

    def _pick_group(self, index: int) -> None:
        chosen = self._groups[index]
        if chosen != self._bench.network.group:
            self._bench.choose(next(each for each in self._bench.networks if each.group == chosen))

    def refresh(self) -> None:
        """Show what is chosen, and what goes on."""
        bench = self._bench
        there = {each.group for each in bench.networks}
        self._groups = tuple(group for group in GROUPS if group in there)
        self._networks = tuple(each for each in bench.networks if each.group == bench.network.group)
        _offer(self.group, [GROUPS[group] for group in self._groups])
        _offer(self.network, [each.title for each in self._networks])
        self.group.show_index(self._groups.index(bench.network.group))
        places = [each.origin for each in self._networks]
        self.network.show_index(places.index(bench.network.origin))
        self.threads.show_index(self._counts.index(bench.threads))
        had_keys = self.measure.hasFocus() or self.stop.hasFocus()
        self.measure.setVisible(not bench.going)
        self.measure.setEnabled(not bench.hindrance)
        self.stop.setVisible(bench.going)
        if had_keys:
            (self.stop if bench.going else self.measure).setFocus()
        working = bench.working
        self.progress.setVisible(working is not None)
        if working is not None:
            self.progress.setRange(0, working.of)
            self.progress.setValue(working.done)
        for words, shown in ((self.warning, self.trouble), (self.words, self.status)):
            shown.setText(words)
            shown.setVisible(bool(words))

    @property
    def warning(self) -> str:
        """What went wrong, or what is in the way, in a sentence or a few; "" for nothing."""
        bench = self._bench
        told = () if bench.working is not None else (bench.hindrance or bench.problem, bench.outdated)
        return " ".join(each for each in told if each)

    @property
    def words(self) -> str:
        """What goes on, or what there is to know, in a sentence or a few."""
        bench, now = self._bench, self._bench.measured_now
        if bench.working is not None and now is not None:
            whose = f"{now.title}: " if now.origin != bench.network.origin else ""
            return f"{whose}{bench.working.words}…"
        crowded = bool(self.warning) and bench.result is not None
        told = ["" if crowded else bench.network.facts, bench.network.note]
        if bench.result is None and not self.warning:
            told.append(ASKED)
        elif bench.result is not None:
            told += noted(bench.result.forms.measurements)
        return " ".join(each for each in told if each)


def _offer(combo: Combo, words: list[str]) -> None:
    """Have other words in a list, and leave it alone where they are the same: it may be open."""
    if [combo.itemText(row) for row in range(combo.count())] != words:
        combo.clear()
        combo.addItems(words)
        combo.updateGeometry()
