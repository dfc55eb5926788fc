"""Tokens: who may call."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter

from goldthread.access.stored import Token
from goldthread.api.door import Through
from goldthread.api.guard import ADMINISTERS, Admin
from goldthread.api.models_admin import IssuedModel, TokenAsked, TokenModel

router = APIRouter(prefix="/api/tokens", tags=["tokens"])


@router.get("", summary="All tokens", dependencies=ADMINISTERS)
async def list_tokens(door: Through) -> list[TokenModel]:
    """Without their secrets, which are kept nowhere."""
    return [TokenModel.model_validate(_fields(one)) for one in await door.house.tokens.list()]


@router.post("", summary="A new token", status_code=201)
async def create_token(asked: TokenAsked, door: Through, caller: Admin) -> IssuedModel:
    """Its secret is shown this once."""
    lifetime = None if asked.lifetime_days is None else timedelta(days=asked.lifetime_days)
    issued = await door.house.tokens.create(asked.name, asked.scopes, actor=caller.name, lifetime=lifetime)
    return IssuedModel.model_validate({**_fields(issued.token), "secret": issued.secret})


@router.delete("/{token}", summary="Revoke a token")
async def revoke_token(token: str, door: Through, caller: Admin) -> TokenModel:
    """By its id or name; for good. Other processes follow within seconds."""
    return TokenModel.model_validate(_fields(await door.house.tokens.revoke(token, actor=caller.name)))


def _fields(token: Token) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": sorted(token.scopes),
        "created_at": token.created_at,
        "created_by": token.created_by,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "last_used_at": token.last_used_at,
    }
