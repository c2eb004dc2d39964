"""One unit of a network on a card: its filter, its map, what makes it strong, and what is lost without it."""
