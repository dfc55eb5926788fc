"""What a Zebra answers to `~HS` (ZPL II Programming Guide, "Host Status Return")."""


def trouble(answer: bytes) -> str | None:
    """Why the printer would not print now, in words; none where it would, or where it doesn't speak of it.

    The first of three lines is `STX 030,0,0,1245,… ETX`: its second field says paper out, its third paused.
    """
    first = answer.split(b"\x03", 1)[0].strip(b"\x02\r\n ").decode("ascii", errors="replace")
    fields = first.split(",")
    if len(fields) < 3:
        return None
    found = [word for flag, word in ((fields[1], "paper is out"), (fields[2], "it is paused")) if flag == "1"]
    return " and ".join(found) or None
