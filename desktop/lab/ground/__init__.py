"""The ground that a run walked on: maps of its loss over a plane, with its path."""
