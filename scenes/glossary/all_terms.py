"""All terms, by the alphabet."""

from __future__ import annotations

from scenes.glossary.convolutions import CONVOLUTIONS
from scenes.glossary.layers import LAYERS
from scenes.glossary.measures import MEASURES
from scenes.glossary.networks import NETWORKS
from scenes.glossary.term import Term
from scenes.glossary.training import TRAINING

TERMS: tuple[Term, ...] = tuple(
    sorted((*CONVOLUTIONS, *LAYERS, *NETWORKS, *TRAINING, *MEASURES), key=lambda term: term.name.casefold())
)


def term_named(name: str) -> Term:
    """A term by its name. Raises KeyError with one sentence where there is none."""
    for term in TERMS:
        if term.name == name:
            return term
    raise KeyError(f"The glossary has no term “{name}”.")
