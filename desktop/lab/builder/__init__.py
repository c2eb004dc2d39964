"""Building networks: contestants as rows of blocks, what follows from them, what is wrong with them."""
