"""`create_app`: the Flask application of one service, composed of its features' routes and of what all services share."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import flask_smorest
from flask import Flask, Response, g, request
from jinja2 import ChoiceLoader, FileSystemLoader

from shared import languages, logs
from shared.messaging.worker import Service
from shared.web import forms, problems, rules
from shared.web.pages import Pages
from shared.web.reading import LARGEST_BODY
from shared.web.rest import Api
from shared.web.served import Talka
from shared.web.tokens import current

WEB = Path(__file__).parent
SERVICES = WEB.parent.parent / "services"


def create_app(service: Service, *, apis: Iterable[Api] = (), pages: Iterable[Pages] = ()) -> Flask:
    """The application of a composed service. Raises ValueError for a route without a rule."""
    app = Flask(service.name, static_folder=str(WEB / "static"), static_url_path=f"/static/{service.name}")
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, SECRET_KEY=service.settings.secret_key)
    folders = [SERVICES / service.name / "html", WEB / "html"]
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])  # type: ignore[assignment]
    talka = Talka(service=service)
    app.extensions["talka"] = talka
    problems.install(app)
    app.before_request(_begin)
    app.before_request(rules.enforce)
    app.teardown_request(_end)
    smorest = flask_smorest.Api(
        app, spec_kwargs={"title": service.name, "version": "1", "openapi_version": "3.1.0"}
    )
    smorest.DEFAULT_ERROR_RESPONSE_NAME = None
    app.register_error_handler(Exception, problems._unexpected)
    problems.install(app)
    talka.rules["static"] = rules.anyone
    for api in apis:
        smorest.register_blueprint(api.blueprint)
        talka.rules.update({f"{api.blueprint.name}.{name}": rule for name, rule in api.rules.items()})
    for part in pages:
        app.register_blueprint(part.blueprint)
        talka.rules.update({f"{part.name}.{name}": rule for name, rule in part.rules.items()})
    app.jinja_env.globals.update(
        _=languages.gettext, gettext=languages.gettext, ngettext=languages.ngettext, _n=languages.ngettext,
        form_fields=forms.form_fields,
    )
    app.context_processor(
        lambda: {"language": languages.current(), "direction": languages.direction(languages.current()), "principal": current()}
    )
    app.after_request(_finish)
    return app


def _begin() -> None:
    g.contexts = ExitStack()
    g.contexts.enter_context(logs.correlated(request.headers.get("X-Correlation-Id")))
    language = languages.chosen(request.args.get("lang")) or languages.chosen(request.cookies.get("lang"))
    language = language or languages.accepted(request.headers.get("Accept-Language"))
    g.contexts.enter_context(languages.using(language))


def _end(_error: BaseException | None) -> None:
    g.contexts.close()


def _finish(response: Response) -> Response:
    if g.get("forms"):
        response.set_cookie(forms.COOKIE, forms.visitor(), httponly=True, samesite="Lax")
    return response
