"""The terms of the course: each with its sentence, and the scene that shows it."""

from scenes.glossary.all_terms import TERMS, term_named
from scenes.glossary.matching import Span, terms_in, used_in
from scenes.glossary.term import Page, Run, Term

__all__ = ["TERMS", "Page", "Run", "Span", "Term", "term_named", "terms_in", "used_in"]
