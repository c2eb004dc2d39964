"""The lab's page, runs and engines of `tests.desktop.fake_runs` serve the tests of this room."""

from tests.desktop.fake_runs import client, library, looks, page, script, session, story

__all__ = ["client", "library", "looks", "page", "script", "session", "story"]
