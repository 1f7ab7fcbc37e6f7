"""What a visitor carries along: QR code, badge, calendar entry, and the words for them."""
