"""What is on the pages: of a scene, of a planned lesson, and of a class as it was really shown."""
