"""Pages that Typst sets: files that they name, letters that no typeface has, and faults."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

import assets
from desktop.export import paper
from desktop.export.paper import images, language_of, pdf, printed
from desktop.export.still import ExportError


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template of the test, in the folder of the others."""
    (tmp_path / "paper").mkdir()
    for source in assets.path("paper").glob("*.typ"):
        (tmp_path / "paper" / source.name).write_bytes(source.read_bytes())
    found = assets.path
    monkeypatch.setattr(assets, "path", lambda *parts: tmp_path / "paper" if parts == ("paper",) else found(*parts))
    return tmp_path / "paper" / "own.typ"


HEAD = '#set document(title: "Own")\n#set text(font: "Inter", lang: "en")\n#let data = json("data.json")\n'


def standard(data: bytes) -> bool:
    return b"pdfuaid" in PdfReader(io.BytesIO(data)).trailer["/Root"]["/Metadata"].get_data()


def test_a_page_is_for_everybody(template: Path) -> None:
    template.write_text(HEAD + "= #data.words")
    found = pdf("own", {"words": "Hello ∂ α"}, {})
    assert standard(found)
    assert "Hello ∂ α" in PdfReader(io.BytesIO(found)).pages[0].extract_text()


def test_a_letter_that_no_typeface_has_is_no_fault(template: Path) -> None:
    template.write_text(HEAD + "= #data.words")
    assert not standard(pdf("own", {"words": "\U0010fffd"}, {}))


def test_a_picture_without_words_is_a_fault(template: Path) -> None:
    template.write_text(HEAD + '#image("a.svg")')
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    with pytest.raises(ExportError, match="missing alt text"):
        pdf("own", {}, {"a.svg": svg})


@pytest.mark.parametrize("broken", ["#data.nothing", "#unknown()", '#image("gone.svg", alt: "x")'])
def test_a_broken_template_is_one_sentence(template: Path, broken: str) -> None:
    template.write_text(HEAD + broken)
    for make in (lambda: pdf("own", {}, {}), lambda: images("own", {}, {}, 20.0)):
        with pytest.raises(ExportError, match=r"^The pages could not be printed: [^\n]+\.$"):
            make()


def test_other_typefaces_are_looked_through_only_for_letters_that_are_not_bundled(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paper._are_bundled("∂ α × − ₁".encode(), b"<svg/>")
    assert not paper._are_bundled("卷积".encode())


def test_images_are_pages(template: Path) -> None:
    template.write_text(HEAD + "a #pagebreak() b")
    found = images("own", {}, {}, 20.0)
    assert [each[:4] for each in found] == [b"\x89PNG"] * 2


def test_a_full_disk_is_one_sentence(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    template.write_text(HEAD + "a")
    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(ExportError, match=r"could not be printed \(No space left on device\)"):
        pdf("own", {}, {})


def test_languages() -> None:
    found = {tag: language_of(tag) for tag in ("pt-BR", "de", "EN", "", "english", "??")}
    assert found == {"pt-BR": "pt", "de": "de", "EN": "en", "": "en", "english": "en", "??": "en"}


def test_commonmark_as_the_templates_print_it() -> None:
    heading, point = printed("# A\n\n- **b** $x_1$")
    assert (heading["kind"], heading["level"], point["mark"]) == ("heading", 1, "•")
    assert [(run["text"], run["bold"]) for run in point["lines"][0]] == [("b", True), (" ", False), ("x₁", False)]
