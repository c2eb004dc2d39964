"""Making a lesson: its stops in a panel, a moment that is added to it, and an overview of all stops."""
