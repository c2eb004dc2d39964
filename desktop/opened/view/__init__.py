"""What is seen of an opened network: its layers, the numbers of one, and what it makes of a picture."""
