"""JSON routes for gateways: receipts of messages we have handed over."""

import hmac
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.channels.domain.delivery import KANNEL_RECEIPTS
from services.notifications.channels.gateways.kannel import receipt_mac
from services.notifications.channels.operations.receipts import hear_receipt
from services.notifications.channels.schemas import ReceiptQuery, ReceiptView
from shared.errors import NotFound
from shared.web.rest import Api
from shared.web.rules import anyone
from shared.web.served import talka

api = Api("channels", url_prefix="/api/notifications/v1")


@api.get("/receipts/<uuid:message_id>", allow=anyone, takes=ReceiptQuery, gives=ReceiptView)
def receipt(_reading: Session, query: dict[str, Any], message_id: UUID) -> Any:
    """Take a delivery report. The signature in its address stands for a sign-in; Kannel knows GET alone."""
    service = talka().service
    kannel = service.settings.kannel
    if kannel is None:
        raise NotFound
    mac = receipt_mac(message_id, kannel.callback_secret)
    if not hmac.compare_digest(query["mac"].encode(), mac.encode()):
        raise NotFound
    with service.database.transaction() as session:
        hear_receipt(
            session, "kannel", message_id, KANNEL_RECEIPTS[query["status"]], f"dlr {query['status']}", datetime.now(UTC)
        )
    return {"kept": True}
