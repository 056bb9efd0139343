"""The document of all messages, docs/asyncapi.yaml, made from the contracts: `python -m shared.contracts.asyncapi`.

AsyncAPI 3.0 with the AMQP binding 0.4.0 (https://github.com/asyncapi/bindings/tree/master/amqp). What the binding
cannot say, a queue's arguments, stands in `shared/messaging/topology.py`.
"""

import sys
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from inspect import getdoc
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import yaml

from shared.contracts import EXCHANGE, REGISTRY
from shared.contracts.envelope import CONTENT_TYPE, Message

FILE = Path(__file__).parents[2] / "docs" / "asyncapi.yaml"
BINDING = "0.4.0"
PLAIN: dict[Any, dict[str, str]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    UUID: {"type": "string", "format": "uuid"},
    datetime: {"type": "string", "format": "date-time"},
}
ATTRIBUTES: dict[str, Any] = {
    "specversion": {"const": "1.0"},
    "id": {"type": "string", "format": "uuid"},
    "source": {"type": "string", "description": "`/talka/<service>`; with `id` it says whether it is a repetition."},
    "time": {"type": "string", "format": "date-time"},
    "subject": {"type": "string", "description": "Id of the thing the message is about."},
    "datacontenttype": {"const": "application/json"},
    "aggregateversion": {"type": "integer", "description": "Counts the changes of the subject; drop what is older."},
    "correlationid": {"type": "string", "description": "Ties together all that one request caused."},
}
ENVELOPE = {"type": "object", "required": list(ATTRIBUTES), "properties": ATTRIBUTES}


def document() -> dict[str, Any]:
    """The whole document. Each message is its own channel; the services only send into them."""
    schemas: dict[str, Any] = {"Envelope": ENVELOPE}
    messages = {kind.__name__: _message(kind, schemas) for kind in REGISTRY.values()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Talka",
            "version": "1",
            "description": (
                "What the services tell one another, as CloudEvents 1.0 in structured JSON. A message may come more "
                "than once and out of order. Ignore fields you do not know; a breaking change is a new type."
            ),
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {name: _channel(kind) for name, kind in REGISTRY.items()},
        "operations": {f"send.{name}": _sending(name) for name in REGISTRY},
        "components": {"messages": messages, "schemas": dict(sorted(schemas.items()))},
    }


def _message(kind: type[Message], schemas: dict[str, Any]) -> dict[str, Any]:
    properties = {"type": {"const": kind.type}, "data": _schema(kind, schemas)}
    own = {"required": list(properties), "properties": properties}
    return {
        "name": kind.type,
        "summary": getdoc(kind),
        "payload": {"allOf": [{"$ref": "#/components/schemas/Envelope"}, own]},
        "bindings": {"amqp": {"messageType": kind.type, "bindingVersion": BINDING}},
    }


def _channel(kind: type[Message]) -> dict[str, Any]:
    exchange = {"name": EXCHANGE, "type": "topic", "durable": True, "autoDelete": False}
    return {
        "address": kind.type,
        "messages": {kind.__name__: {"$ref": f"#/components/messages/{kind.__name__}"}},
        "bindings": {
            "amqp": {"is": "routingKey", "name": kind.type, "exchange": exchange, "bindingVersion": BINDING},
        },
    }


def _sending(name: str) -> dict[str, Any]:
    return {
        "action": "send",
        "summary": f"Sent by {name.split('.', 1)[0]}.",
        "channel": {"$ref": f"#/channels/{name}"},
        "bindings": {"amqp": {"deliveryMode": 2, "mandatory": True, "bindingVersion": BINDING}},
    }


def _schema(hint: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a field's type; dataclasses are put among `schemas` and referred to."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(arg, schemas) if arg is not type(None) else {"type": "null"} for arg in args]}
    if origin is tuple:
        return {"type": "array", "items": _schema(args[0], schemas)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(args[1], schemas)}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in schemas:
            schemas[hint.__name__] = _object(hint, schemas)
        return {"$ref": f"#/components/schemas/{hint.__name__}"}
    return dict(PLAIN[hint])


def _object(kind: type[Any], schemas: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    needed = [field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING]
    return {
        "type": "object",
        "description": getdoc(kind),
        "required": needed,
        "properties": {field.name: _schema(hints[field.name], schemas) for field in fields(kind)},
    }


def text() -> str:
    """The document as the file holds it."""
    written: str = yaml.safe_dump(document(), allow_unicode=True, sort_keys=False, width=120)
    return written


def main(arguments: list[str]) -> int:
    """Write the file; with `--check` only say whether it is what it should be."""
    if arguments == ["--check"]:
        fresh = FILE.is_file() and FILE.read_text() == text()
        sys.stderr.write("" if fresh else f"{FILE.name} is not what the contracts say: run `make asyncapi`.\n")
        return 0 if fresh else 1
    FILE.write_text(text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
