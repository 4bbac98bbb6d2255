"""The panels around the article: each shows one thing, learns of edits from desk or session, and edits nothing."""
