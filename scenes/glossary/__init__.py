"""The terms of the course: each with its sentence, and the scene that shows it."""
