"""One unit of a network on a card: its filter and map, what makes it strong, what is lost without it."""
