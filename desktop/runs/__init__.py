"""What a finished or growing run is: its recording, its tape, its folder, words about it.

No process, no widget.
"""
