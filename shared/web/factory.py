"""`create_app`: the Flask application of one service, made of its features' routes and of what all services share."""

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from flask import Flask, abort, request
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from shared import languages
from shared.messaging.service import Service
from shared.web import cli, document, headers, health, problems, rules, speaking, traffic
from shared.web.pages import Pages
from shared.web.reading import LARGEST_BODY
from shared.web.rest import Api
from shared.web.served import Talka

MOST_SWALLOWED = 32 * 1024 * 1024
PATIENCE = 2.0
"""Bytes and seconds of a body that is too large which are read before it is refused."""
WEB = Path(__file__).parent
SERVICES = WEB.parent.parent / "services"


def create_app(service: Service, *, apis: Sequence[Api] = (), pages: Iterable[Pages] = ()) -> Flask:
    """The application of a composed service. Raises ValueError for a route without a permission rule."""
    folder = SERVICES / service.name
    languages.add_catalogues(folder / "locales")
    app = Flask("shared.web", root_path=str(WEB), static_url_path=f"/static/{service.name}", template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY)
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(folder / "html"), FileSystemLoader(WEB / "html")])
    talka = Talka(service=service, rules={"static": rules.anyone})
    app.extensions["talka"] = talka
    _guard(app)
    speaking.install(app)
    document.install(app, apis)
    problems.install(app)
    health.install(app)
    app.register_blueprint(cli.commands)
    for part in pages:
        app.register_blueprint(part.blueprint)
        talka.rules.update({f"{part.name}.{name}": rule for name, rule in part.rules.items()})
        talka.screens.update(part.screens)
    if missing := {rule.endpoint for rule in app.url_map.iter_rules()} - set(talka.rules):
        raise ValueError(f"no permission rule for {', '.join(sorted(missing))}")
    if service.settings.behind_proxy:
        # Off unless asked for: without a proxy in front anybody could claim any address in X-Forwarded-For.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def _guard(app: Flask) -> None:
    """The order matters: who asks comes before how to speak to them, and both before any refusal."""
    for step in (traffic.begin, _identify, _refuse_large, headers.refuse_other_sites, rules.enforce):
        app.before_request(step)
    for finish in (traffic.count, headers.add, speaking.keep_choice):  # Flask calls the last one first
        app.after_request(finish)
    app.teardown_request(traffic.end)


def _identify() -> None:
    """Whoever asks, and even if that cannot be found out, is answered in their language."""
    try:
        rules.identify()
    finally:
        speaking.begin()


def _refuse_large() -> None:
    """Also where nobody would read the body, and where its length is not said: Werkzeug cuts that off in silence."""
    chunked = request.content_length is None and "Transfer-Encoding" in request.headers
    try:
        length = len(request.get_data(cache=True)) + 1 if chunked else request.content_length or 0
    except HTTPException:
        raise
    except Exception:  # noqa: BLE001 - each server has errors of its own for chunks that are none
        abort(400)
    if length > LARGEST_BODY:
        _swallow(length)
        abort(413)


def _swallow(length: int) -> None:
    """Read what is on its way and throw it away, within bounds: who is still sending cannot read our answer."""
    enough = time.monotonic() + PATIENCE
    body, left = request.environ["wsgi.input"], min(length, MOST_SWALLOWED)
    with suppress(OSError):
        while left > 0 and time.monotonic() < enough and (read := body.read(min(left, 65_536))):
            left -= len(read)
