"""A file that is kept nowhere, to learn from a writer what it would lose."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Nowhere(io.BytesIO):
    """Takes bytes, counts them, and forgets them; nothing can be read back, and nobody can go back in it."""

    def __init__(self) -> None:
        super().__init__()
        self._size = 0

    def write(self, data: "ReadableBuffer", /) -> int:
        """Count ``data``."""
        size = memoryview(data).nbytes
        self._size += size
        return size

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._size

    def seekable(self) -> bool:
        """Say that nobody can go back."""
        return False

    def seek(self, _offset: int, _whence: int = 0, /) -> int:
        """Refuse to go anywhere."""
        raise io.UnsupportedOperation("what is written to nowhere has no places")
