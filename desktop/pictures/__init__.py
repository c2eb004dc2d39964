"""Pictures of the user's own: foreign files, which are decoded in a process of their own."""
