"""The pictures of the scene about a real network, one module for each kind of them."""
