"""Turn facts into Chinese text: placeholders, names, sentences that fall out, and HTML in which every number is marked."""
