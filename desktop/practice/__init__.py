"""Practice: questions one after the other, with the scene as proof, and what has been learned by them."""
