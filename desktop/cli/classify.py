"""`convoscope classify`: a folder of pictures goes through a published network, or one that was taught own classes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from desktop.cli.streams import say
from desktop.cli.words import Parser, UsageError, whole
from desktop.words.plain import counted, on_one_line
from scenes.stage.numbers.reading import echoed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from desktop.pictures.answers import OpenedPicture, PictureError
    from desktop.training.blocking_engine import BlockingEngine
    from engine.contract.events import Event
    from engine.contract.questions import Headed, Published

TOP = 5
"""So many classes are told of each picture."""
FOLDERS = 5
"""So many folders are named that are no class."""


def add_classify_words(parser: Parser) -> None:
    """Say what can be typed."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="its pictures, and those in folders within it")
    parser.add_argument("--csv", metavar="FILE", type=Path, help="write a table too, a row a picture")
    parser.add_argument("--top", type=whole, default=TOP, metavar="N", help=f"tell N classes each (default: {TOP})")
    head = "a layer that was taught own classes, as the application keeps it (.safetensors)"
    parser.add_argument("--head", metavar="FILE", type=Path, help=head)
    parser.set_defaults(act=_classify)


class Teller(NamedTuple):
    """Who tells the classes of pictures: a network, the names of its classes, and the side of its pictures."""

    network: Published | Headed
    classes: tuple[str, ...]
    side: int


class Told(NamedTuple):
    """What was told of a picture: its file, the class that its folder is named as, and all probabilities.

    `skipped` says why nothing was told.
    """

    file: str
    known: int | None
    probabilities: NDArray[np.float64] | None
    skipped: str = ""

    def first(self, count: int) -> list[int]:
        """The classes with the largest probabilities, the largest first."""
        return [] if self.probabilities is None else (-self.probabilities).argsort(kind="stable")[:count].tolist()


def _classify(options: argparse.Namespace) -> int:
    from desktop.sets.gathered import SetError
    from desktop.training.blocking_engine import EngineError

    teller = _teller(options.head)
    top = min(options.top, len(teller.classes))
    if top < 1:
        raise UsageError("One class is told of each picture at least; say --top 1 or more.")
    _require_place(options.csv)
    told, status = [], 1
    try:
        for each in _through(teller, options.folder, _files(options.folder)):
            told.append(each)
            if each.skipped:
                say(f"Skipped: {each.skipped}")
            else:
                print(_line(each, teller.classes, top), flush=True)
                status = 0
        if options.csv is not None:
            _write(options.csv, told, teller.classes, top)
    except SetError as error:
        raise UsageError(str(error)) from error
    except EngineError as error:
        say(str(error))
        return 1
    for line in _account(told, top):
        print(line)
    strange = _strange(told)
    if strange:
        say(strange)
    if options.csv is not None:
        print(options.csv)
    return status


def _teller(head: Path | None) -> Teller:
    """The published network, or one with a taught layer. Raises UsageError."""
    from desktop.sets.heads import HeadError, read_head
    from engine.contract.questions import Published
    from engine.contract.teaching import SIDES
    from scenes.stage.data.published import LITE, labels

    if head is None:
        return Teller(Published(LITE), labels(LITE), SIDES[1])
    try:
        found = read_head(head)
    except HeadError as error:
        raise UsageError(str(error)) from error
    return Teller(found, found.classes, SIDES[0])


def _files(folder: Path) -> list[Path]:
    """All files below a folder that may be pictures. Raises UsageError."""
    from desktop.sets.folders import files_below
    from desktop.sets.gathered import MOST_FILES

    if not folder.is_dir():
        what = "is a file" if folder.is_file() else "is not there"
        raise UsageError(f"The folder {echoed(str(folder))!r} {what}: give a folder with pictures in it.")
    found = list(files_below(folder, MOST_FILES + 1))
    if len(found) > MOST_FILES:
        raise UsageError(f"{echoed(str(folder))} has more than {MOST_FILES:,} files: give a part of them.")
    if not found:
        raise UsageError(f"There is no file in the folder {echoed(str(folder))!r}: give one with pictures in it.")
    return found


def _require_place(table: Path | None) -> None:
    """Raise UsageError for a table that can't be written, before minutes are spent for it."""
    if table is None:
        return
    if table.is_dir():
        raise UsageError(f"{echoed(str(table))} is a folder: say which file in it the table becomes.")
    if not table.absolute().parent.is_dir():
        raise UsageError(f"There is no folder {echoed(str(table.absolute().parent))!r} for the table: make it first.")


def _through(teller: Teller, folder: Path, files: list[Path]) -> Iterator[Told]:
    """Send pictures through the network: while it answers for one, the next is read. Raises EngineError."""
    from desktop.pictures.many import read_pictures
    from desktop.sets.folders import class_of, names_of
    from desktop.training.blocking_engine import running_engine
    from scenes.stage.data.pictures import SLIDE_SIDE

    names = names_of(teller.classes)
    with running_engine() as engine:
        events, asked = engine.events(), list[tuple[int, Told]]()
        for token, (path, found) in enumerate(zip(files, read_pictures(files, SLIDE_SIDE), strict=True)):
            file = path.relative_to(folder)
            told = Told(file.as_posix(), class_of(file, names), None, _trouble(file, found))
            if not told.skipped:
                _ask(engine, token, teller, found)
            while asked:
                yield _answered(events, *asked.pop())
            if told.skipped:
                yield told
            else:
                asked.append((token, told))
        while asked:
            yield _answered(events, *asked.pop())


def _trouble(file: Path, found: OpenedPicture | PictureError) -> str:
    """Why a file is skipped, with its name as that of one among many; "" where it is a whole picture."""
    from desktop.pictures.answers import PictureError, called

    why = str(found) if isinstance(found, PictureError) else found.damage
    return why.replace(called(file), on_one_line(file.as_posix()), 1)


def _ask(engine: BlockingEngine, token: int, teller: Teller, found: OpenedPicture | PictureError) -> None:
    """Ask for the logits of the centred square of a picture."""
    from desktop.pictures.answers import OpenedPicture
    from desktop.pictures.square import brought_to
    from engine.contract.numbers import Array
    from engine.contract.questions import Query, ReadMaps

    assert isinstance(found, OpenedPicture)
    square = brought_to(found.picture, (3, teller.side, teller.side))
    engine.send(Query(token, teller.network, ReadMaps(Array.of(square), ())))


def _answered(events: Iterator[Event], token: int, told: Told) -> Told:
    """Wait for what the network makes of a picture. Raises EngineError."""
    import numpy as np

    from desktop.training.blocking_engine import EngineError
    from engine.contract.events import Failed
    from engine.contract.questions import MapsRead, NoReply, Reply

    for event in events:
        match event:
            case Reply(token=of, answer=MapsRead(logits=logits)) if of == token:
                powers = np.exp(logits.numpy().astype(float) - logits.numpy().max())
                return told._replace(probabilities=powers / powers.sum())
            case NoReply(message=message) | Failed(message=message):
                raise EngineError(message)
    raise EngineError("The engine ended before it could answer; run the command again.")


def _line(told: Told, classes: tuple[str, ...], top: int) -> str:
    assert told.probabilities is not None
    found = (f"{on_one_line(classes[place])} {told.probabilities[place]:.1%}" for place in told.first(top))
    return f"{on_one_line(told.file)}: {', '.join(found)}"


def _account(told: list[Told], top: int) -> Iterator[str]:
    """How many pictures were told, and how many of those whose class is known were told right."""
    seen = [each for each in told if not each.skipped]
    skipped = f", {counted(len(told) - len(seen), 'file')} skipped" if len(seen) < len(told) else ""
    yield f"{counted(len(seen), 'picture')}{skipped}"
    known = [each for each in seen if each.known is not None]
    if not known:
        return
    right = sum(each.known == each.first(1)[0] for each in known)
    of = f"of {counted(len(known), 'picture')} whose folder is named as a class"
    yield f"Told right: {right:,} {of} ({right / len(known):.1%})"
    if top > 1:
        among = sum(each.known in each.first(top) for each in known)
        yield f"Right class among the first {top}: {among:,} of {len(known):,} ({among / len(known):.1%})"


def _strange(told: list[Told]) -> str:
    """Which folders are named as no class, in a sentence; "" where there is none."""
    names = dict.fromkeys(
        Path(each.file).parts[0] for each in told if each.known is None and len(Path(each.file).parts) > 1
    )
    if not names:
        return ""
    some = ", ".join(echoed(on_one_line(name)) for name in list(names)[:FOLDERS])
    more = f" and {len(names) - FOLDERS:,} more" if len(names) > FOLDERS else ""
    return f"What lies in folders that are named as no class counts for no accuracy: {some}{more}."


def _write(path: Path, told: list[Told], classes: tuple[str, ...], top: int) -> None:
    """Write the table: a row a picture."""
    from desktop.words.tables import as_csv
    from engine.contract.files import write_atomically

    ranks = [f"{what} {rank}" for rank in range(1, top + 1) for what in ("class", "probability")]
    rows = (_row(each, classes, top) for each in told)
    with write_atomically(path) as file:
        file.write(as_csv(["file", "known class", "right", *ranks, "skipped"], rows))


def _row(told: Told, classes: tuple[str, ...], top: int) -> list[str | int]:
    known = "" if told.known is None else classes[told.known]
    if told.probabilities is None:
        return [told.file, known, "", *[""] * (2 * top), told.skipped]
    right = "" if told.known is None else int(told.known == told.first(1)[0])
    found = [part for place in told.first(top) for part in (classes[place], f"{told.probabilities[place]:.6f}")]
    return [told.file, known, right, *found, ""]
