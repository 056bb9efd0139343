"""A marshmallow schema out of a message's dataclass, so that each message is written down once.

Unknown fields are ignored: a newer publisher may say more than an older listener knows.
"""

import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from marshmallow import EXCLUDE, Schema, post_load
from marshmallow import fields as ma


class _Moment(ma.AwareDateTime):
    """RFC 3339 with offset; a moment without offset is refused."""


_PLAIN: dict[type, Callable[..., ma.Field[Any]]] = {
    str: ma.String,
    int: lambda **options: ma.Integer(strict=True, **options),
    bool: ma.Boolean,
    UUID: ma.UUID,
    datetime: lambda **options: _Moment(format="iso", **options),
}


def _field(hint: Any, **options: Any) -> ma.Field[Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (inner,) = [arg for arg in args if arg is not type(None)]
        return _field(inner, allow_none=True, **options)
    if origin in (list, tuple):
        return ma.List(_field(args[0]), **options)
    if origin is dict:
        return ma.Dict(keys=ma.String(), values=_field(args[1]), **options)
    if is_dataclass(hint):
        return ma.Nested(schema_of(hint), **options)
    return _PLAIN[hint](**options)


def _option(field: Field[Any]) -> dict[str, Any]:
    if field.default is not MISSING:
        return {"load_default": field.default}
    if field.default_factory is not MISSING:
        return {"load_default": field.default_factory}
    return {"required": True}


_built: dict[Any, Schema] = {}


def schema_of(kind: Any) -> Schema:
    """The schema of this dataclass, built once. Raises KeyError for a field type no message may have."""
    if kind not in _built:
        _built[kind] = _build(kind)
    return _built[kind]


def _build(kind: Any) -> Schema:
    hints = get_type_hints(kind)
    members: dict[str, Any] = {field.name: _field(hints[field.name], **_option(field)) for field in fields(kind)}

    def build(_schema: Schema, data: dict[str, Any], **_: object) -> object:
        lists = {name: tuple(value) for name, value in data.items() if isinstance(value, list)}
        return kind(**data | lists)

    members["build"] = post_load(build)
    members["Meta"] = type("Meta", (), {"unknown": EXCLUDE})
    made: type[Schema] = type(kind.__name__, (Schema,), members)
    return made()
