"""What stands in the head of every answer: what a browser may do with it, and who may keep it."""

from flask import Response, request

from shared.errors import Forbidden, _
from shared.web import forms, openly
from shared.web.assets import is_for_good
from shared.web.served import talka

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SAFE = {"GET", "HEAD", "OPTIONS"}
YEAR = 365 * 24 * 3600


class OtherSite(Forbidden):
    """A page of another site made the browser send this."""

    code = "other-site"
    title = _("This was sent from another website, so we did nothing.")


def refuse_other_sites() -> None:
    """Refuse a change that another site's page makes a browser send, since the browser adds our cookies to it.

    The check is that of Go's `net/http.CrossOriginProtection`: Sec-Fetch-Site decides; older browsers send Origin
    alone; who sends neither is no browser. Raises OtherSite.
    """
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is None:
        ours = {None, f"{request.scheme}://{request.host}", talka().service.settings.public_url}
        site = "same-origin" if request.headers.get("Origin") in ours else "cross-site"
    if site not in {"same-origin", "none"}:
        raise OtherSite


def add(response: Response) -> Response:
    """Put the headers on; who sees a person's page or a form must not find it in a cache later."""
    response.headers.update(SECURITY)
    if talka().service.settings.secure_cookies:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    if openly.is_open():
        openly.add(response)
        return response
    response.vary.update(("Accept-Language", "Authorization", "Cookie"))
    if request.endpoint == "static":
        stays = is_for_good(str((request.view_args or {})["filename"]), request.args.get("v"))
        kept = f"public, max-age={YEAR}, immutable" if stays else "no-cache"
    else:
        kept = "private, no-cache" if "ETag" in response.headers and not forms.shown() else "no-store"
    response.headers["Cache-Control"] = kept
    forms.bind(response)
    return response
