"""What a finished or growing run is: recordings and tapes, the folder of kept runs, words about them.

No process, no widget.
"""
