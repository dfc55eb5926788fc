"""What happens to webhooks: they come twice, late, forged, and as garbage."""

from __future__ import annotations

import base64
import hashlib
import hmac
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from goldthread.domain.marks import override
from goldthread.flow.errors import Forbidden
from goldthread.flow.signature import HmacSignature, SharedSecret
from goldthread.flow.start import Webhook
from goldthread.ports.carried import TrashKind
from goldthread.testing.contract.claim import Has, Lacks, expect
from goldthread.testing.contract.contract import AnyScene, Contract, case_of
from goldthread.testing.contract.fake import Delivery

HOOK = "hook"
GARBAGE = (b"", b"<html>One moment, please</html>", b'{"half": ', b'"{\\"twice\\": 1}"', b"[]", b"{}", b"\xff\xfe\x00")


class HookCases(Contract):
    """Webhooks of the connector's own signature scheme."""

    @abstractmethod
    def hook(self) -> Webhook[Any] | Lacks:
        """The webhook that its role turns on."""

    @abstractmethod
    def age(self) -> Has | Lacks:
        """Whether signatures carry their time."""

    @override
    def need(self, name: str) -> object:
        if name not in {"hook", "age"}:
            return super().need(name)
        return self.age() if name == "age" and not isinstance(self.hook(), Lacks) else self.hook()

    @abstractmethod
    async def tell(self, scene: AnyScene) -> Delivery:
        """Let something happen in the fake, and give the webhook that tells of it."""

    @case_of("hook")
    async def test_a_webhook_starts_one_run_however_often_it_comes(self, scene: AnyScene) -> None:
        """The same delivery, and the same event under another delivery's id, are one run."""
        delivery = await self.tell(scene)
        expect(not await scene.hear(delivery), "The first delivery should begin a run.")
        expect(await scene.hear(delivery), "The same delivery should be known the second time.")
        expect(len(scene.came[HOOK]) == 1, f"{len(scene.came[HOOK])} runs came of one delivery.")
        again = self._renamed(delivery)
        expect(await scene.hear(again), "The same event in another delivery should be known: say once=… in Webhook().")
        await scene.expect_no_trash()

    @case_of("hook")
    async def test_a_forged_webhook_is_refused(self, scene: AnyScene) -> None:
        """A changed body, a missing signature, and a signature by another secret begin nothing.

        Where the vendor sends a shared secret, nobody can tell whether the body was changed.
        """
        delivery = await self.tell(scene)
        signature = self._signature()
        if signature is None:
            self._expect_unsigned()
            return
        if isinstance(signature, HmacSignature):
            body = delivery.body.replace(b"1", b"2", 1) + b" "
            await _expect_refused(scene, replace(delivery, body=body), "a changed body")
        bare = {name: value for name, value in delivery.headers.items() if name != signature.header.lower()}
        await _expect_refused(scene, replace(delivery, headers=bare), "no signature")
        guessed = signed(signature, "guessed", delivery.body, scene.house.clock.now())
        await _expect_refused(scene, replace(delivery, headers={**delivery.headers, **guessed}), "another secret")
        expect(not scene.came[HOOK], "A forged webhook began a run.")

    @case_of("age")
    async def test_a_stale_webhook_is_refused(self, scene: AnyScene) -> None:
        """A genuine delivery that is sent again an hour later is refused, where signatures carry their time."""
        signature, delivery = self._signature(), await self.tell(scene)
        is_timed = isinstance(signature, HmacSignature) and (signature.is_combined or signature.timestamp_header)
        expect(is_timed, "Say timestamp_header= or is_combined= in HmacSignature(), or that the vendor Lacks it.")
        scene.house.clock.turn(timedelta(hours=1))
        await _expect_refused(scene, delivery, "a stale one")

    @case_of("hook")
    async def test_garbage_with_a_right_signature_lies_in_the_trash(self, scene: AnyScene) -> None:
        """Empty, a page, half, encoded twice, no text: each lies in the trash as rejected, with a reason."""
        delivery = await self.tell(scene)
        signature, now = self._signature(), scene.house.clock.now()
        secret = scene.fake.secrets.get(signature.credential, "") if signature else ""
        for place, body in enumerate(GARBAGE):
            headers = signed(signature, secret, body, now) if signature else {}
            await scene.hear(self._renamed(Delivery(event=delivery.event, body=body, headers=headers), str(place)))
        rows = await scene.trash()
        expect(len(rows) == len(GARBAGE), f"{len(rows)} of {len(GARBAGE)} lie in the trash.")
        expect({row.why.kind for row in rows} == {TrashKind.REJECTED}, "Garbage should be rejected.")
        expect(all(row.why.reason for row in rows), "Each should say why.")

    def _signature(self) -> HmacSignature | SharedSecret | None:
        scheme = self.kit.application.webhooks
        return scheme.signature if scheme else None

    def _expect_unsigned(self) -> None:
        age = self.age()
        expect(isinstance(age, Lacks), "Webhooks are unsigned: say so with Lacks(…), in the words of the notes.")
        if isinstance(age, Lacks):
            age.expect_stated(self.kit.notes)

    def _renamed(self, delivery: Delivery, name: str = "another") -> Delivery:
        """The same under another delivery's id; the same where the vendor has no ids."""
        scheme = self.kit.application.webhooks
        if scheme is None or not scheme.delivery_header:
            return delivery
        return replace(delivery, headers={**delivery.headers, scheme.delivery_header.lower(): name})


def signed(signature: HmacSignature | SharedSecret, secret: str, body: bytes, at: datetime) -> Mapping[str, str]:
    """The headers of a body that was signed by the scheme with this secret at this time; names in lower case."""
    if isinstance(signature, SharedSecret):
        return {signature.header.lower(): signature.prefix + secret}
    stamp = str(int(at.timestamp()))
    is_timed = signature.is_combined or bool(signature.timestamp_header)
    content = f"{stamp}{signature.separator}".encode() + body if is_timed else body
    digest = hmac.new(secret.encode(), content, hashlib.sha256).digest()
    value = signature.prefix + (digest.hex() if signature.encoding == "hex" else base64.b64encode(digest).decode())
    if signature.is_combined:
        return {signature.header.lower(): f"t={stamp},v1={value}"}
    headers = {signature.header.lower(): value}
    return {**headers, signature.timestamp_header.lower(): stamp} if signature.timestamp_header else headers


async def _expect_refused(scene: AnyScene, delivery: Delivery, what: str) -> None:
    try:
        await scene.hear(delivery)
    except Forbidden:
        return
    expect(is_so=False, sentence=f"A webhook with {what} was taken.")
