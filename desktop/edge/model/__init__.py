"""What is measured, of which network and with which pictures: values and models. No widget."""
