"""Everything torch: data, networks, training and probing, as a program of its own."""
