"""HSDS's envelope around a page of a list; pages are counted from 1."""

from typing import Any


def envelope(contents: list[Any], total: int, page: int, per_page: int) -> dict[str, Any]:
    """A page with where it stands; a page beyond the last is empty."""
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page == max(pages, 1),
        "empty": not contents,
        "contents": contents,
    }
