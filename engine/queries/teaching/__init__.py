"""Classes of one's own on a published network: its means, a new last layer, and how that compares."""
