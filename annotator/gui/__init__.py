"""The window: everything of the program that is Qt."""
