"""The public test kit: what users test their own flows with."""
