"""Answers for pages of every site and for caches on the way: the same for everybody who asks for the address."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, g, request

from shared.languages import DEFAULT, chosen, using

STALE_FOR = 300
"""Seconds for which a cache may hand out what it has while it asks anew, so that nobody waits for us."""


@contextmanager
def answering(seconds: int) -> Iterator[None]:
    """Speak as the address asks, not as the person does, and let the answer be kept for so many seconds."""
    g.kept_openly = seconds
    with using(chosen(request.args.get("lang")) or DEFAULT):
        yield


def is_open() -> bool:
    """Whether the present answer is for everybody; then it sets no cookie."""
    return "kept_openly" in g


def add(response: Response) -> None:
    """Say who may keep it and who may read it: every cache, and scripts of every site, which send no cookie along.

    What went wrong is not kept, so that it is over as soon as it is mended.
    """
    good = response.status_code < 400  # noqa: PLR2004 - an error, RFC 9110 section 15.5
    kept = f"public, max-age={g.kept_openly}, stale-while-revalidate={STALE_FOR}"
    response.headers["Cache-Control"] = kept if good else "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
