"""What a client needs to come in, drawn from the seed."""

from dataclasses import asdict, dataclass

from goldthread.sandbox.exchange import Json
from goldthread.sandbox.numbering import digest


@dataclass(frozen=True, kw_only=True)
class BazaarCredentials:
    """For the shop."""

    api_key: str
    webhook_secret: str


@dataclass(frozen=True, kw_only=True)
class StockhouseCredentials:
    """For the ERP."""

    user: str
    password: str
    webhook_secret: str


@dataclass(frozen=True, kw_only=True)
class SwiftpostCredentials:
    """For the carrier."""

    client_id: str
    client_secret: str
    webhook_secret: str


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """For all systems that ask for any; printers don't."""

    bazaar: BazaarCredentials
    stockhouse: StockhouseCredentials
    swiftpost: SwiftpostCredentials

    @staticmethod
    def of(seed: int) -> "Credentials":
        return Credentials(
            bazaar=BazaarCredentials(
                api_key=f"bzr_{digest(seed, 'key', size=12)}", webhook_secret=digest(seed, "bazaar hooks", size=16)
            ),
            stockhouse=StockhouseCredentials(
                user="orders",
                password=digest(seed, "password", size=9),
                webhook_secret=digest(seed, "stockhouse hooks", size=16),
            ),
            swiftpost=SwiftpostCredentials(
                client_id=f"client-{digest(seed, 'client', size=4)}",
                client_secret=digest(seed, "client secret", size=16),
                webhook_secret=digest(seed, "swiftpost hooks", size=16),
            ),
        )

    def told(self) -> Json:
        return asdict(self)
