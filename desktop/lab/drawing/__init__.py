"""Drawing a picture for the networks: the pad, what of it they see, and their answers."""
