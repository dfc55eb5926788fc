"""Calls of Tryton's JSON-RPC: the envelope, the company, searching with fields of related records."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from goldthread.connectors.tryton.application import PATH
from goldthread.connectors.tryton.record import Record, TrytonAnswer, records
from goldthread.flow.client import Client
from goldthread.flow.doubt import Doubt
from goldthread.flow.errors import Rejected

OLDEST_FIRST: Final = [["id", "ASC"]]


async def search(
    model: str,
    domain: Sequence[object],
    fields: Sequence[str],
    api: Client,
    *,
    limit: int | None = None,
) -> tuple[Record, ...]:
    """The records that a domain finds, the oldest first, with these fields; `party.name` follows a relation."""
    asked = [list(domain), 0, limit, OLDEST_FIRST, list(fields)]
    body = _envelope(f"model.{model}.search_read", asked, api)
    return records((await api.post(PATH, into=TrytonAnswer, json=body, is_read=True)).result)


async def create(model: str, values: Mapping[str, object], api: Client, *, doubt: Doubt[TrytonAnswer]) -> int:
    """Create one record and give its id; `doubt` finds it in the same form, by `created`."""
    body = _envelope(f"model.{model}.create", [[dict(values)]], api)
    return created_id(await api.post(PATH, into=TrytonAnswer, json=body, doubt=doubt))


async def call(
    method: str,
    params: Sequence[object],
    api: Client,
    *,
    doubt: Doubt[TrytonAnswer],
    at: Mapping[str, str] | None = None,
) -> None:
    """Press a button or write; `at` are the timestamps (`{"stock.package,7": "…"}`) of what must not have changed."""
    body = _envelope(f"model.{method}", params, api, at=at)
    await api.post(PATH, into=TrytonAnswer, json=body, doubt=doubt)


async def data_id(name: str, api: Client) -> int:
    """The id of a record that a module of Tryton brought: `product.uom_unit`."""
    module, _, xml_id = name.partition(".")
    body = _envelope("model.ir.model.data.get_id", [module, xml_id], api)
    answer = await api.post(PATH, into=TrytonAnswer, json=body, is_read=True)
    return created_id(TrytonAnswer(result=[answer.result]))


def created(id_: int | None) -> TrytonAnswer | None:
    """The answer to the making of a record that is there, as if it came now."""
    return None if id_ is None else TrytonAnswer(result=[id_])


def created_id(answer: TrytonAnswer) -> int:
    """The one id in an answer. Raises `Rejected` where there is none."""
    match answer.result:
        case [int(id_)]:
            return id_
        case _:
            raise Rejected(f"Tryton gave {answer.result!r} where the id of a record was expected.")


def numeric(value: Decimal) -> dict[str, str]:
    """A number of the type Numeric, exact."""
    return {"__class__": "Decimal", "decimal": f"{value:f}"}


def company(api: Client) -> int:
    """The company whose orders these are. Raises `Rejected` where the installation doesn't say."""
    found = whole("company", api)
    if found is None:
        raise Rejected(f"The setting company of {api.installation} is empty; give the id of a company, as 1.")
    return found


def whole(setting: str, api: Client) -> int | None:
    """A setting that is a whole number; None where it is empty. Raises `Rejected` for anything else."""
    given = api.setting(setting).strip()
    if not given:
        return None
    if not given.isascii() or not given.isdigit():
        raise Rejected(f"The setting {setting} of {api.installation} is a whole number, not {given!r}.")
    return int(given)


def _envelope(
    method: str, params: Sequence[object], api: Client, *, at: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Tryton answers errors in JSON to exactly these three keys; complaints come in English for `statuses.look`."""
    ours = company(api)
    context: dict[str, object] = {"company": ours, "companies": [ours], "language": "en"}
    if at:
        context["_timestamp"] = dict(at)
    return {"id": 1, "method": method, "params": [*params, context]}
