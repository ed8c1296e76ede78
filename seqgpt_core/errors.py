"""The one family of errors: every failure a user can cause or meet is a `SeqGPTError`."""

from __future__ import annotations


class SeqGPTError(Exception):
    """A failure with a stable code and one sentence that says what to change.

    Attributes:
        code: stable snake_case identifier, part of the public contract
            (`document_empty`, `too_many_fields`, `checkpoint_damaged`, ...).
        message: one sentence for the user, without a traceback or a newline.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = " ".join(message.split())

    def __str__(self) -> str:
        return self.message
