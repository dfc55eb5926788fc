"""The whole life of orders through real software on loopback: `make real`.

Vendure is the shop, Tryton the ERP with its warehouse, karrio the carrier, CUPS and a raw port the printers. All of it
is installed and kept under `.real/`, listens on free ports of 127.0.0.1, and is stopped by process id.
"""
