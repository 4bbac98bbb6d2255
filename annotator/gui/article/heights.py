"""Heights of display blocks: estimated until a block is laid out, exact afterwards."""

from collections.abc import Callable


class Heights:
    """How far down each block is, in pixels, when most blocks have never been laid out.

    The estimate is linear in the code points before a block, so it costs nothing to begin with; what a layout finds
    out is kept as a correction in a Fenwick tree that holds corrected blocks only.
    """

    def __init__(self, count: int, start: Callable[[int], int], per_code_point: float, per_block: float) -> None:
        """Estimate ``count`` blocks, of which block ``i`` begins at code point ``start(i)``."""
        self._count = count
        self._start = start
        self._per_code_point = per_code_point
        self._per_block = per_block
        self._tree: dict[int, int] = {}
        self._exact: dict[int, int] = {}

    @property
    def total(self) -> int:
        """The height of all blocks."""
        return self.top(self._count)

    def top(self, index: int) -> int:
        """Return the height of all blocks before ``index``, in O(log n)."""
        height = self._estimated_top(index)
        while index > 0:
            height += self._tree.get(index, 0)
            index &= index - 1
        return height

    def height(self, index: int) -> int:
        """Return the height of one block."""
        exact = self._exact.get(index)
        return self._estimate(index) if exact is None else exact

    def set(self, index: int, height: int) -> None:
        """Note the exact height of a block."""
        change = height - self.height(index)
        self._exact[index] = height
        if not change:
            return
        at = index + 1
        while at <= self._count:
            self._tree[at] = self._tree.get(at, 0) + change
            at += at & -at

    def block_at(self, y: int) -> int:
        """Return the block that covers ``y``; the first or the last for what lies outside."""
        at, corrections = 0, 0
        step = 1 << self._count.bit_length()
        while step:
            following = at + step
            if following <= self._count:
                corrected = corrections + self._tree.get(following, 0)
                if self._estimated_top(following) + corrected <= y:
                    at, corrections = following, corrected
            step >>= 1
        return min(at, self._count - 1)

    def _estimated_top(self, index: int) -> int:
        return int(self._start(index) * self._per_code_point + index * self._per_block)

    def _estimate(self, index: int) -> int:
        return self._estimated_top(index + 1) - self._estimated_top(index)
