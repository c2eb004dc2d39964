"""What the window and the engine speak: runs, commands, events, their framing, tapes. No torch, ever.

The only part of the engine that `desktop` may import; it imports no other.
"""
