"""Files of other people's networks: what is in them, read by a process of its own, and running them."""
