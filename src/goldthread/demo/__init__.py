"""The demonstration: a shop, an ERP, a carrier and printers on one stage, with everything that goes wrong between."""
