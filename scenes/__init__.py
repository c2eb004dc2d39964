"""Teaching scenes about convolutional networks and the kit they are drawn with."""
