"""Words of the command line: how each is read, and how a wrong one is told."""

from __future__ import annotations

import argparse
import math
from typing import NoReturn

from assets import version
from scenes.stage.numbers.reading import echoed, read_number


class UsageError(Exception):
    """What was typed can't be done; the message is one sentence, or several, each on a line of its own."""


class Parser(argparse.ArgumentParser):
    """Complains in one sentence instead of several lines."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError(
            f"{message[:1].upper()}{message[1:].rstrip('.')}; `{self.prog} --help` shows what can be typed."
        )

    def print_help(self, file: object = None) -> None:
        """Print the help; argparse's own way to do so says nothing when the disk is full."""
        print(self.format_help(), end="")


class Version(argparse.Action):
    """Look the version up only when it is asked for: that takes a while."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it, and leave."""
        print(f"Convoscope {version()}")
        parser.exit()


def add_knobs(parser: argparse.ArgumentParser) -> None:
    """Let knobs be turned."""
    parser.add_argument(
        "--knob", dest="knobs", action="append", default=[], type=knob, metavar="NAME=VALUE", help="turn a knob"
    )


def add_theme(parser: argparse.ArgumentParser) -> None:
    """Let a theme be chosen."""
    parser.add_argument("--theme", default="", metavar="THEME", help="dark, light or projector")


def knob(word: str) -> tuple[str, str]:
    """A knob's name and what it is turned to, of name=value."""
    name, equals, value = word.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{echoed(word)!r} is not of the form name=value")
    return name, value


def size(word: str) -> tuple[int, int]:
    """A width and a height, of 1920x1080."""
    numbers = [read_number(part, whole=True) for part in word.lower().replace("×", "x").split("x")]
    match numbers:
        case [int(width), int(height)] if width > 0 and height > 0:
            return width, height
    raise argparse.ArgumentTypeError(f"{echoed(word)!r} is no size like 1920x1080")


def whole(word: str) -> int:
    """A whole number."""
    found = read_number(word, whole=True)
    if found is not None and math.isinf(found):
        raise argparse.ArgumentTypeError(f"{echoed(word)!r} is too large a number")
    if found is None or found != int(found):
        raise argparse.ArgumentTypeError(f"{echoed(word)!r} is no whole number")
    return int(found)


def number(word: str) -> float:
    """A number."""
    found = read_number(word)
    if found is None:
        raise argparse.ArgumentTypeError(f"{echoed(word)!r} is no number")
    return found
