"""Why a file cannot be read."""

from collaboration.exceptions import Refused


class FileRefused(Refused):
    """The whole file is refused; the text is a Swedish sentence that says what to do."""
