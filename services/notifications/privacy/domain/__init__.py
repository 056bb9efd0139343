"""The rules of a case (`cases`), and what people read of what is kept and left (`words`)."""
