"""The ground that a run walked on: maps of its loss over a plane, asked for, drawn, and with the run's path on them."""
