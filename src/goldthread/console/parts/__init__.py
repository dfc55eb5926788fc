"""What pages are made of: tables, facts, chips, instants, differences, dialogs, buttons that act."""
