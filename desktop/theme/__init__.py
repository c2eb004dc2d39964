"""Looks: sizes, palette, style sheet, icons, fonts, colours of contestants."""
