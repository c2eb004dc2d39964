"""The runs and engines of `tests.desktop.fake_runs` serve the tests of this room."""

from tests.desktop.fake_runs import client, library, looks, script, session, story

__all__ = ["client", "library", "looks", "script", "session", "story"]
