"""Building networks: contestants as rows of blocks, with what follows from them and what is wrong with them."""
