"""Sets of pictures of the user's own: read by a process of their own, prepared, and kept."""
