"""The project room: the only place that knows there is SQL.

One project is one SQLite file. :class:`~annotator.project.project.Project` is an open one; the other modules hold
functions that take it: ``reading`` and ``listing`` ask, ``edits`` and ``importing`` change, ``ruling`` decides,
``history`` goes back and forth, ``searching`` finds, ``checking`` doubts, ``backup`` copies.
"""
