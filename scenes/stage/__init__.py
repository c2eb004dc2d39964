"""The stage kit: marks, steps, frames, knobs and players, and the reference operations that compute every number."""
