"""The doctor in the lab: looks at the run that is shown, up to the step that is looked at, and says what it finds."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.lab.charts.board import Moment
from desktop.lab.doctor import rules, words
from desktop.lab.doctor.line import DoctorLine
from desktop.lab.doctor.sheet import DoctorSheet, entries
from desktop.theme.appearance import Appearance
from scenes.stage.data.recording import Plan, Recording

AT_EASE = 1.2
"""So many times its width the sheet takes from what stands beside it."""

Seen = tuple[Plan, int, int, bool, bool]


class Doctor(QObject):
    """Owns the line and the sheet; whoever has the lab puts them in their places.

    `moment_wanted` carries a `Moment`, `mistakes_wanted` the index of a contestant, `scene_wanted` a scene and its
    knobs, `twin_wanted` a `Twin`. `width_changed` says that the sheet has come or gone.
    """

    moment_wanted = Signal(object)
    mistakes_wanted = Signal(int)
    scene_wanted = Signal(str, object)
    twin_wanted = Signal(object)
    width_changed = Signal()

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.line, self.sheet = DoctorLine(), DoctorSheet(appearance)
        self.opened = False
        self._silenced = False
        self._view: Recording | None = None
        self._seen: Seen | None = None
        self._shown: tuple[Plan, int] | None = None
        """The step that was asked for to show a finding there: what was found stays as it was."""
        self._found: tuple[rules.Finding, ...] = ()
        self.line.why.connect(self._toggle)
        self.sheet.close_wanted.connect(self._toggle)
        self.sheet.moment_wanted.connect(self._show_moment)
        self.sheet.mistakes_wanted.connect(self.mistakes_wanted)
        self.sheet.twin_wanted.connect(self.twin_wanted)
        self.sheet.link_wanted.connect(lambda link: self.scene_wanted.emit(link.scene, link.knobs))

    def show_run(self, view: Recording | None) -> None:
        """Say what is found in a run as far as it is looked at; None is no run. A step without news changes nothing."""
        if view is not None and self._shown == (view.plan, view.step):
            return
        self._shown = None
        seen = _news(view) if view is not None else None
        if seen is not None and self._seen is not None and seen == self._seen:
            return
        self._seen, self._view = seen, view
        self._found = rules.findings(view) if view is not None else ()
        self._tell()

    def silence(self, silent: bool) -> None:
        """Say nothing to a hall."""
        self._silenced = silent
        self._tell()

    @property
    def width(self) -> int:
        """How much room the sheet takes, and needs beside it to be read in peace, in pixels."""
        return 0 if self.sheet.isHidden() else round(AT_EASE * self.sheet.width())

    def _show_moment(self, moment: Moment) -> None:
        if self._view is not None:
            self._shown = (self._view.plan, min(moment.step, self._view.step))
        self.moment_wanted.emit(moment)

    def _toggle(self) -> None:
        self.opened = not self.opened
        self._tell()

    def _tell(self) -> None:
        view, found = self._view, self._found
        if view is None or self._silenced:
            self.line.hide()
            self._open(False)
            return
        self.line.show_found(tuple(words.headline(view, each) for each in found), self.opened)
        if self.opened:
            everyone = range(len(view.plan.contestants))
            before = tuple(filter(None, (words.before_the_first_step(view, contestant) for contestant in everyone)))
            self.sheet.show_entries(entries(view, found), (words.what_is_tested(view), *before) if before else ())
        self._open(self.opened)

    def _open(self, opened: bool) -> None:
        if opened == self.sheet.isHidden():
            self.sheet.setVisible(opened)
            self.width_changed.emit()


def _news(view: Recording) -> Seen:
    """What of a run a finding can depend on: it is looked at anew with each validation, at a break and at the end."""
    return (view.plan, len(view.validations), len(view.divergences), view.by_heart is not None, view.ending is not None)
