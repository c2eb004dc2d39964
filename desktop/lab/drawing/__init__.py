"""Drawing a picture for the networks: the pad with its pens, what of it they see, and their answers."""
