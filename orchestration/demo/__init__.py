"""Invented reports in every form and layout, with the truth beside them."""
