"""What a network costs here in other forms, and what it loses by them."""
