"""HSDS's envelope around a page of a list; pages are counted from 1."""

from typing import Any


def with_pages(item: Any, site: str) -> Any:
    """An object in which each service has a `url`: the UK profile wants one, so else it is that of its page here."""
    if isinstance(item, list):
        return [with_pages(one, site) for one in item]
    if not isinstance(item, dict):
        return item
    page = {"url": f"{site}/directory/services/{item['id']}"} if "status" in item else {}
    return page | {name: with_pages(inner, site) for name, inner in item.items()}


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
