"""The panels around the stage. Each shows the player or a run, and none knows another.

May import `player`, `training`, `widgets` and `theme`; never `lab`, `canvas` or `window`.
"""
