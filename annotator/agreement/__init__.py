"""The agreement room: spans in, figures out. Pure: it reads no project and writes nothing.

``observing`` looks at one article at a time and says what it sees; ``tally`` counts that; ``summing_up`` makes the
figures of the counts. The spans behind a figure are found by looking again, at what was counted for it.
"""
