"""The formats room: bytes to records and back. One module per format; ``table`` lists them."""
