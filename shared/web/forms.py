"""Forms: fields as a schema wants them, the token that proves a form is ours, the nonce that makes it count once."""

import hmac
import re
import secrets
from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import Response, g, request
from itsdangerous import BadSignature, Signer
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from shared.errors import DomainError, Forbidden, Invalid, _
from shared.languages import gettext
from shared.web.reading import UNSTORABLE, storable
from shared.web.served import talka
from shared.web.wording import by_field

OURS = {"csrf_token", "nonce", "again"}
INDEXED = re.compile(r"(\w+)-(\d{1,2})-(\w+)")
WHOLE = re.compile(r"-?[0-9]{1,18}")
NONCE = re.compile(r"[\w-]{20,60}")
SHEET = re.compile(r"[A-Za-z0-9_-]{16}")


class FormNotOurs(Forbidden):
    """The form did not come from a page that we gave this browser."""

    code = "form-not-ours"
    title = _("This form is too old or was not opened here. Please load the page again and send it once more.")


def cookie() -> str:
    """The name of the cookie that forms are bound to. Over TLS a prefix keeps neighbouring hosts from planting it."""
    return f"{'__Host-' if talka().service.settings.secure_cookies else ''}talka_visitor"


def visitor() -> str:
    """The random name of this browser; a new one goes back to it as a cookie."""
    if "visitor" not in g:
        g.visitor = request.cookies.get(cookie()) or secrets.token_urlsafe(24)
    return str(g.visitor)


def shown() -> bool:
    """Whether the present answer holds a form; then no browser may keep it, since a form counts once."""
    return bool(g.get("forms"))


def tie() -> str:
    """The browser's name, which is in use from now on: whatever page this is, the browser remembers it."""
    g.tied = True
    return visitor()


def bind(response: Response) -> None:
    """Let the browser remember its name, if a form was shown to it or something was sealed for it."""
    if shown() or (g.get("tied") and cookie() not in request.cookies):
        secure = talka().service.settings.secure_cookies
        response.set_cookie(cookie(), visitor(), httponly=True, samesite="Lax", secure=secure)


def forget(response: Response) -> None:
    """Let the browser have a new name from now on: nothing that was sealed for the old one opens any more."""
    secure = talka().service.settings.secure_cookies
    response.delete_cookie(cookie(), httponly=True, samesite="Lax", secure=secure)


def _signer() -> Signer:
    return Signer(talka().service.settings.secret_key, salt="form")


def form_fields(*, once: bool = True) -> Markup:
    """The hidden fields that every form carries; one that changes nothing yet need not count once."""
    g.forms = True
    hidden = Markup('<input type="hidden" name="{}" value="{}">')
    token = hidden.format("csrf_token", _signer().sign(visitor()).decode())
    if name := sheet():
        token += hidden.format("again", name)
    return token + hidden.format("nonce", secrets.token_urlsafe(24)) if once else token


def sheet() -> str | None:
    """The name of the page that this form is shown on again, or was sent from; None if it was never sent before."""
    name = str((request.view_args or {}).get("again") or request.form.get("again", ""))
    return name if SHEET.fullmatch(name) else None


def checked() -> str | None:
    """The nonce of the form that was sent. Raises FormNotOurs, and Invalid for what no text can hold."""
    request.get_data(cache=True)  # before the form is parsed, which would use the body up
    try:
        bound_to = _signer().unsign(request.form.get("csrf_token", "")).decode()
    except BadSignature as error:
        raise FormNotOurs from error
    if not hmac.compare_digest(bound_to.encode(), request.cookies.get(cookie(), "").encode()):
        raise FormNotOurs
    if not all(map(storable, request.form.values())):
        raise Invalid({"_schema": [UNSTORABLE]})
    nonce = request.form.get("nonce", "")
    return nonce if NONCE.fullmatch(nonce) else None


def to_send_again() -> list[tuple[str, str]] | None:
    """What was typed into a form of ours, to be sent again with a token of now; None if the form was not ours.

    A sign-out gives the browser a new name, so that the token in the form is none any more.
    """
    try:
        _signer().unsign(request.form.get("csrf_token", ""))
    except BadSignature:
        return None
    return [pair for pair in request.form.items(multi=True) if pair[0] not in OURS]


def load(schema: ma.Schema) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What was sent, loaded, and no errors; or as it was typed, and the errors by field name.

    `members-0-name` is the name of the first of `members`; what was left empty counts as not sent.
    """
    sent = typed(schema)
    try:
        return schema.load(sent), {}
    except ma.ValidationError as error:
        return sent, errors_of(error.messages)


def typed(schema: ma.Schema) -> dict[str, Any]:
    """What was sent as it was typed, to show a form again."""
    return _nested(request.form, schema)


def value_of(values: Mapping[str, Any], name: str) -> Any:
    """What stands in a field of this name, `members-0-name` included; nothing if it was not given."""
    if (found := INDEXED.fullmatch(name)) is None:
        value = values.get(name)
    else:
        rows, number = values.get(found[1]) or [], int(found[2])
        value = rows[number].get(found[3]) if number < len(rows) else None
    return "" if value is None else value


def show_field(name: str, id_: str, label: str) -> str:
    """Remember where the page shows a field and what it calls it, for the summary of errors; says nothing itself."""
    fields = g.setdefault("fields", {})
    fields.pop(name, None)  # of two forms that have it, the last one's place counts too
    fields[name] = {"id": id_, "label": label}
    return ""


def field_shown(name: str) -> dict[str, str] | None:
    """The id and label of a field that the page has shown by now, None if it has none of this name."""
    found: dict[str, str] | None = g.get("fields", {}).get(name)
    return found


def as_shown(errors: Mapping[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Errors in the order in which the page has shown their fields; before them those of no field shown by now."""
    places = {name: place for place, name in enumerate(g.get("fields", {}))}
    return sorted(errors.items(), key=lambda error: places.get(error[0], -1))


def errors_of(messages: object) -> dict[str, list[str]]:
    """Errors of a schema or of a rule under the names that the form's fields have."""
    return {name.replace(".", "-"): sentences for name, sentences in by_field(messages).items()}


def said(error: DomainError) -> dict[str, list[str]]:
    """What a broken rule says of the field that it is about, or of the whole form."""
    return {error.field or "_schema": [gettext(error.title, **error.facts)]}


def _nested(form: MultiDict[str, str], schema: ma.Schema) -> dict[str, Any]:
    values: dict[str, Any] = {}
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for name in form.keys() - OURS:
        typed = [value.strip() for value in form.getlist(name) if value.strip()]
        if typed and (found := INDEXED.fullmatch(name)):
            row = rows.setdefault(found[1], {}).setdefault(int(found[2]), {})
            row[found[3]] = _meant(_inner(schema, found[1]).get(found[3]), typed)
        elif typed:
            values[name] = _meant(schema.fields.get(name), typed)
    return values | {name: [row for _number, row in sorted(numbered.items())] for name, numbered in rows.items()}


def _inner(schema: ma.Schema, name: str) -> Mapping[str, Any]:
    """The fields of the rows of a list."""
    field = schema.fields.get(name)
    nested = field.inner if isinstance(field, ma.fields.List) else field
    return nested.schema.fields if isinstance(nested, ma.fields.Nested) else {}


def _meant(field: object, typed: list[str]) -> Any:
    """A form sends texts alone: what JSON says by its types must be read from them."""
    if isinstance(field, ma.fields.List):
        return typed
    if isinstance(field, ma.fields.Integer) and WHOLE.fullmatch(typed[0]):
        return int(typed[0])
    return typed[0]
