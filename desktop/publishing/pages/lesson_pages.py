"""The pages of a lesson's cues: each step that it rests at, its questions, and what answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from desktop.classroom.conducting.cues import Cue, told
from desktop.classroom.conducting.posed import Posed
from desktop.classroom.conducting.programme import Programme, nearest
from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.lessons.notes import parts
from desktop.classroom.lessons.titles import title_of
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.overlays.places import over_stop
from desktop.export.pages import Document, Page, PageQuestion
from desktop.publishing.pages.pictures import Showing, at_end
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.knobs import Knobs

WHOLE = ("card", "picture")
"""The kinds of stops that are one page, however they are told."""

Key = tuple[object, ...]
"""What tells a page from others: a page of the same key takes its place."""


class LessonPages:
    """Makes pages of the cues of a programme. `ink` finds what was drawn over a place."""

    def __init__(
        self,
        programme: Programme,
        showing: Showing,
        ink: Callable[[str], Sequence[Stroke]] = lambda place: (),
    ) -> None:
        self._programme, self._showing, self._ink = programme, showing, ink

    def page(self, cue: Cue) -> Page | None:
        """The page of a cue; None where nothing is shown that isn't on a page before."""
        stop = self._programme.stop(cue)
        if stop is None or not self._shows(cue):
            return None
        match cue.kind:
            case "ask":
                question = self._programme.fresh(cue)
                return self._question(cue, stop, question) if question is not None else None
            case "show":
                return self._shown(cue, stop)
        return self._step(cue, stop)

    def count(self, cues: Iterable[Cue]) -> int:
        """How many pages some cues come to, if all their questions can be put."""
        return len(self.asking(cues))

    def asking(self, cues: Iterable[Cue]) -> tuple[bool, ...]:
        """Of each of those pages whether it asks."""
        return tuple({self.key(cue): cue.kind == "ask" for cue in cues if self._shows(cue)}.values())

    def _shows(self, cue: Cue) -> bool:
        """Whether a cue brings a picture or a question that isn't there before."""
        return cue.kind in ("open", "step", "ask", "show") or (
            cue.kind == "reveal" and self._programme.asks_a_number(cue)
        )

    def key(self, cue: Cue) -> Key:
        """What tells the page of a cue from others. Of a card, which is told line by line, the fullest is kept."""
        stop = self._programme.stop(cue)
        if cue.kind in ("ask", "show"):
            return cue.stop, cue.kind, cue.ask, self._knobs(cue)
        if stop is not None and stop.kind in WHOLE:
            return (cue.stop,)
        return cue.stop, cue.at, self._knobs(cue)

    def _knobs(self, cue: Cue) -> Knobs | None:
        world = self._programme.world(cue)
        return world.knobs if world is not None else None

    def _step(self, cue: Cue, stop: Stop) -> Page | None:
        world = self._programme.world(cue)
        if world is None:
            return None
        steps = plan(world.scene, world.knobs)
        title = steps[nearest(steps, world.at)].title
        part, is_whole = title_of(stop, catalogue()), stop.kind in WHOLE
        return Page(
            part if is_whole else f"{part} · {title}",
            at_end(world, self._showing, self._ink(over_stop(self._programme.room(cue), title))),
            part,
            stop.notes if is_whole else notes_of(stop, [step.title for step in steps], title),
        )

    def _question(self, cue: Cue, stop: Stop, question: Posed) -> Page | None:
        world = question.before or self._programme.world(cue)
        if world is None:
            return None
        part = title_of(stop, catalogue())
        strokes = self._ink(over_stop(self._programme.room(cue), world.at))
        asked = page_question(question)
        return Page(
            f"{part} · {_numbered('Question', cue, stop) if asked is not None else question.stem}",
            at_end(world, self._showing, strokes, question.ghost),
            part,
            question=asked,
            asks=True,
        )

    def _shown(self, cue: Cue, stop: Stop) -> Page | None:
        world = self._programme.world(cue)
        if world is None:
            return None
        part = title_of(stop, catalogue())
        strokes = self._ink(over_stop(self._programme.room(cue), world.at))
        return Page(f"{part} · {_numbered('Answer', cue, stop)}", at_end(world, self._showing, strokes), part)


def _numbered(what: str, cue: Cue, stop: Stop) -> str:
    return f"{what} {(cue.ask or 0) + 1}" if len(stop.ask) > 1 else what


def page_question(question: Posed) -> PageQuestion | None:
    """A question as a page words it; None for an open one, which has no options."""
    if not question.answers:
        return None
    whys = tuple(each.why for each in question.answers)
    return PageQuestion(
        question.stem, tuple(each.text for each in question.answers), question.right, whys if any(whys) else ()
    )


def notes_of(stop: Stop, titles: Sequence[str], title: str) -> str:
    """The notes of a step of a stop: its own, below those of the whole stop where it is the first that is told."""
    found: Mapping[str, str] = {part.title: part.text for part in parts(stop.notes)}
    first = told(stop, titles)[:1] == (title,)
    return "\n\n".join(filter(str.strip, (found.get("", "") if first else "", found.get(title, ""))))


def document(lesson: Lesson, pages: Iterable[Page], of: str = "") -> Document:
    """Pages of a lesson as a document; `of` says more about which it is."""
    title = f"{lesson.title} · {of}" if of else lesson.title
    return Document(title, tuple(pages), lesson.by, lesson.language)
