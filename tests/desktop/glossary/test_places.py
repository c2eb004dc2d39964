from __future__ import annotations

from desktop.glossary.places import HERE, TermPage, term_places, where
from desktop.home.index import Index
from scenes.glossary import TERMS, term_named
from scenes.stage.core.catalogue import Catalogue, catalogue, plan


def test_a_term_says_what_shows_it() -> None:
    assert where(term_named("stride"), catalogue()) == "Padding, stride · Every second cell"
    assert where(term_named("momentum"), Catalogue(())).startswith("the lab · Twins")
    assert where(term_named("int8"), Catalogue(())) == "the page · On the edge"
    assert where(term_named("stride"), Catalogue(())) == ""


def test_the_page_has_all_terms_by_their_letters_and_those_of_the_step_first() -> None:
    here = (term_named("kernel"), term_named("window"))
    page = TermPage(catalogue(), here).find("")
    assert [place.title for place in page[:2]] == ["kernel", "window"]
    assert {place.group for place in page[:2]} == {HERE}
    assert [place.title for place in page[2:]] == [term.name for term in TERMS]
    assert all(place.group == place.title[0].upper() for place in page[2:])
    assert all(place.says == term_named(place.term).sentence for place in page)


def test_typed_words_leave_those_that_have_them() -> None:
    page = TermPage(catalogue(), ())
    assert page.find("padd")[0].title == "padding"
    assert [place.title for place in page.find("BN")] == ["batch normalisation"]
    assert page.find("zebra") == []


def test_among_all_places_terms_come_after_scenes_and_before_steps() -> None:
    index = Index(catalogue(), lambda scene: plan(scene, scene.knobs()), term_places(catalogue()))
    found = index.find("stride")
    assert [place.title for place in found[:2]] == ["Padding and stride", "stride"]
    assert found[2].step is not None
    assert index.find("softmax")[0].scene == "softmax"
    assert index.find("skip connection")[0].term == "shortcut"
