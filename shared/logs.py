"""Log lines: one JSON object each, always with the correlation id, never with personal data."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

import structlog

_correlation: ContextVar[str] = ContextVar("correlation")


def correlation_id() -> str:
    """The id that ties together everything one request or message caused; made on first use."""
    try:
        return _correlation.get()
    except LookupError:
        made = uuid4().hex
        _correlation.set(made)
        return made


@contextmanager
def correlated(correlation: str | None) -> Iterator[str]:
    """Run the block under the given correlation id, or a new one, and put the former back afterwards."""
    token = _correlation.set(correlation or uuid4().hex)
    try:
        yield _correlation.get()
    finally:
        _correlation.reset(token)


def _with_correlation(_logger: object, _method: str, line: structlog.types.EventDict) -> structlog.types.EventDict:
    line.setdefault("correlation_id", _correlation.get(None))
    return line


def configure(service: str, level: int = logging.INFO) -> None:
    """Send every log line of the process to stderr as JSON, marked with the service's name in every thread."""

    def with_service(_logger: object, _method: str, line: structlog.types.EventDict) -> structlog.types.EventDict:
        line.setdefault("service", service)
        return line

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            with_service,
            _with_correlation,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def log() -> structlog.typing.FilteringBoundLogger:
    """The logger. Events are short names, facts are keywords: `log().info("message_sent", message_id=...)`."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger
