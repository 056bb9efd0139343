"""Log lines of the embedded run's processes: JSON, those of libraries too."""

import logging

from shared import logs


class Lines(logging.Handler):
    """Writes a library's log record the way we write ours."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        logs.log().log(record.levelno, record.name, message=record.getMessage(), exc_info=record.exc_info)


def configure(process: str) -> None:
    """Let every line of this process go to stderr, which the supervisor leads into its log file."""
    logs.configure(process)
    logging.basicConfig(handlers=[Lines()], level=logging.WARNING, force=True)
