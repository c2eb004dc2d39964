"""What a network is made of, layer by layer, counted by sending a picture through it.

May import `architectures`, which it describes.
"""
