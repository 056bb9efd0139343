"""The two faces of a service's OpenAPI 3.1 document: JSON for programmes, a page for people."""

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain, count
from threading import Lock
from typing import Any

import flask_smorest
import marshmallow as ma
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, Flask, Response, render_template, request

from shared.web import openapi
from shared.web.rest import Api
from shared.web.rules import anyone
from shared.web.served import Talka


class _Names:
    """Names for schemas: the class's own; two features may have an `EventView` each, then the feature's comes first."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def __call__(self, schema: Any) -> str:
        kind = schema if isinstance(schema, type) else type(schema)
        feature = kind.__module__.split(".")[-2].title() if "." in kind.__module__ else ""
        numbered = (f"{feature}{kind.__name__}{number}" for number in count(2))
        names = chain((kind.__name__, f"{feature}{kind.__name__}"), numbered)
        name = next(name for name in names if name not in self._given)
        self._given.add(name)
        return name


def install(app: Flask, apis: Sequence[Api]) -> None:
    """Register the features' JSON routes and the two faces of the document that says what they do."""
    talka: Talka = app.extensions["talka"]
    service = talka.service.name
    plugin = MarshmallowPlugin(schema_name_resolver=_Names())
    smorest = flask_smorest.Api(
        app,
        spec_kwargs={
            "title": f"Talka: {service}",
            "version": "1",
            "openapi_version": "3.1.0",
            "marshmallow_plugin": plugin,
            "info": {"description": openapi.DESCRIPTION},
        },
    )
    smorest.DEFAULT_ERROR_RESPONSE_NAME = None
    for api in apis:
        app.register_blueprint(api.blueprint)
        talka.rules.update({f"{api.blueprint.name}.{name}": rule for name, rule in api.rules.items()})

    def describe() -> dict[str, Any]:
        openapi.components(smorest.spec)
        for api in apis:
            api.blueprint.register_views_in_doc(smorest, app, smorest.spec, name=api.blueprint.name, parameters=None)
            smorest.spec.tag({"name": api.name})
        return _closed(smorest.spec.to_dict(), plugin)

    app.register_blueprint(_faces(service, _Document(describe)))
    talka.rules.update({"document.written_document": anyone, "document.readable_document": anyone})


class _Document:
    """The document, described when somebody first asks for it: few do, and it takes as long as all the rest."""

    def __init__(self, describe: Callable[[], dict[str, Any]]) -> None:
        self._describe = describe
        self._lock = Lock()

    @cached_property
    def _described(self) -> dict[str, Any]:
        return self._describe()

    @cached_property
    def _written(self) -> str:
        return json.dumps(self._described, ensure_ascii=False, separators=(",", ":"))

    def described(self) -> dict[str, Any]:
        """For the page."""
        with self._lock:
            return self._described

    def written(self) -> str:
        """As JSON."""
        with self._lock:
            return self._written


def _closed(document: dict[str, Any], plugin: MarshmallowPlugin) -> dict[str, Any]:
    """Say of every schema that refuses unknown fields that it does."""
    refs = plugin.converter.refs if plugin.converter else {}
    for (kind, *_), name in refs.items():
        if kind.opts.unknown == ma.RAISE and kind is not openapi.ProblemView:
            document["components"]["schemas"][name]["additionalProperties"] = False
    return document


def _faces(service: str, document: _Document) -> Blueprint:
    faces = Blueprint("document", __name__, url_prefix=f"/api/{service}")

    @faces.get("/openapi.json")
    def written_document() -> Response:
        response = Response(document.written(), content_type="application/json")
        response.add_etag()
        response.make_conditional(request)
        return response

    @faces.get("/docs")
    def readable_document() -> str:
        return render_template("docs.html", document=document.described(), service=service)

    return faces
