"""What the window and the engine say to each other, and the tapes it is kept on. No torch.

The only part of the engine that `desktop` may import; it imports no other.
"""
