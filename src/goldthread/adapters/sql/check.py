"""What can be wrong in the ledger's tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, text

from goldthread.adapters.sql.sqlite_reader import Reader

_CHECKS: Final = (
    """SELECT 'Message ' || m.id || ' belongs to run ' || m.run || ', which doesn''t exist.'
       FROM message m LEFT JOIN run r ON r.id = m.run WHERE r.id IS NULL""",
    """SELECT 'Run ' || r.id || ' counts ' || r.open_messages || ' open messages, but ' || count(m.id)
              || ' stand somewhere.'
       FROM run r LEFT JOIN message m ON m.run = r.id
       WHERE r.state = 'open' GROUP BY r.id, r.open_messages HAVING r.open_messages <> count(m.id)""",
    """SELECT DISTINCT 'Run ' || r.id || ' is ' || r.state || ', but has open messages.'
       FROM message m JOIN run r ON r.id = m.run WHERE r.state <> 'open'""",
    """SELECT 'Run ' || id || ' is ' || state || ' with ' || open_messages || ' open messages.'
       FROM run WHERE state = 'open' AND (open_messages < 1 OR ended_at IS NOT NULL)""",
    """SELECT coalesce(t.topology, r.topology) || ' has ' || coalesce(r.runs, 0) || ' runs that are '
              || coalesce(t.state, r.state) || ', but ' || coalesce(t.count, 0) || ' are counted.'
       FROM (SELECT topology, state, count(*) AS runs FROM run GROUP BY topology, state) r
       FULL JOIN total t ON t.topology = r.topology AND t.state = r.state
       WHERE coalesce(r.runs, 0) <> coalesce(t.count, 0)""",
    """SELECT 'Call ' || c.id || ' doesn''t begin with the id of its message ' || c.message || '.'
       FROM message m JOIN call c ON c.message = m.id WHERE c.id NOT LIKE c.message || '.%'""",
    """SELECT 'An answer to call ' || a.call || ' is kept, but not the call.'
       FROM answer a LEFT JOIN call c ON c.id = a.call WHERE c.id IS NULL""",
    """SELECT 'Message ' || t.message || ' is in the trash, but stands nowhere.'
       FROM trash t LEFT JOIN message m ON m.id = t.message WHERE t.is_open = 1 AND m.id IS NULL""",
    """SELECT 'Message ' || m.id || ' is ' || m.state || ', which its row in the trash contradicts.'
       FROM message m LEFT JOIN trash t ON t.message = m.id
       WHERE (m.state = 'trash') <> (coalesce(t.is_open, 0) = 1)""",
    """SELECT 'Message ' || m.id || ' is held by worker ' || m.holder || ', which nobody knows.'
       FROM message m LEFT JOIN worker w ON w.id = m.holder WHERE m.holder IS NOT NULL AND w.id IS NULL""",
    """SELECT 'Critical section ' || k.key || ' is held by worker ' || k.worker || ', which nobody knows.'
       FROM lock k LEFT JOIN worker w ON w.id = k.worker WHERE w.id IS NULL""",
    """SELECT 'Lane ' || m.lane || ' stands still: its head, message ' || m.id || ', is blocked.'
       FROM message m WHERE m.lane <> '' AND m.state = 'blocked'
       AND NOT EXISTS (SELECT 1 FROM message o WHERE o.lane = m.lane AND o.lane <> '' AND o.seat < m.seat)""",
    """SELECT 'Message ' || m.id || ' may go on, but isn''t the head of lane ' || m.lane || '.'
       FROM message m WHERE m.lane <> '' AND m.state IN ('ready', 'held')
       AND EXISTS (SELECT 1 FROM message o WHERE o.lane = m.lane AND o.lane <> '' AND o.seat < m.seat)""",
    """SELECT DISTINCT 'Join ' || a."join" || ' waits for a branch of run ' || a.run
              || ', which has no open message.'
       FROM arrival a WHERE a.run NOT IN (SELECT run FROM message)""",
    """SELECT 'Chain ' || c.number || ' ends elsewhere than its head says.'
       FROM chain c LEFT JOIN entry e ON e.chain = c.number AND e.seq = c.head_seq
       WHERE coalesce(e.hash, c.genesis) <> c.head_hash
       OR EXISTS (SELECT 1 FROM entry n WHERE n.chain = c.number AND n.seq > c.head_seq)""",
)


class Checking:
    """What `goldthread check` asks of the ledger itself."""

    _reader: Reader

    async def problems(self) -> Sequence[str]:
        """In sentences; empty when all is well."""
        return await self._reader.read(_problems)


def _problems(connection: Connection) -> list[str]:
    connection.exec_driver_sql("BEGIN")
    try:
        return [sentence for check in _CHECKS for (sentence,) in connection.execute(text(check))]
    finally:
        connection.exec_driver_sql("ROLLBACK")
