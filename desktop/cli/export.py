"""`convoscope export` and `convoscope lesson export`: pictures, films and documents, without a window."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli import wished, words
from desktop.cli.streams import say
from desktop.cli.words import UsageError

if TYPE_CHECKING:
    from desktop.export.progress import Progress
    from desktop.publishing.order import Options, What
    from scenes.stage.core.catalogue import Scene
    from scenes.stage.core.knobs import Knobs

PER_PAGE = (1, 2, 6)
LOG = ".jsonl"
"""How the name of a class log ends."""
WORDS = {
    "theme": "--theme",
    "size": "--size",
    "fps": "--fps",
    "per_page": "--per-page",
    "beside": "--notes or --lines",
    "notes": "--notes or --no-notes",
    "pictures": "--pictures",
    "more": "--more",
}
"""What is typed for each option."""
BAR = 30
"""Letters of the line that tells how far an export has come."""


def add_export_words(parser: argparse.ArgumentParser) -> None:
    """Let a scene be exported."""
    parser.add_argument("scene", metavar="SCENE")
    words.add_knobs(parser)
    moment = parser.add_mutually_exclusive_group()
    moment.add_argument("--step", metavar="N|TITLE", help="one step only: its number from 1, or its title")
    moment.add_argument("--t", type=words.number, metavar="S", help="the picture after S seconds")
    moment.add_argument("--all", action="store_true", help="pictures of the ends of all steps, one file each")
    moment.add_argument("--sheet", action="store_true", help="the ends of all steps with their words in one PNG")
    parser.add_argument("--more", action="store_true", help="with what more there is to say under a picture")
    _add_options(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="a picture (.png, .svg, .json), a film (.gif, .webp, .mp4), or pages (.pdf, .pptx, .html, .zip)",
    )
    parser.set_defaults(act=export_scene)


def add_lesson_export_words(parser: argparse.ArgumentParser) -> None:
    """Let a lesson, or what was shown in a class, be exported."""
    parser.add_argument("file", metavar="FILE", type=Path, help=f"a lesson, or the log of a class ({LOG})")
    parser.add_argument("--required", action="store_true", help="without the optional stops")
    _add_options(parser)
    help_text = "a .pdf, .pptx, .html or .zip file; of a class also a .lesson.toml"
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=help_text)
    parser.set_defaults(act=export_lesson)


def _add_options(parser: argparse.ArgumentParser) -> None:
    words.add_theme(parser)
    parser.add_argument("--size", type=words.size, metavar="WxH", help="pixels of a picture or a film, e.g. 1920x1080")
    parser.add_argument("--fps", type=words.whole, metavar="N", help="frames of a film in a second")
    parser.add_argument("--per-page", type=words.whole, metavar="N", help="pictures on a page: 1, 2 or 6")
    beside = parser.add_mutually_exclusive_group()
    beside.add_argument("--notes", action="store_true", help="with the teacher's notes")
    beside.add_argument("--lines", action="store_true", help="with lines to write on beside them")
    beside.add_argument("--no-notes", action="store_true", help="slides without the teacher's notes")
    parser.add_argument("--pictures", choices=("png", "svg"), help="what the pictures of a .zip are (default: png)")


# --- The commands ---------------------------------------------------------------------------------------------------


def export_scene(options: argparse.Namespace) -> int:
    """Export a scene as some words say, and print what was written; returns the exit status. Raises UsageError."""
    scene, knobs = wished.scene(options.scene, options.knobs)
    if options.sheet:
        return _export_sheet(scene, knobs, options)
    return _export_steps(scene, knobs, options)


def _export_steps(scene: Scene, knobs: Knobs, options: argparse.Namespace) -> int:
    from desktop.publishing.carrying_out import STILLS
    from desktop.publishing.order import OfScene, ending_of
    from scenes.stage.core.catalogue import plan
    from scenes.stage.core.knobs import to_plain

    is_still = ending_of(options.output) in STILLS
    if options.t is not None and not is_still:
        raise UsageError(f"The picture after some seconds is a file that ends in {', '.join(STILLS)}.")
    steps: tuple[int, ...] = ()
    if options.step is not None:
        steps = (wished.step(scene, knobs, options.step) - 1,)
    elif is_still and not options.all and options.t is None:
        steps = (len(plan(scene, knobs)) - 1,)
    return _export(OfScene(scene=scene.name, knobs=to_plain(knobs), steps=steps, t=options.t), options)


def export_lesson(options: argparse.Namespace) -> int:
    """Export a lesson or a class as some words say; returns the exit status. Raises UsageError."""
    from desktop.publishing.order import OfClass, OfLesson

    path: Path = options.file
    if path.name.lower().endswith(LOG):
        return _export(OfClass(log=str(path)), options)
    from desktop.cli.lesson import lesson_in

    lesson, faults = lesson_in(path)
    if faults:
        say(
            f"{path.name} has {faults}, and the stops that have none are exported; `convoscope lesson check` tells all."
        )
    folder = str(path.absolute().parent)
    return _export(OfLesson(lesson=lesson, folder=folder, optional=not options.required), options)


def _export_sheet(scene: Scene, knobs: Knobs, options: argparse.Namespace) -> int:
    from desktop.export.sheet import STEP_SIZE, export_sheet
    from desktop.export.still import ExportError, Style
    from desktop.publishing.pages.answered import answered
    from desktop.publishing.pages.runs import Runs
    from scenes.stage.output.theme import DARK

    style = Style(wished.theme(options.theme) or DARK, options.size or STEP_SIZE, options.more)
    try:
        with answered() as draw:
            print(export_sheet(scene, knobs, options.output, style, scene.run(knobs, Runs({})), draw))
    except ExportError as error:
        raise UsageError(str(error)) from error
    return 0


def _export(what: What, options: argparse.Namespace) -> int:
    from desktop.export.still import ExportError
    from desktop.publishing.carrying_out import carry_out, write_all
    from desktop.publishing.order import Order

    wished.theme(options.theme)
    order = Order(what=what, path=str(options.output), options=_options(what, options))
    progress = _Line(sys.stderr.isatty())
    try:
        with _stopped_between_pages(progress) as come:
            made = carry_out(order, come)
        written = write_all(made)
    except ExportError as error:
        raise UsageError(str(error)) from error
    finally:
        progress.end()
    for path in written:
        print(path)
    return 0


def _options(what: What, options: argparse.Namespace) -> Options:
    """The options that were typed. Raises UsageError for one that has no meaning for the kind of file."""
    from desktop.publishing.carrying_out import FORMATS
    from desktop.publishing.order import OfScene, Options, ending_of

    if options.per_page not in (None, *PER_PAGE):
        raise UsageError(f"A page has 1, 2 or 6 pictures, not {options.per_page}.")
    if options.fps is not None and options.fps < 1:
        raise UsageError("A film has one frame a second at least.")
    if isinstance(what, OfScene) and (options.notes or options.no_notes):
        raise UsageError("A scene has no notes of a teacher's: leave --notes and --no-notes out.")
    ending = ending_of(options.output)
    found: dict[str, Any] = {
        "theme": options.theme or None,
        "size": options.size,
        "fps": options.fps,
        "per_page": options.per_page,
        "beside": "notes" if options.notes and ending == ".pdf" else "lines" if options.lines else None,
        "notes": False if options.no_notes else True if options.notes and ending != ".pdf" else None,
        "pictures": options.pictures,
        "more": True if getattr(options, "more", False) else None,
    }
    typed = {name: value for name, value in found.items() if value is not None}
    for name in typed:
        if ending in FORMATS and name not in FORMATS[ending].options:
            raise UsageError(f"{WORDS[name]} has no meaning for a file that ends in {ending}: leave it out.")
    return Options(**typed)


@contextmanager
def _stopped_between_pages(line: _Line) -> Iterator[Progress]:
    """Let Ctrl+C end an export when its next page is told: in the middle of one, Qt's painter would complain.

    A second Ctrl+C doesn't wait.
    """
    asked = False

    def ask(*_: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    def come(done: int, of: int) -> None:
        if asked:
            raise KeyboardInterrupt
        line.come(done, of)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield come
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt


class _Line:
    """A line of the terminal that tells how far an export has come; elsewhere nothing is told."""

    def __init__(self, tells: bool) -> None:
        self._tells, self._told = tells, ""

    def come(self, done: int, of: int) -> None:
        """Tell it."""
        if not self._tells or not of:
            return
        full = round(BAR * done / of)
        told = f"\r{'#' * full}{'.' * (BAR - full)} {done} of {of}"
        if told != self._told:
            self._told = told
            print(told, end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Take the line away."""
        if self._told:
            print(f"\r{' ' * len(self._told)}\r", end="", file=sys.stderr, flush=True)
            self._told = ""
