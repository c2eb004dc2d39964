"""What comes of unpacking a file that PyTorch saved: `python -m engine unpack` says it as one line of JSON."""

from typing import Literal

import msgspec

Problem = Literal["", "program", "packed", "damaged", "memory", "claims", "many", "nothing", "room"]
"""Why there is nothing to hand over.

The file asks for a program to be run; it is packed, as PyTorch packs none; it can't be read; it takes too much memory;
its tensors claim more numbers than it has; there are too many of them; there are none; there is no room on the disk for
what comes out of it. "" where all is well.
"""
MOST_TENSORS = 5_000
"""So many arrays of a file are listed at most: the window takes in the whole list between two frames."""
LONGEST_NAME = 512
"""So many letters the name of an array may have."""
MOST_TOLD = 4
"""So many names of what was left out are told."""


class Unpacked(msgspec.Struct, frozen=True):
    """What was found in the file, and what was left out.

    `inside` names the entry that the weights lay in, "" where they lay at the top. `ignored` are other entries, which
    are no weights, and `unshown` tensors of a kind that can't be shown: some of their names, and how many there are.
    `unprefixed` says that "module." was taken off.
    """

    problem: Problem = ""
    inside: str = ""
    ignored: tuple[str, ...] = ()
    ignored_count: int = 0
    unshown: tuple[str, ...] = ()
    unshown_count: int = 0
    unprefixed: bool = False


_answers: msgspec.json.Decoder[Unpacked] = msgspec.json.Decoder(Unpacked)


def read_unpacked(line: bytes) -> Unpacked:
    """Raises msgspec.DecodeError."""
    return _answers.decode(line)
