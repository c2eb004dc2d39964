"""The words beside the stage are those of the open scene, as its knobs stand."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from desktop.classroom.presenting.notes import parts_of_scene
from desktop.panels.notes import Notes
from desktop.panels.step_title import StepTitle
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from scenes.stage.core.catalogue import Catalogue, Scene, Words

WIDE = Words("a wide one", ("Make it wide.",), (), ("Somewhere else.",))


def test_words_follow_the_knobs_where_a_scene_has_others_for_them(qtbot: QtBot, mini_scene: Scene) -> None:
    told = replace(mini_scene, words_for=lambda knobs: WIDE if knobs.mode == "wide" else None)
    session = SceneSession(Catalogue((told,)))
    panel, title = Notes(session, Appearance()), StepTitle(session, Appearance())
    for each in (panel, title):
        qtbot.addWidget(each)

    def said() -> dict[str, list[str]]:
        return {name: [each.text() for each in card.sentences] for name, card in panel.cards.items()}

    usual = said()
    assert (usual["try"], usual["mistaken"], usual["sources"]) == (
        ["Turn the knobs."], ["It is not real."], ["Nowhere."],
    )  # fmt: skip
    session.turn("mode", "wide")
    assert (said()["try"], said()["mistaken"], said()["sources"]) == (["Make it wide."], [], ["Somewhere else."])
    assert not panel.cards["mistaken"].isVisibleTo(panel)
    assert title.accessibleDescription() == "a wide one"
    assert [part.words for part in parts_of_scene(session)][1:] == ["Make it wide."]
    session.undo()
    assert said() == usual
    assert title.accessibleDescription() == "a scene for tests"
