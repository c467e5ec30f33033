"""The live preview: a page in the local browser that follows the document as it is written."""
