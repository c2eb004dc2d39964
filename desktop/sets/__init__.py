"""Sets of pictures of the user's own: read from folders and tables by a process of their own, prepared, and kept."""
