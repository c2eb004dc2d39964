"""The course: its chapters with their posters, one of which is lit."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop.home.layout import LISTED, Measures, Plan, arrange, neighbour
from desktop.home.pictures import Pictures
from desktop.home.poster import DOT, NAME_SIZE, Poster
from desktop.home.preview import Preview
from desktop.player.seen import Seen
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from desktop.widgets.keyboard import means
from desktop.widgets.parts import label
from scenes.stage.core.catalogue import CHAPTERS, Catalogue, Scene
from scenes.stage.core.marks import Role

COLOURS = (Role.INPUT, Role.OUTPUT, Role.GRADIENT, Role.KERNEL)
"""The chapters' colours, in their order."""
HEADING_SIZE = 23.0
SMALLEST = 0.7
"""The share of their usual size to which letters shrink where a name has little room; then the name is cut."""
_WAYS = {"Left": QPoint(-1, 0), "Right": QPoint(1, 0), "Up": QPoint(0, -1), "Down": QPoint(0, 1)}


class Course(QWidget):
    """All posters. `started` names a scene; `lit_changed` says that a poster is lit, which may have to be shown."""

    started = Signal(str)
    lit_changed = Signal()

    def __init__(self, catalogue: Catalogue, seen: Seen, appearance: Appearance, pictures: Pictures) -> None:
        super().__init__()
        self._seen, self._appearance, self._pictures = seen, appearance, pictures
        self._preview = Preview(pictures)
        self.plan = Plan((), (), LISTED, 0)
        self._page = 0
        self.headings: list[QLabel] = []
        self.posters: dict[str, Poster] = {}
        self._counts: list[int] = []
        chapters = groupby(catalogue.scenes, key=lambda scene: scene.chapter)
        for number, (chapter, scenes) in enumerate(chapters, 1):
            self._add_chapter(number, chapter, list(scenes))
        self.lit: Poster | None = None
        pictures.drawn.connect(self._take_picture)
        seen.changed.connect(self.refresh)
        appearance.changed.connect(self._dress)
        self._dress()
        self.refresh()

    def _add_chapter(self, number: int, chapter: str, scenes: list[Scene]) -> None:
        heading = label(f"{number}  {chapter}")
        heading.setParent(self)
        self.headings.append(heading)
        self._counts.append(len(scenes))
        role = COLOURS[CHAPTERS.index(chapter) % len(COLOURS)]
        for scene in scenes:
            poster = Poster(scene, f"Chapter {number}, {chapter}", role, self._appearance, self.take_key)
            poster.setParent(self)
            poster.clicked.connect(lambda _=False, name=scene.name: self.started.emit(name))
            poster.entered.connect(lambda poster=poster: self._preview.play(poster))
            poster.left.connect(self._preview.stop)
            self.posters[scene.name] = poster

    # --- The poster that is lit -------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what has been seen, and light what comes next."""
        for name, poster in self.posters.items():
            poster.mark_seen(name in self._seen.names)
        scene = self._seen.next
        if scene is not None:
            self._light(self.posters[scene.name])

    def start_lit(self) -> None:
        """Start the scene of the lit poster."""
        if self.lit is not None:
            self.started.emit(self.lit.scene.name)

    @property
    def at_first(self) -> bool:
        """Whether there is no poster before the lit one."""
        return self.lit is None or self.lit is next(iter(self.posters.values()))

    def choose(self, by: int) -> None:
        """Light the poster before (−1) or after (1) in the order of the course."""
        if self.lit is not None:
            posters = list(self.posters.values())
            self._choose(posters[max(0, min(posters.index(self.lit) + by, len(posters) - 1))])

    def choose_end(self, last: bool) -> None:
        """Light the first or the last poster."""
        if self.posters:
            self._choose(list(self.posters.values())[-1 if last else 0])

    def take_key(self, event: QKeyEvent) -> bool:
        """Let arrows go from the lit poster to the ones around it."""
        way = next((by for key, by in _WAYS.items() if means(event, key)), None)
        if way is None or self.lit is None:
            return False
        posters = list(self.posters.values())
        self._choose(posters[neighbour(self.plan.posters, posters.index(self.lit), way)])
        return True

    def _choose(self, poster: Poster) -> None:
        self._light(poster)
        poster.setFocus(Qt.FocusReason.OtherFocusReason)

    def _light(self, poster: Poster) -> None:
        if poster is not self.lit:
            if self.lit is not None:
                self.lit.light(False)
            self.lit = poster
            poster.light(True)
        self.lit_changed.emit()

    # --- Looks ------------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        for heading, role in zip(self.headings, COLOURS * len(self.headings), strict=False):
            heading.setStyleSheet(f"color: {self._appearance.theme.colour(role)};")
        for name in self.posters:
            self._take_picture(name)
        self._lay_out()

    def fit(self, page: int) -> None:
        """Suit a page of a width."""
        self._page = page
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._appearance.px
        room = Measures(
            page=self._page,
            width=self.width(),
            height=self.height(),
            heading=round(px(HEADING_SIZE) * 1.6),
            name=round(px(NAME_SIZE) * 1.5),
            gap=px(9),
            between=px(28),
        )
        self.plan = plan = arrange(self._counts, room)
        titles = [(heading.text(), place.width()) for heading, place in zip(self.headings, plan.headings, strict=True)]
        letters = _fitting(px(HEADING_SIZE), titles)
        for heading, place in zip(self.headings, plan.headings, strict=True):
            heading.setFont(font(letters, bold=True))
            heading.setGeometry(place)
        room_for_name = plan.picture[0] - 3 * px(DOT)
        names = [(poster.scene.short, room_for_name) for poster in self.posters.values()]
        letters = px(NAME_SIZE) if plan.listed else _fitting(px(NAME_SIZE), names)
        for poster, place in zip(self.posters.values(), plan.posters, strict=True):
            poster.setGeometry(place)
            poster.lay_out(QSize(*plan.picture), plan.listed, letters)
        self._want_pictures()

    def _want_pictures(self) -> None:
        if self.isVisible():
            self._pictures.want(QSize(*self.plan.picture) * self.devicePixelRatioF())

    def _take_picture(self, name: str) -> None:
        key = self._pictures.key(name)
        self.posters[name].show_picture(self._pictures.image(name), key.minutes if key is not None else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self._want_pictures()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102 - Qt's
        super().hideEvent(event)
        self._preview.stop()
        self._pictures.rest()


def _fitting(size: int, names: Iterable[tuple[str, int]]) -> int:
    """The largest size of letters up to one in which every name has its room, or the smallest that may be."""
    metrics = QFontMetrics(font(size, bold=True))
    share = min((room / max(1, metrics.horizontalAdvance(name)) for name, room in names), default=1.0)
    return int(size * max(SMALLEST, min(share, 1.0)))
