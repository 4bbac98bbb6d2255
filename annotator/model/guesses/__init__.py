"""Guesses at the attributes of a span, from its words and those around it."""
