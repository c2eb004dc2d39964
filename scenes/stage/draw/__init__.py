"""The pieces that scenes are made of: headings, plates, matrices, maps, volumes, sliding windows.

May import `core`, `data` and `numbers`; never `output`.
"""
