"""The settings of a run as a file that opens again."""

from __future__ import annotations

from pathlib import Path

import msgspec

from desktop.pictures.answers import called
from engine.contract.files import write_atomically
from engine.contract.spec import RunSpec, SpecError, check

ENDING = ".json"
LARGEST = 1_000_000
"""Bytes that a file of settings may have; the largest that can be written have a tenth."""


class _Settings(msgspec.Struct, frozen=True):
    """What stands in the file: that it is one of ours, and the run."""

    convoscope: str
    run: RunSpec


class SettingsError(ValueError):
    """A file whose settings can't be used; the text is one sentence for the user."""


def takes(path: Path) -> bool:
    """Whether a file may hold settings, as far as its name tells."""
    return path.suffix.lower() == ENDING


def write(spec: RunSpec, path: Path) -> None:
    """Write the settings of a run; raises OSError."""
    with write_atomically(path) as file:
        file.write(text(spec))


def text(spec: RunSpec) -> bytes:
    """The settings of a run as they stand in a file."""
    return msgspec.json.format(msgspec.json.encode(_Settings("settings of a run", spec)))


def read(path: Path) -> RunSpec:
    """Read the settings of a run that can be trained; raises `SettingsError`."""
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(f"{called(path)} is too large to be the settings of a run; choose another file.")
        found = msgspec.json.decode(path.read_bytes(), type=_Settings).run
        check(found)
    except OSError as error:
        raise SettingsError(f"{called(path)} can't be read: {error.strerror}.") from error
    except SpecError as error:
        raise SettingsError(f"The settings in {called(path)} can't be trained: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(
            f"{called(path)} doesn't hold the settings of a run; choose a file that the lab has saved."
        ) from error
    return found
