"""Point maps: how near pictures lie to each other in the layers of networks, while these learn."""
