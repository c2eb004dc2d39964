"""The pieces scenes are made of: headings, plates, matrices, maps, sliding windows.

May import `core`, `data` and `numbers`; never `output`.
"""
