"""Sets that grow under one's hands: pictures drawn or taken with the camera, class by class."""
