"""The article view: an immutable text with its marks, of any length, laid out only where it is seen."""

from annotator.gui.article.style import TagStyle, tag_styles
from annotator.gui.article.view import ArticleView

__all__ = ["ArticleView", "TagStyle", "tag_styles"]
