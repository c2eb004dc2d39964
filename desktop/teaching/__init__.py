"""Teaching a published network classes of one's own: a page of its own beside the lab."""
