"""Where networks look: lenses over a picture, beside untrained networks, and a square that covers it."""
