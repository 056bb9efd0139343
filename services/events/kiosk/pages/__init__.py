"""Pages of the kiosk: for whoever stands at it, for its device, and for the staff who keep it."""
