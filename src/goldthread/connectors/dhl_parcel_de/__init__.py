"""dhl_parcel_de: DHL Paket, by the Parcel DE Shipping interface."""
