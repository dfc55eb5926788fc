"""Stand-ins of vendors on loopback: `async with PacketaFake(now).running() as fake`."""
