"""Stage and Frame: what a scene draws on, and the picture that comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scenes.stage.core.camera import Look, box_around, seconds_between, view_at
from scenes.stage.core.marks import Anchor, AnyMark, Group, Mark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.placing import WHOLE, Box, Placed, placed
from scenes.stage.core.timeline import TRANSITION, Span, Step, step_at
from scenes.stage.data.reading import NONE, Inquiry, Reading, Readings
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.scales import Scales

TITLE_Y, TITLE_SIZE = 62.0, 52.0
LEFT, RIGHT = 56.0, 1544.0
TOP, BOTTOM = 104.0, 790.0
ABOUT_Y, ABOUT_SIZE, TITLE_ROOM = 17.0, 24.0, 440.0
"""Above the title may stand what it is about; beside the title legends have room, so that a long one is smaller."""
PICTURE = (LEFT, TOP, RIGHT, BOTTOM)
"""The room for the picture, between the title and the caption: left, top, right, bottom."""
PANE = (102.0, 812.0)
"""What is not pinned is seen between these two heights, however close the camera is."""
CAPTION_Y, CAPTION_SIZE = 852.0, 40.0
WIDE_LETTER = 0.57
"""About how wide a letter of the title is, in ems."""
CAPTION_LETTERS = 80
"""The caption stands on the stage as one line of at most so many letters."""
DOTS_Y, DOT_PITCH, DOTS_WIDTH = 887.0, 26.0, 400.0
"""Under it is a dot for each step, at the right."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture at time t: marks in drawing order, and the plan of steps it belongs to.

    `view` is what of the stage is seen; where a step is told it never reaches the title and the caption. `scales` are
    those of the colours. While one step's picture turns into the next one's, `coming` is the frame that it turns into.
    Where the picture takes the `whole` stage, there is neither a title nor a caption. `wanted` is what of published
    networks the picture would show if it were at hand.
    """

    marks: tuple[AnyMark, ...]
    steps: tuple[Step, ...]
    t: float
    view: Box = WHOLE
    scales: Scales = Scales()
    coming: Frame | None = None
    whole: bool = False
    wanted: tuple[Inquiry, ...] = ()

    @property
    def seconds(self) -> float:
        """The length of the whole scene."""
        return sum(step.seconds for step in self.steps)

    @property
    def step(self) -> int:
        """The index of the step that t belongs to; a boundary belongs to the step that ends there."""
        return step_at(self.steps, self.t)

    @property
    def told(self) -> bool:
        """Whether a step is told here, between a title and a caption; a picture by itself has neither."""
        return bool(self.steps) and not self.whole

    def placed(self) -> Iterator[Placed]:
        """All visible marks in drawing order as they are painted: groups opened, seen through the view."""
        return placed(self.marks, view=self.view)

    def touched(self) -> Iterator[Placed]:
        """The marks that hands meet: what is turning into another picture is touched as that picture already."""
        return self.placed() if self.coming is None else self.coming.touched()

    def captioned(self, *caption: Text) -> Frame:
        """The picture with another caption, or without one."""
        return replace(self, marks=(*(mark for mark in self.marks if not _is_caption(mark)), *caption))

    def alone(self) -> Frame:
        """The picture without its title, caption and dots, for where those stand beside it as words."""
        return replace(self, marks=tuple(mark for mark in self.marks if not _is_told(mark)))

    def through(self, box: Box) -> Frame:
        """The same picture with only a part of it seen, as large as the whole."""
        coming = self.coming.through(box) if self.coming is not None else None
        return replace(self, view=box.within(self.view), coming=coming)


class Stage:
    """What a scene function draws on. It lives for one frame and remembers nothing from another.

    A scene sets `scales` once: which numbers get the full colour. Where it tells of one thing or another, its `title`
    names that thing in place of the scene, and `about` stands above it. A picture that takes the `whole` stage, a slide
    say, has neither title nor caption.
    """

    def __init__(self, t: float, recording: Recording | None = None, readings: Readings = NONE) -> None:
        self.t = t
        self.recording = recording
        self.wanted: dict[Inquiry, None] = {}
        self.steps: list[Step] = []
        self.marks: list[AnyMark] = []
        self.key: tuple[float, Box] | None = None
        self.entry: float | None = None
        self.scales = Scales()
        self.title = self.about = ""
        self.whole = False
        self._readings = readings
        self._length = 0.0
        self._looks: list[tuple[float, float | None, Box | str, float]] = []

    def step(
        self,
        title: str,
        caption: str,
        seconds: float = 2.0,
        *,
        live: bool = False,
        still: bool = False,
        more: str = "",
        knobs: tuple[str, ...] = (),
        was: tuple[str, ...] = (),
        cut: bool = False,
    ) -> Span:
        """Add a step to the plan; whatever is drawn may use the span to know how far the step has come.

        `Step` says what the words are. Every step but the first begins with a transition; its `seconds` include it.
        """
        if seconds <= 0:
            raise ValueError(f"step {title!r} lasts {seconds} seconds; a step must last longer than 0")
        lead = 0.0 if cut or not self.steps else min(TRANSITION, seconds / 2)
        span = Span(self._length + lead, seconds - lead, self.t, lead)
        self.steps.append(Step(title, caption, seconds, live, still, more, knobs, was, lead, cut))
        self._length += seconds
        return span

    def look_at(
        self,
        target: Box | str | None,
        span: Span,
        *,
        lead: float = 0.0,
        seconds: float | None = None,
        margin: float = 0.1,
    ) -> None:
        """From a time in a step on, `lead` seconds after its motion begins, look closer at a part of the stage.

        The target is a box, or the name of marks with a margin around them, as a share of their longer side; None is
        the whole stage. The move takes `seconds`, or as long as its length asks for.
        """
        self._looks.append((span.start + lead, seconds, WHOLE if target is None else target, margin))

    def reading(self, inquiry: Inquiry) -> Reading | None:
        """What a published network makes of a picture; None, and it is `wanted`, as long as not all has come.

        Ask for what this picture shows only, and let no step depend on it.
        """
        found = self._readings.get(inquiry.digest)
        if found is None or found.done < 1.0:
            self.wanted[inquiry] = None
        return found

    def come_of(self, inquiry: Inquiry) -> Reading | None:
        """What has come of an answer that nobody waits for any more; it is not `wanted`."""
        return self._readings.get(inquiry.digest)

    def last_reading(self, inquiry: Inquiry) -> Reading | None:
        """What the same layers gave last, of another picture or with other parts off; None where nothing was read.

        It may stand, dimmed, where the answer has not come yet: what was there before a hand moved something.
        """
        return self._readings.get(inquiry.kin)

    @property
    def view(self) -> Box:
        """What the camera shows, as far as the stage is drawn: a name is looked for among the marks on it."""
        looks, before = [], WHOLE
        for begin, seconds, wanted, margin in self._looks:
            box = box_around(self.marks, wanted, PICTURE, margin) if isinstance(wanted, str) else wanted
            if box is not None:
                looks.append(Look(begin, seconds or seconds_between(before, box), box))
                before = box
        return view_at(looks, self.t)

    def poster(self, span: Span, box: Box | None = None) -> None:
        """Say what the scene's key picture is: the end of a step, or a part of the stage then."""
        self.key = (span.start + span.seconds, WHOLE if box is None else box)

    def enter(self, span: Span, share: float = 1.0) -> None:
        """Say where one comes in who brings numbers of one's own: in a step in which all of them are seen.

        That is when a share of its motion is over, or at its end. Where a scene doesn't say it, it is the end of the
        step of its key picture.
        """
        self.entry = span.start + share * span.seconds

    def add(self, *marks: AnyMark, opacity: float | None = None) -> None:
        """Draw marks on top of what is there; with an `opacity` they come and go together."""
        for mark in marks:
            if not isinstance(mark, Mark):
                raise TypeError(f"stage.add draws marks, not {_no_mark(mark)}")
        self.marks.extend(marks if opacity is None else (Group(marks=marks, opacity=opacity),))

    def text(
        self,
        x: float,
        y: float,
        text: str | Sequence[TextRun],
        *,
        size: float = 26.0,
        role: Role = Role.TEXT,
        bold: bool = False,
        anchor: Anchor = "start",
        opacity: float = 1.0,
        name: str = "",
        note: bool = False,
    ) -> None:
        """Write one line of text, of one role or in several runs."""
        runs = (TextRun(text, None, bold),) if isinstance(text, str) else tuple(text)
        self.add(Text(x=x, y=y, runs=runs, size=size, role=role, anchor=anchor, opacity=opacity, name=name, note=note))

    def tell(self, title: str) -> None:
        """Write the title, the step's caption and a dot for each of several steps, in the places of every scene.

        The title is that of the scene, which gives way to one that the picture has itself.
        """
        now, words = step_at(self.steps, self.t), self.title or title
        size = min(TITLE_SIZE, TITLE_ROOM / (WIDE_LETTER * len(words))) if self.about else TITLE_SIZE
        self.add(lettering(LEFT, TITLE_Y, words, bold=True, size=size, pinned=True, name="title"))
        if self.about:
            self.add(lettering(LEFT, ABOUT_Y, self.about, Role.MUTED, size=ABOUT_SIZE, pinned=True, note=True,
                               name="what it is about"))  # fmt: skip
        self.add(lettering(LEFT, CAPTION_Y, self.steps[now].caption, size=CAPTION_SIZE, pinned=True))
        if len(self.steps) > 1:
            self.add(Group(marks=tuple(_dots(len(self.steps), now)), pinned=True))


def _is_caption(mark: AnyMark) -> bool:
    return isinstance(mark, Text) and mark.pinned and (mark.x, mark.y) == (LEFT, CAPTION_Y)


def _is_told(mark: AnyMark) -> bool:
    """Whether `Stage.tell` has drawn a mark."""
    if isinstance(mark, Group):
        first = mark.marks[0] if mark.marks else None
        return mark.pinned and isinstance(first, Rect) and first.y + first.height / 2 == DOTS_Y
    above = isinstance(mark, Text) and mark.pinned and mark.x == LEFT and mark.y in (TITLE_Y, ABOUT_Y)
    return above or _is_caption(mark)


def _dots(count: int, now: int) -> Iterator[Rect]:
    """A dot for each step from the right margin to the left; the present one is larger and white."""
    pitch = min(DOT_PITCH, DOTS_WIDTH / count)
    for index in range(count):
        side = 14.0 if index == now else 9.0
        x, y = RIGHT - (count - 1 - index) * pitch - side / 2 - 5.0, DOTS_Y - side / 2
        role = Role.TEXT if index == now else Role.MUTED
        fill = 1.0 if index == now else 0.6
        yield Rect(x=x, y=y, width=side, height=side, radius=side / 2, fill=fill, role=role)


def _no_mark(found: object) -> str:
    """What somebody gave instead of a mark, and how it is meant to be."""
    if found is None:
        return "None: stage.text draws by itself, and nothing is added after it"
    if isinstance(found, tuple | list):
        return f"a {type(found).__name__} of them: write a * before what makes several (plate, options, volume)"
    return f"{found!r}"
