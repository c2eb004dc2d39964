"""How every scene looks from the back row: `python3 run.py audit [SCENE ...] [--json] [--full]`.

Each scene is painted offscreen as the window shows it, and measured step by step. `pictures` measures what is painted,
`marks` what the frames say, `tiles` the cells of grids; `figures` puts the figures of a scene together. `aims` says
what they should be, `exceptions.toml` which scenes are let off which of them, and `table` prints it all. No measure
knows a scene by name.
"""
