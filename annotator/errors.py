"""The one kind of error that is meant for a person."""


class UserError(Exception):
    """Something a person can understand and act on, said in one sentence.

    The window shows the sentence, the command line prints it on stderr and exits with 2. Every other exception is a
    bug and is reported as one.
    """
