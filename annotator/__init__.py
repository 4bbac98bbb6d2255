"""News Annotator: read news articles, mark actors, locations, numbers and claims, keep every mark in one file."""

__version__ = "0.2.0"
