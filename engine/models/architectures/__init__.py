"""The networks of the course as real torch modules, as they were published."""
