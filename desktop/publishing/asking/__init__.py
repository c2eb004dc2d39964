"""How the user asks for a file: menu, dialog, what is told meanwhile, clipboard and printer."""
