"""Errors that are the user's to mend: shown as one message, without a traceback."""


class UserError(Exception):
    """The message says what is wrong, where, and what to do (Chinese: officials read it)."""
