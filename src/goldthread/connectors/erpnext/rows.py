"""What ERPNext sends, under its own names; `null` where nothing is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Data(Generic[T]):
    """What Frappe's REST interface answers: a document, or some."""

    data: T


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextName:
    """A document of which only the name matters."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextEmail:
    """One e-mail of a contact."""

    email_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextLink:
    """What a contact or an address belongs to."""

    link_doctype: str
    link_name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextContact:
    """A person, with e-mails and the customers they belong to."""

    name: str
    email_ids: tuple[ErpnextEmail, ...] = ()
    links: tuple[ErpnextLink, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextCustomer:
    """A customer; the name is the key, and often but not always what they are called."""

    name: str
    customer_name: str
    email_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextAddress:
    """An address; the country by its name."""

    name: str
    address_title: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    city: str | None = None
    state: str | None = None
    pincode: str | None = None
    country: str | None = None
    phone: str | None = None
    email_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextCountry:
    """A country, with its two letters in lower case."""

    name: str
    code: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextArticle:
    """An item, as customs ask for it."""

    name: str
    customs_tariff_number: str | None = None
    country_of_origin: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextOrder:
    """A sales order; `docstatus` is 0 for a draft, 1 once submitted, 2 once cancelled."""

    name: str
    docstatus: int
    grand_total: Decimal = Decimal(0)
    po_no: str | None = None
    """*Customer's Purchase Order*, which begins with our reference."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextNoteItem:
    """One item of a delivery note."""

    item_code: str
    item_name: str
    qty: Decimal
    rate: Decimal
    weight_per_unit: Decimal | None = None
    weight_uom: str | None = None
    against_sales_order: str | None = None
    warehouse: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextNote:
    """A delivery note."""

    name: str
    currency: str
    items: tuple[ErpnextNoteItem, ...]
    po_no: str | None = None
    contact_email: str | None = None
    customer_name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextParcel:
    """So many parcels of one size: centimetres and kilograms, the weight of each."""

    length: Decimal
    width: Decimal
    height: Decimal
    weight: Decimal
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextNoteRef:
    """A delivery note that a shipment sends."""

    delivery_note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextShipment:
    """What is sent at once."""

    name: str
    docstatus: int
    modified: str
    delivery_address_name: str
    shipment_parcel: tuple[ErpnextParcel, ...] = ()
    shipment_delivery_note: tuple[ErpnextNoteRef, ...] = ()
    delivery_contact_email: str | None = None
    awb_number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextPacked:
    """A shipment with all that belongs to it: what a webhook tells, and what a sweep gathers."""

    shipment: ErpnextShipment
    address: ErpnextAddress
    notes: tuple[ErpnextNote, ...]
    articles: tuple[ErpnextArticle, ...] = ()
    countries: tuple[ErpnextCountry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextComment:
    """A comment on a document, in HTML."""

    name: str
    content: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErpnextWebhook:
    """A subscription."""

    name: str
    enabled: int
    request_url: str
