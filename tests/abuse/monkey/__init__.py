"""A monkey at the window: it opens one, carries gestures out by real events, and watches what must hold after each."""
