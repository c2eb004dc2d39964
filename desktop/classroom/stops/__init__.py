"""The scenes that a lesson's stops are shown by: of the course, of a run, of a card."""
