"""The model: frozen values and what can be computed from them. No I/O, no SQL, no Qt."""
