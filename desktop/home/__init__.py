"""The start page: the course as pictures in chapters, and the way to everything by words."""
