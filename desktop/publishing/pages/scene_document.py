"""A scene as a document: its steps in their order, a page each."""

from __future__ import annotations

from desktop.classroom.conducting.posed import World
from desktop.export.pages import Document, Page
from desktop.export.still import ExportError
from desktop.publishing.order import OfScene
from desktop.publishing.pages.pictures import Showing, at_end, scene_in
from scenes.stage.core.catalogue import plan


def scene_document(what: OfScene, showing: Showing) -> Document:
    """The steps that are wanted of a scene. Raises ExportError where there is no such scene or step."""
    scene, knobs = scene_in(what)
    titles = [step.title for step in plan(scene, knobs, scene.run(knobs, showing.recorded))]
    missing = next((step for step in what.steps if step >= len(titles)), None)
    if missing is not None:
        raise ExportError(f"{scene.title} has steps 1 to {len(titles)} with these knobs, not {missing + 1}.")
    wanted = [titles[step] for step in what.steps] or titles
    pages = (
        Page(title, at_end(World(scene, knobs, title), showing, what.ink.get(title, ())), scene.title)
        for title in wanted
    )
    return Document(scene.title, tuple(pages))
