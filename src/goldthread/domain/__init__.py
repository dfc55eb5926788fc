"""The values of fulfilment: money, places, orders, parcels, shipments, labels and their tracking."""
