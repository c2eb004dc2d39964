"""What leaves as a file: orders, the process that carries them out, and the dialogs that ask for them."""
