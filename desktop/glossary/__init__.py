"""The glossary in the window: the term under the pointer, and what it says of it."""
