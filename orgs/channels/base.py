"""What every channel shares."""


class ChannelError(Exception):
    """The message did not go out: ``cause`` is an English message id, ``detail`` for the log."""

    def __init__(self, cause: str, detail: str = "") -> None:
        super().__init__("\n".join(part for part in (cause, detail) if part))
