"""The networks of the course as real torch modules, and descriptions made from them."""
