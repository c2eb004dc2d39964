"""The start page: what to begin with, the course, and a line that says which keys there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.home.course import Course
from desktop.home.layout import COLUMNS
from desktop.home.pictures import Pictures
from desktop.home.pill import Pill
from desktop.player.seen import Seen
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from desktop.widgets.parts import ScrollColumn, label
from scenes.stage.core.catalogue import Catalogue
from scenes.stage.core.marks import Role


class Home(QWidget):
    """`started` names a scene to begin, `going_on` asks for the place where one was, `lessons_wanted` for the lessons.

    `actions` are the window's, by their names in the table of keys.
    """

    started = Signal(str)
    going_on = Signal()
    lessons_wanted = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        seen: Seen,
        appearance: Appearance,
        pictures: Pictures,
        actions: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__()
        self._seen, self._appearance = seen, appearance
        self._place, self._hint = "", ""
        self.course = Course(catalogue, seen, appearance, pictures)
        self._scroll = ScrollColumn(self.course)
        self._build(actions)
        self.course.started.connect(self.started)
        self.course.lit_changed.connect(self._show_lit)
        seen.changed.connect(self._follow)
        appearance.changed.connect(self._dress)
        self._dress()
        self._follow()

    # --- Building ---------------------------------------------------------------------------------------------------

    def _build(self, actions: Mapping[str, Callable[[], object]]) -> None:
        def pill(words: str, act: Callable[[], object], **looks: object) -> Pill:
            return Pill(self._appearance, words, act, self.course.take_key, **looks)  # type: ignore[arg-type]

        self._brand, self._line = label("Convoscope"), label("networks that see, taken apart")
        self.begin = pill("Begin", self._begin, icon="play", filled=True)
        self.lessons = pill("Lessons", self.lessons_wanted.emit, icon="play", outline=Role.OUTPUT)
        self.lessons.setToolTip("Give a class: three lessons come with Convoscope, and your own are there too")
        self.go_on = pill("Go on", self.going_on.emit, outline=Role.TEXT)
        self.train = pill("Train live", actions["lab"], icon="curve", outline=Role.GRADIENT)
        self.train.setToolTip("The lab: train networks on this computer  L")
        self.teach = pill("Teach it your classes", actions["teach"])
        self.teach.setToolTip("A network that ships learns your classes: by camera, drawings or files  Shift+L")
        self.networks = pill("Open a network", actions["opened"])
        self.networks.setToolTip("A network from a file: its layers, its filters, and what it costs")
        self.practise = pill("Practise", actions["practise-course"], outline=Role.KERNEL)
        self.practise.setToolTip("Questions about the course, one after the other  Shift+P")
        self._keys = label("Space starts the lit picture. Arrow keys choose. A clicker works.")
        self.afresh = pill("Begin afresh", self._begin_afresh)
        self.search = pill("Ctrl K  find", actions["find"])
        self.help = pill("?  keys", actions["help"])
        self.theme = pill("T  theme", actions["theme"])
        for button, name in ((self.search, "Find"), (self.help, "Keys"), (self.theme, "Next theme")):
            button.setAccessibleName(name)
        self._header = _row(
            self._brand, self._line, None, self.begin, self.lessons, self.practise, self.go_on, self.train
        )
        self._footer = _row(
            self._keys, None, self.teach, self.networks, self.afresh, self.search, self.help, self.theme
        )
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # words go where there is no room
        self._column.addLayout(self._header)
        self._column.addWidget(self._scroll, 1)
        self._column.addLayout(self._footer)

    # --- What there is to begin with --------------------------------------------------------------------------------

    def offer_place(self, place: str, hint: str = "") -> None:
        """Offer to go on at a place ("Convolution"); "" offers nothing."""
        self._place, self._hint = place, hint
        self._fit()

    def focus_lit(self) -> None:
        """Give the keys to the lit poster."""
        (self.course.lit or self.begin).setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        """Do what the button does that has the keys, or start the scene that is lit. A clicker can."""
        if self.lessons.hasFocus():
            self.lessons.click()
        else:
            self.course.start_lit()

    def back(self) -> None:
        """Light the poster before; before the first one the lessons have the keys."""
        if self.lessons.hasFocus():
            self.course.choose_end(last=True)
        elif self.course.at_first:
            self.lessons.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.course.choose(-1)

    def _begin(self) -> None:
        scene = self._seen.next
        if scene is not None:
            self.started.emit(scene.name)

    def _begin_afresh(self) -> None:
        if self._seen.can_take_back:
            self._seen.take_back()
        else:
            self._seen.begin_afresh()
        self.afresh.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        scene = self._seen.next
        self.begin.setEnabled(scene is not None)
        self.begin.say("Begin", f"The next scene that was not seen: {scene.title}" if scene is not None else "")
        if self._seen.can_take_back:
            self.afresh.say("All is afresh: take that back", "Every scene is again as it was  Ctrl+Z")
        else:
            self.afresh.say("Begin afresh", "Every scene goes back to its beginning and to its usual settings")
        self._fit()

    def _show_lit(self) -> None:
        if self.course.lit is not None and self.course.plan.listed:
            self._scroll.ensureWidgetVisible(self.course.lit, 0, self._appearance.px(20))

    # --- Looks ------------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        px, theme = self._appearance.px, self._appearance.theme
        muted = f"color: {theme.colour(Role.MUTED)};"
        self._brand.setFont(font(px(44), bold=True))
        self._line.setFont(font(px(20)))
        self._keys.setFont(font(px(17)))
        self._line.setStyleSheet(muted)
        self._keys.setStyleSheet(muted)
        self._column.setContentsMargins(px(44), px(16), px(44), px(10))
        self._column.setSpacing(px(10))
        self._header.setSpacing(px(14))
        self._footer.setSpacing(px(4))
        self._fit()

    def _fit(self) -> None:
        """Leave out words that there is no room for, the least needed ones first, and scroll what is a list."""
        self.go_on.setVisible(bool(self._place))
        self.go_on.say(f"Go on with {self._place}", self._hint)
        self._line.show()
        self._keys.show()
        if _needed(self._header) > self._room:
            self._line.hide()
        if _needed(self._header) > self._room:
            self.go_on.say("Go on", f"{self._place}. {self._hint}")
        if _needed(self._footer) > self._room:
            self._keys.hide()
        listed = self.width() < COLUMNS
        policy = Qt.ScrollBarPolicy
        self._scroll.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if listed else policy.ScrollBarAlwaysOff)
        self.course.fit(self.width())
        self.course.setMinimumHeight(self.course.plan.height if listed else 0)

    @property
    def _room(self) -> int:
        margins = self._column.contentsMargins()
        return self.width() - margins.left() - margins.right()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self.course.refresh()
        self.focus_lit()


def _needed(row: QHBoxLayout) -> int:
    """The width that the widgets of a row need; the layout itself answers with what was true before they changed."""
    items = [item for index in range(row.count()) if (item := row.itemAt(index)) is not None]
    widgets = [widget for item in items if (widget := item.widget()) is not None]
    return sum(widget.sizeHint().width() + row.spacing() for widget in widgets if not widget.isHidden())


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None takes what room is left."""
    row = QHBoxLayout()
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
