"""Pages that take the whole window: each is made when it is first needed, and has a way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from desktop.theme.appearance import Appearance
from desktop.widgets.whole_page import WholePage
from desktop.window.menu import WayOut

if TYPE_CHECKING:
    from desktop.edge.model.subject import Subject
    from desktop.edge.page import EdgePage
    from desktop.lab.page import LabPage
    from desktop.model_files.words import Contents
    from desktop.opened.page import OpenedPage
    from desktop.teaching.page import TeachPage
    from desktop.window.workspace import Workspace

Page = TypeVar("Page", bound=WholePage, covariant=True)


class Makes(Protocol):
    """Makes what isn't there from the beginning: the lab, and pages that take the whole window."""

    def lab(self, appearance: Appearance) -> LabPage:
        """Make the lab."""

    def teaching(self, appearance: Appearance) -> TeachPage:
        """Make the page on which classes are taught."""

    def opened(self, appearance: Appearance) -> OpenedPage:
        """Make the page that shows networks of other people."""

    def edge(self, appearance: Appearance) -> EdgePage:
        """Make the page that measures what a network costs here."""


@dataclass(frozen=True)
class Name:
    """What a room is called: by the action that leads into it and out of it, by the window, and by the start page.

    That one offers to go on with it.
    """

    action: str
    title: str
    offered: str


class Room(Generic[Page]):
    """A page that takes the whole window, or the place where it will be."""

    def __init__(self, name: Name, make: Callable[[], Page]) -> None:
        self.name = name
        self._make = make
        self._page: Page | None = None

    @property
    def page(self) -> Page | None:
        """The page; None before it is needed."""
        return self._page

    def load(self) -> Page:
        """The page, made now if it isn't there yet."""
        if self._page is None:
            self._page = self._make()
        return self._page


@dataclass(frozen=True)
class Rooms:
    """All of them."""

    teaching: Room[TeachPage]
    opened: Room[OpenedPage]
    edge: Room[EdgePage]

    def __iter__(self) -> Iterator[Room[WholePage]]:
        return iter((self.teaching, self.opened, self.edge))


def rooms_in(window: Workspace, make: Makes) -> Rooms:
    """The pages that take the whole of a window."""

    def room(name: Name, made: Callable[[Appearance], Page], key: str = "") -> Room[Page]:
        def build() -> Page:
            page = made(window.appearance)
            page.have_way_out(WayOut(window.appearance, window.window_actions, window.menu, name.action, key))
            return page

        return Room(name, build)

    def opened(appearance: Appearance) -> OpenedPage:
        page = make.opened(appearance)
        page.edge_wanted.connect(lambda contents, folder: window.places.show_edge(_subject(contents, folder)))
        return page

    def edge(appearance: Appearance) -> EdgePage:
        page = make.edge(appearance)
        page.now_open = now_open
        page.opened_wanted.connect(lambda: window.places.enter(window.places.opened))
        return page

    def now_open() -> Subject | None:
        page = window.places.opened.page
        found = page.handed_on() if page is not None else None
        return _subject(*found) if found is not None else None

    return Rooms(
        room(Name("teach", "Teach it your classes", "your classes"), make.teaching, "Shift+L"),
        room(Name("opened", "A network from a file", "the opened network"), opened),
        room(Name("edge", "On the edge", "the edge"), edge),
    )


def _subject(contents: Contents, folder: Path | None) -> Subject:
    """An opened network as one that can be measured; its described form has its weights in a folder."""
    from desktop.edge.model.subject import Subject

    file = Path(contents.file)
    return Subject(file.name, contents.network, folder, file if contents.format == "onnx" else None)
