"""On the road: `shipment.track` folds what the carrier says into one status, and tells shop and ERP what changed."""

from goldthread.connectors.bazaar import tell_shop_status
from goldthread.connectors.books import fold_status
from goldthread.connectors.stockhouse import tell_erp_status
from goldthread.connectors.swiftpost import event_key, read_tracking, swiftpost
from goldthread.domain.tracking import TrackingEvent
from goldthread.flow.node import fan_out
from goldthread.flow.start import Webhook
from goldthread.flow.topology import Topology

shipment_track = Topology(
    "shipment.track",
    title="A parcel moves",
    start=Webhook(swiftpost, "tracking.updated", carries=TrackingEvent, read=read_tracking, once=event_key),
    path=fold_status >> fan_out(tell_shop_status, tell_erp_status),
    ordered=(tell_shop_status, tell_erp_status),
)
