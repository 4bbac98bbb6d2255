"""Figures of agreement: drawn once as values, shown in the window, and saved as pictures and tables."""
