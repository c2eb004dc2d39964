"""From an order to the bytes of its files: a table of the kinds of files, each with what it can be made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.classroom.lessons.model import ENDING
from desktop.classroom.record.reading import ClassRecord, RecordError, read
from desktop.export.documents.cards import answer_cards
from desktop.export.documents.folder import FolderOptions, zipped
from desktop.export.documents.handout import HandoutOptions, handout, handout_images
from desktop.export.documents.html import WebOptions, web_page
from desktop.export.documents.slides import SlideOptions, slides
from desktop.export.films.film import Film, film_of
from desktop.export.films.formats import film_bytes
from desktop.export.pages import Document
from desktop.export.progress import Progress, unwatched
from desktop.export.still import AtTime, EveryStep, ExportError, StepEnd, Style, Where, pictures, write
from desktop.publishing.order import OfCards, OfClass, OfLesson, OfScene, Order, What
from desktop.publishing.pages.answered import answered
from desktop.publishing.pages.class_document import class_document
from desktop.publishing.pages.class_lesson import class_lesson
from desktop.publishing.pages.lesson_document import lesson_document
from desktop.publishing.pages.pictures import Showing, over_steps, scene_in
from desktop.publishing.pages.runs import Runs
from desktop.publishing.pages.scene_document import scene_document
from scenes.stage.output.theme import DARK, LIGHT, THEMES, Theme

Files = Mapping[Path, bytes]
"""What is to be written where; the file that was ordered comes first."""
Make = Callable[[Order, Showing, Progress], Files]
DOCUMENTS: tuple[type[What], ...] = (OfScene, OfLesson, OfClass)


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, a sentence about it, of which orders it can be made, and what makes it.

    `options` are the names of those that have a meaning for it. The teacher's notes are in it unless told otherwise
    where it is the teacher's own, `for_teacher`.
    """

    title: str
    words: str
    of: tuple[type[What], ...]
    make: Make
    options: tuple[str, ...] = ()
    for_teacher: bool = False


def carry_out(order: Order, progress: Progress = unwatched) -> Files:
    """The files of an order. Raises ExportError with one sentence, and StoppedError where `progress` does."""
    found = (FORMATS | UNNAMED).get(order.ending)
    if found is None or not isinstance(order.what, found.of):
        endings = ", ".join(endings_of(type(order.what)))
        raise ExportError(
            f"There is no such export to {Path(order.path).name!r}: give it a name that ends in one of {endings}."
        )
    with answered() as draw:
        return found.make(order, Showing(Runs(order.runs), draw), progress)


def endings_of(kind: type[What]) -> tuple[str, ...]:
    """The endings of the files that can be made of a kind of order."""
    return tuple(ending for ending, found in FORMATS.items() if kind in found.of)


def write_all(files: Files) -> list[Path]:
    """Write files, the one that was ordered last, so that it is there when all is. Raises ExportError.

    Others may lie in folders beside it, which are made.
    """
    ordered = next(iter(files))
    for path, data in reversed(list(files.items())):
        if ordered.parent in path.parent.parents:
            with suppress(OSError):  # writing says what is wrong there
                path.parent.mkdir(parents=True, exist_ok=True)
        write(path, data)
    return list(files)


# --- What is written ------------------------------------------------------------------------------------------------


def document_of(order: Order, showing: Showing) -> Document:
    """The pages of an order. Raises ExportError where there are none."""
    match order.what:
        case OfScene():
            return scene_document(order.what, showing)
        case OfLesson(lesson=lesson, folder=folder, optional=optional):
            return lesson_document(lesson, Path(folder), showing, optional)
        case OfClass():
            return class_document(record_of(order.what), showing)
        case OfCards():
            raise ExportError("Cards have no pages to write so: make a PDF of them.")


def film_in(order: Order, showing: Showing) -> Film:
    """The film of an order about a scene. Raises ExportError where there is no such scene or step."""
    assert isinstance(order.what, OfScene)
    scene, knobs = scene_in(order.what)
    return film_of(
        scene,
        knobs,
        scene.run(knobs, showing.recorded),
        [step + 1 for step in order.what.steps],
        theme=_theme(order, DARK),
        size=order.options.size,
        fps=order.options.fps,
        over=over_steps(order.what),
        draw=showing.draw,
    )


def record_of(what: OfClass) -> ClassRecord:
    """The class of a log. Raises ExportError where it can't be read."""
    try:
        return read(Path(what.log))
    except RecordError as error:
        raise ExportError(str(error)) from error


def _theme(order: Order, usual: Theme) -> Theme:
    return THEMES[order.options.theme] if order.options.theme is not None else usual


def _of_document(write_as: Callable[[Document, Any, Progress], bytes], options: Callable[[Order], Any]) -> Make:
    def make(order: Order, showing: Showing, progress: Progress) -> Files:
        return {Path(order.path): write_as(document_of(order, showing), options(order), progress)}

    return make


def _film(order: Order, showing: Showing, progress: Progress) -> Files:
    return {Path(order.path): film_bytes(film_in(order, showing), order.ending, progress)}


def _still(order: Order, showing: Showing, progress: Progress) -> Files:
    assert isinstance(order.what, OfScene)
    what, options = order.what, order.options
    scene, knobs = scene_in(what)
    where: Where = EveryStep()
    if what.t is not None:
        where = AtTime(what.t)
    elif len(what.steps) == 1:
        where = StepEnd(what.steps[0] + 1)
    style = Style(_theme(order, DARK), more=options.more)
    if options.size is not None:
        style = Style(style.theme, options.size, options.more)
    run = scene.run(knobs, showing.recorded)
    return pictures(scene, knobs, Path(order.path), where, style, run, over_steps(what), showing.draw)


def _lesson(order: Order, showing: Showing, progress: Progress) -> Files:
    assert isinstance(order.what, OfClass)
    path = Path(order.path)
    text, beside = class_lesson(record_of(order.what), path.parent)
    return {path: text.encode(), **beside}


def _with_notes(order: Order) -> bool:
    """Whether the teacher's notes come along."""
    notes = order.options.notes
    return FORMATS[order.ending].for_teacher if notes is None else notes


def _slides(order: Order) -> SlideOptions:
    usual = SlideOptions()
    return SlideOptions(_theme(order, usual.theme), order.options.size or usual.size, _with_notes(order))


def _folder(order: Order) -> FolderOptions:
    usual = FolderOptions()
    options = order.options
    return FolderOptions(options.pictures, _theme(order, usual.theme), options.size or usual.size, _with_notes(order))


def _sheets(order: Order) -> HandoutOptions:
    return HandoutOptions(order.options.per_page, order.options.beside)


def _pdf(order: Order, showing: Showing, progress: Progress) -> Files:
    if isinstance(order.what, OfCards):
        return {Path(order.path): answer_cards()}
    return _handout(order, showing, progress)


def _pages(order: Order, showing: Showing, progress: Progress) -> Files:
    """The pages of a handout as images, for a printer."""
    document = document_of(order, showing)
    images = handout_images(document, _sheets(order), order.options.ppi, progress)
    folder = Path(order.path).parent
    return {folder / f"{number:04d}.png": image for number, image in enumerate(images, 1)}


_handout = _of_document(handout, _sheets)
FILM = "theme", "size", "fps"
FORMATS: dict[str, Format] = {
    ".pdf": Format(
        "PDF", "Pages to print, or to send to students.", (*DOCUMENTS, OfCards), _pdf, ("per_page", "beside")
    ),
    ".pptx": Format(
        "PowerPoint",
        "Slides to teach with, whose words can be changed.",
        DOCUMENTS,
        _of_document(slides, _slides),
        ("theme", "size", "notes"),
        for_teacher=True,
    ),
    ".html": Format(
        "Web page",
        "One file for any browser: arrows turn its pages, and it needs no network.",
        DOCUMENTS,
        _of_document(web_page, lambda order: WebOptions(_theme(order, LIGHT), _with_notes(order))),
        ("theme", "notes"),
    ),
    ".zip": Format(
        "Pictures",
        "A folder of pictures, packed into one file.",
        DOCUMENTS,
        _of_document(zipped, _folder),
        ("pictures", "theme", "size", "notes"),
    ),
    ".gif": Format("GIF", "A film for old programs, with few colours.", (OfScene,), _film, FILM),
    ".webp": Format("WebP", "A film for web pages that plays by itself.", (OfScene,), _film, FILM),
    ".mp4": Format("MP4", "A video for players, slides and phones.", (OfScene,), _film, FILM),
    ".png": Format("PNG", "A picture of dots.", (OfScene,), _still, ("theme", "size", "more")),
    ".svg": Format("SVG", "A picture of lines and letters.", (OfScene,), _still, ("theme", "size", "more")),
    ".json": Format("JSON", "A picture for programs to read.", (OfScene,), _still, ("theme", "size")),
    ENDING: Format("Lesson", "A lesson of what was shown, to be given again.", (OfClass,), _lesson),
}
PAGES = ".page-images"
"""The ending of an order of pages as images, each in a file of its own beside it."""
UNNAMED = {PAGES: Format("Pages", "", DOCUMENTS, _pages)}
"""Kinds of files that nobody is offered: what the window itself needs."""
STILLS = (".png", ".svg", ".json")
"""The endings of single pictures."""
