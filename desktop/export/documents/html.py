"""A document for a browser: one file, which asks nothing of any network and works without its script too.

What is foreign in it, titles, notes and questions, is escaped on its way in; and the browser is told to run no other
script and to take no other style than the two that are written here.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape

import assets
from desktop.export.alt_text import alt_text
from desktop.export.documents.html_pictures import Pictures
from desktop.export.pages import Document, Page, PageQuestion, caption, more
from desktop.export.progress import Progress, unwatched
from desktop.export.still import need_application
from desktop.words.as_html import as_html
from desktop.words.letters import LETTERS
from scenes.stage.core.marks import Role
from scenes.stage.core.stage import Frame
from scenes.stage.output.theme import LIGHT, Theme

NAV = """<nav lang="en" aria-label="Pages">
<progress id="progress" max="{count}" value="1" aria-hidden="true"></progress>
<div><button id="back" aria-label="Page before" title="Page before: ← or Page Up">‹</button>
<p id="position"></p>
<button id="notes" aria-pressed="false" title="Notes: N">Notes</button>
<button id="next" aria-label="Next page" title="Next page: → or Page Down">›</button></div>
</nav>"""


@dataclass(frozen=True)
class WebOptions:
    """How a document for a browser is made: its theme, and whether the teacher's `notes` come along."""

    theme: Theme = LIGHT
    notes: bool = True


def web_page(document: Document, options: WebOptions | None = None, progress: Progress = unwatched) -> bytes:
    """Write a document as one HTML file in UTF-8, a page at a time. Raises StoppedError where `progress` does."""
    need_application()
    options = options or WebOptions()
    pictures, sections = Pictures(options.theme), list[str]()
    for number, page in enumerate(document.pages, 1):
        progress(number - 1, len(document.pages))
        sections.append("\n".join(_section(document, number, page, pictures, options)))
    progress(len(document.pages), len(document.pages))
    body = "\n".join([*_header(document), "<main>", *sections, "</main>", NAV.format(count=len(document.pages))])
    style = "\n".join([*pictures.font_faces([body]), _colours(options.theme), _asset("page.css")])
    return "\n".join(_file(document, style, f"{pictures.shared()}\n{body}", _asset("page.js"))).encode()


def _file(document: Document, style: str, body: str, script: str) -> Iterator[str]:
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    yield f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(document.title)}</title>"
    if document.by:
        yield f'<meta name="author" content="{escape(document.by)}">'
    yield f"<style>{style}</style>\n</head>\n<body>\n{body}\n<script>{script}</script>\n</body>\n</html>\n"


def _header(document: Document) -> Iterator[str]:
    by = f"<p>{escape(document.by)}</p>" if document.by else ""
    yield f"<header><h1>{escape(document.title)}</h1>{by}</header>"


def _section(document: Document, number: int, page: Page, pictures: Pictures, options: WebOptions) -> Iterator[str]:
    """One page: its title, its picture, and its words below or beside it."""
    frame = page.draw()
    kind = "asked" if page.question is not None else "told" if frame.told else "whole"
    position = " · ".join(filter(None, dict.fromkeys((f"{number} / {len(document.pages)}", page.part, document.title))))
    yield (
        f'<section id="{number}" class="{kind}" tabindex="-1" aria-labelledby="title-{number}" '
        f'data-position="{escape(position)}">'
    )
    yield f'<div class="shown"><h2 id="title-{number}" dir="auto">{escape(page.title)}</h2>'
    yield pictures.add(frame, alt_text(page.title, frame))
    if page.question is None:
        yield from _words(page, frame)
    yield "</div>"
    if page.question is not None:
        yield from _question(page.question)
    if options.notes and page.notes.strip():
        yield f'<aside aria-label="Notes" dir="auto">{as_html(page.notes)}</aside>'
    yield "</section>"


def _words(page: Page, frame: Frame) -> Iterator[str]:
    """What is said of a picture; of a card its own words, for where its letters are too small."""
    if frame.whole:
        told = (step.caption for step in frame.steps[: frame.step + 1])
        yield "".join(f'<p class="card" dir="auto">{escape(said)}</p>' for said in told if said != page.title)
    if said := caption(frame):
        yield f'<p class="caption" dir="auto">{escape(said)}</p>'
    if said := more(frame):
        yield f'<p class="more" dir="auto">{escape(said)}</p>'


def _question(question: PageQuestion) -> Iterator[str]:
    """A question whose options say, once they are opened, whether they are right and why; no script is needed."""
    yield f'<div class="question" dir="auto"><p class="stem">{escape(question.stem)}</p>\n<ol class="options">'
    whys = question.whys or ("",) * len(question.options)
    for index, (letter, option, why) in enumerate(zip(LETTERS, question.options, whys, strict=False)):
        kind, verdict = ("right", "✓ Right.") if index == question.right else ("wrong", "✗ Not right.")
        summary = f"<summary><b>{letter}</b> <span>{escape(option)}</span></summary>"
        said = f'<p><b class="verdict">{verdict}</b> {escape(why)}</p>'
        yield f'<li><details class="{kind}">{summary}{said}</details></li>'
    yield "</ol></div>"


def _colours(theme: Theme) -> str:
    """The theme's colours as names that the style sheet uses."""
    names = {
        "ground": theme.background,
        "text": theme.colour(Role.TEXT),
        "muted": theme.colour(Role.MUTED),
        "surface": theme.surface,
        "raised": theme.raised,
        "border": theme.border,
        "accent": theme.accent,
        "right": theme.colour(Role.GREEN),
        "wrong": theme.colour(Role.RED),
    }
    return (
        f":root{{color-scheme:{'dark' if theme.dark else 'light'};{';'.join(f'--{k}:{v}' for k, v in names.items())}}}"
    )


def _asset(name: str) -> str:
    return assets.path("web", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What a browser knows a script or a style by."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
