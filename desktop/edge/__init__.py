"""On the edge: what a network costs on this machine in other forms, and what it loses by them."""
