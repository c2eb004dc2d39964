"""Picture files made of literal bytes, for what no library writes."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

CASES = Path(__file__).resolve().parent.parent / "cases"
GREY, COLOURS, GREY_AND_OPACITY, COLOURS_AND_OPACITY = 0, 2, 4, 6


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(size: tuple[int, int], depth: int, colour: int, rows: list[bytes], *more: bytes) -> bytes:
    """A PNG of rows of bytes, with further chunks before them."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
    return b"".join([b"\x89PNG\r\n\x1a\n", head, *more, data, chunk(b"IEND", b"")])


def nested(levels: int) -> str:
    """A drawing of some hundred bytes in which 10 to the power of `levels` squares are drawn."""
    uses = "".join(f'<use href="#g{{0}}" x="{each}"/>' for each in range(10))
    groups = [f'<g id="g{level + 1}">{uses.format(level)}</g>' for level in range(levels)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><defs><g id="g0"><rect width="2" height="2"/>'
        f'</g>{"".join(groups)}</defs><use href="#g{levels}"/></svg>'
    )
