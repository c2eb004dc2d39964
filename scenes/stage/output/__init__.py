"""From frames to pixels, files and plain data: the only place that knows colours.

May import `core`, `data` and `numbers`; no scene and no module of `draw` or `charts` may import it.
"""
