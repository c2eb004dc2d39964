"""Classes of pictures that grow under one's hands: a pad, the camera, a card for each class."""
