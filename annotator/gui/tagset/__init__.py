"""The tagset editor: changes are collected, counted and then applied as one step. Loaded when it is first opened."""
